// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.report;

import dev.spurline.cluster.internal.text.NearestName;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The names of the Services of a namespace.
 *
 * @param namespace the namespace
 * @param names the names
 */
record ServicesOfNamespace(String namespace, Collection<String> names) {

    private static final int NAMED = 10;

    /** Returns what is wrong with a name; nothing if there is such a Service. */
    Optional<String> problem(String name) {
        return names.contains(name)
                ? Optional.empty()
                : Optional.of("Service [%s] does not exist in namespace [%s]%s".formatted(name, namespace, hint(name)));
    }

    private String hint(String name) {
        if (names.isEmpty()) {
            return ": there is none; is it the right namespace?";
        }
        List<String> all = List.copyOf(names);
        return NearestName.to(name, all)
                .map(": did you mean [%s]?"::formatted)
                .orElse(": there are [%s]".formatted(String.join(", ", NearestName.ranked(name, all, NAMED))));
    }
}
