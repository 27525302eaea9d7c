// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.settings;

import dev.spurline.PreflightException;
import dev.spurline.cluster.internal.text.NearestName;
import dev.spurline.settings.Setting;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Refuses names that look like settings and are none: a slip of the pen must not pass as the default. */
final class KnownNames {

    /** Read by Spurline's own builds and tests, which share a JVM with engines. */
    private static final List<String> OWN_BUILD = List.of(
            "spurline.build.", "spurline.conformance.", "spurline.figures.", "spurline.kubectl", "spurline.truth");

    private KnownNames() {}

    static void check(SettingSource source) {
        source.names().stream()
                .filter(KnownNames::looksLikeSetting)
                .filter(name -> !known(source, name))
                .findFirst()
                .ifPresent(name -> {
                    throw unknown(source, name);
                });
    }

    /**
     * Whatever its case, as no source has its names in another, and whatever stands before it: JUnit takes a byte order mark
     * for a part of the first name of junit-platform.properties.
     */
    private static boolean looksLikeSetting(String name) {
        String lower = name.replaceFirst("^[^A-Za-z]+", "").toLowerCase(Locale.ROOT);
        return lower.startsWith("spurline.") || lower.startsWith("spurline_");
    }

    /** {@code SPURLINE_POD_*} is what forks are told: a test may itself run in one. */
    private static boolean known(SettingSource source, String name) {
        return name.startsWith("SPURLINE_POD_")
                || OWN_BUILD.stream()
                        .flatMap(own -> Stream.of(own, Setting.variable(own)))
                        .anyMatch(name::startsWith)
                || Setting.all().stream().anyMatch(setting -> setting.covers(name, source.environment()));
    }

    private static PreflightException unknown(SettingSource source, String name) {
        List<String> names = Setting.all().stream()
                .map(setting -> source.environment() ? setting.variable() : setting.key())
                .toList();
        String nearest = NearestName.ranked(source.environment() ? name : name.replace('_', '.'), names, 1)
                .get(0);
        return new PreflightException("There is no setting [%s], given as %s: did you mean [%s]?"
                .formatted(name, source.title() + " " + name, nearest));
    }
}
