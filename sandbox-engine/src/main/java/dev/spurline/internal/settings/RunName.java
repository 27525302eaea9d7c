// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.settings;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.spurline.PreflightException;
import dev.spurline.RoutingKey;
import dev.spurline.Settings;
import dev.spurline.settings.Setting;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The run that several JVMs belong to.
 *
 * @param value the name that somebody gave it, or a CI server
 */
public record RunName(String value) {

    /** Variables by which CI servers tell their runs apart; of one server all must be there. */
    private static final List<List<String>> OF_SERVERS = List.of(
            List.of("GITHUB_RUN_ID", "GITHUB_RUN_ATTEMPT"),
            List.of("CI_PIPELINE_ID"),
            List.of("JOB_NAME", "BUILD_TAG"),
            List.of("BUILD_BUILDID"),
            List.of("BUILDKITE_BUILD_ID"),
            List.of("CIRCLE_WORKFLOW_ID"),
            List.of("TEAMCITY_PROJECT_NAME", "TEAMCITY_BUILDCONF_NAME", "BUILD_NUMBER"));

    private static final String NONE = "none";
    private static final String SERVERS = "ci";
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";
    private static final String ALPHABET = LETTERS + "234567";

    /**
     * Returns the run that the settings name, or that of the CI server if they ask for it; empty means that JVMs share nothing.
     *
     * @throws PreflightException if the run of a CI server is asked for, and there is none
     */
    public static Optional<RunName> of(Settings settings) {
        return Setting.RUN
                .find(settings)
                .filter(name -> !name.equals(NONE))
                .map(name -> new RunName(name.equals(SERVERS) ? ofServer(settings) : name));
    }

    private static String ofServer(Settings settings) {
        return OF_SERVERS.stream()
                .flatMap(names -> joined(names, settings).stream())
                .findFirst()
                .orElseThrow(() -> new PreflightException(
                        "Setting [%s] is [%s], and no CI server names its run: looked for the environment variables %s. Give the run a name of its own: %s=<name>"
                                .formatted(
                                        Setting.RUN.key(),
                                        SERVERS,
                                        OF_SERVERS.stream()
                                                .map(names -> "[" + String.join(" and ", names) + "]")
                                                .collect(Collectors.joining(", ")),
                                        Setting.RUN.key())));
    }

    private static Optional<String> joined(List<String> names, Settings settings) {
        List<String> values = names.stream()
                .flatMap(name -> settings.find(name).map(Settings.Value::text).stream())
                .toList();
        return values.size() == names.size()
                ? Optional.of(names.get(0) + "=" + String.join("-", values))
                : Optional.empty();
    }

    /** Returns a key that all JVMs of the run compute of the same text, and no others, for all practical purposes. */
    public RoutingKey key(String text) {
        byte[] hash = hash(value.length() + ":" + value + text);
        StringBuilder key = new StringBuilder(RoutingKey.LENGTH);
        key.append(LETTERS.charAt((hash[0] & 0xff) % LETTERS.length()));
        for (int i = 1; i < RoutingKey.LENGTH; i++) {
            key.append(ALPHABET.charAt((hash[i] & 0xff) % ALPHABET.length()));
        }
        return new RoutingKey(key.toString());
    }

    private static byte[] hash(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256", e);
        }
    }
}
