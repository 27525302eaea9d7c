// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
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
        return of(root::getConfigurationParameter);
    }

    /**
     * Returns the names of the parameters of a run that may be meant for Spurline.
     *
     * @param parameters looks one of the run up
     */
    static Set<String> of(Function<String, Optional<String>> parameters) {
        return SEEN.stream().filter(name -> parameters.apply(name).isPresent()).collect(Collectors.toSet());
    }
}
