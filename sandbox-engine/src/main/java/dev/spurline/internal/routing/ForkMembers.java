// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import dev.spurline.PreflightException;
import dev.spurline.settings.Setting;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What requests of one sandbox say of its forks.
 *
 * @param members a member for each port of each forked Service
 */
public record ForkMembers(List<ForkMember> members) {

    private static final String BAGGAGE = "baggage";
    private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_-]{8,64}");

    /** Limits of the header that everybody has to pass on: www.w3.org/TR/baggage, 3.3.2. */
    private static final int MOST_BYTES = 8192;

    private static final int MOST_MEMBERS = 64;

    /** What is left to the member of the test, and to a few that the test's own program or tracing add. */
    private static final int SPARE_BYTES = 512;

    private static final int SPARE_MEMBERS = 4;

    /** The default of spurline.max-forks, which somebody may raise for routes, that have no such limit. */
    private static final int MOST_FORKS = 10;

    /** Copies the list. */
    public ForkMembers {
        members = List.copyOf(members);
    }

    /**
     * Returns the members of a sandbox.
     *
     * @param workloads what it forks
     * @throws PreflightException if that is more than requests can tell of
     */
    public static ForkMembers of(List<String> workloads, List<ForkMember> members) {
        if (!members.isEmpty() && workloads.size() > MOST_FORKS) {
            throw new PreflightException(
                    "Sandbox has [%d] forks, %s, and requests say of at most [%d] where they are: fork less in one sandbox, or have them routed by a mesh"
                            .formatted(workloads.size(), workloads, MOST_FORKS));
        }
        return new ForkMembers(members);
    }

    /**
     * Returns headers that carry the key with these members in their {@code baggage}.
     *
     * @param secret what Envoys want to see behind each member, if they want any
     * @throws PreflightException if they have no baggage, or it becomes longer than everybody passes on
     */
    public Map<String, String> addedTo(Map<String, String> headers, Optional<String> secret) {
        if (members.isEmpty()) {
            return headers;
        }
        String own = headers.getOrDefault(BAGGAGE, "");
        if (own.indexOf('=') < 0) {
            throw new PreflightException(
                    "Staging overrides are members of the header [%s], and by %s requests carry the key in %s: let it name [%1$s:<member>], too, or leave it out"
                            .formatted(BAGGAGE, Setting.HEADERS.key(), headers.keySet()));
        }
        String ending = secret.map(ForkMembers::ending).orElse("");
        String all = own + "," + members.stream().map(member -> member + ending).collect(Collectors.joining(","));
        refuseTooLong(all);
        Map<String, String> result = new LinkedHashMap<>(headers);
        result.put(BAGGAGE, all);
        return result;
    }

    private static String ending(String secret) {
        if (!SECRET.matcher(secret).matches()) {
            throw new PreflightException(
                    "%s has to have 8 to 64 letters, digits, dashes or underscores, so that it is part of a baggage member and of a regular expression as it is"
                            .formatted(Setting.ENVOY_SECRET.key()));
        }
        return "." + secret;
    }

    private void refuseTooLong(String baggage) {
        int bytes = baggage.getBytes(StandardCharsets.UTF_8).length;
        int count = baggage.split(",", -1).length;
        if (bytes > MOST_BYTES - SPARE_BYTES || count > MOST_MEMBERS - SPARE_MEMBERS) {
            throw new PreflightException(
                    "Requests of this sandbox would carry [%d] members of [%d] bytes in the header [%s], one for each port of %s, and no propagator need pass on more than [%d] of [%d] together with those of the application: fork less in one sandbox"
                            .formatted(
                                    count,
                                    bytes,
                                    BAGGAGE,
                                    members.stream()
                                            .map(ForkMember::service)
                                            .distinct()
                                            .toList(),
                                    MOST_MEMBERS - SPARE_MEMBERS,
                                    MOST_BYTES - SPARE_BYTES));
        }
    }
}
