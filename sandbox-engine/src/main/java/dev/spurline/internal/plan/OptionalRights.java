// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import java.util.Set;

/**
 * What the engine may write besides what every sandbox needs.
 *
 * @param routes kinds of routes that it may make in other namespaces than the sandbox's, with what owns them, as
 *     {@code namespace/plural.group}
 * @param missing other kinds that it may not make, in the same form
 */
public record OptionalRights(Set<String> routes, Set<String> missing) {

    /** Nothing more, and nothing less. */
    public static final OptionalRights PLAIN = new OptionalRights(Set.of(), Set.of());

    /** Copies the sets. */
    public OptionalRights {
        routes = Set.copyOf(routes);
        missing = Set.copyOf(missing);
    }
}
