/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package dev.spurline.internal.settings;

import dev.spurline.PreflightException;
import dev.spurline.internal.text.Nearest;
import java.util.Arrays;
import java.util.List;

/** Refuses names that look like settings and are none: a slip of the pen must not pass as the default. */
final class KnownNames {

    /** Read by Spurline's own builds and tests, which share a JVM with engines. */
    private static final List<String> OWN_BUILD = List.of("spurline.conformance.", "spurline.truth", "spurline.build.");

    private final List<Source> sources;

    KnownNames(List<Source> sources) {
        this.sources = sources;
    }

    void check() {
        for (Source source : sources) {
            for (String name : source.names().get()) {
                if (looksLikeSetting(name) && !known(name)) {
                    throw unknown(source, name);
                }
            }
        }
    }

    private static boolean looksLikeSetting(String name) {
        return name.startsWith("spurline.") || name.startsWith("SPURLINE_");
    }

    /** {@code SPURLINE_POD_*} is what forks are told: a test may itself run in one. */
    private static boolean known(String name) {
        return name.startsWith("SPURLINE_POD_")
                || OWN_BUILD.stream().anyMatch(own -> name.startsWith(own) || name.startsWith(Setting.variable(own)))
                || Arrays.stream(Setting.values()).anyMatch(setting -> setting.covers(name));
    }

    private static PreflightException unknown(Source source, String name) {
        boolean variable = name.startsWith("SPURLINE_");
        List<String> names = Arrays.stream(Setting.values())
                .map(setting -> variable ? setting.variable() : setting.key())
                .toList();
        return new PreflightException("There is no setting [%s], given as %s: did you mean [%s]?"
                .formatted(
                        name,
                        source.title() + " " + name,
                        Nearest.ranked(name, names, 1).get(0)));
    }
}
