// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import java.util.Set;

/**
 * What the engine may write besides what every sandbox needs.
 *
 * @param namespaces namespaces, other than those of the sandbox, in which it may make routes and what owns them
 * @param missing kinds that it may not create, as {@code namespace/plural.group}
 */
public record OptionalRights(Set<String> namespaces, Set<String> missing) {

    /** Nothing more, and nothing less. */
    public static final OptionalRights PLAIN = new OptionalRights(Set.of(), Set.of());

    /** Copies the sets. */
    public OptionalRights {
        namespaces = Set.copyOf(namespaces);
        missing = Set.copyOf(missing);
    }
}
