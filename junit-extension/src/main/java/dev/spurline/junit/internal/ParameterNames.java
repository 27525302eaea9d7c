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
package dev.spurline.junit.internal;

import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The names of JUnit's configuration parameters. Jupiter tells extensions the value of a name and not which names there
 * are, so that one that is misspelt could not be refused; the launcher does.
 */
final class ParameterNames {

    /**
     * Static because the launcher makes the listener that fills it, and JUnit the extension that reads it. It has names
     * alone: whether a run has such a parameter, that run is asked.
     */
    private static final Set<String> SEEN = ConcurrentHashMap.newKeySet();

    private ParameterNames() {}

    /** Adds the names of a test plan. */
    static void add(Set<String> names) {
        names.stream()
                .filter(name -> name.toLowerCase(Locale.ROOT).contains("spurline"))
                .forEach(SEEN::add);
    }

    /** Returns the names of the parameters of a run that may be meant for Spurline. */
    static Set<String> of(ExtensionContext root) {
        return SEEN.stream()
                .filter(name -> root.getConfigurationParameter(name).isPresent())
                .collect(Collectors.toSet());
    }
}
