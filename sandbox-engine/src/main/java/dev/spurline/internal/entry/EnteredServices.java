// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.entry;

import java.util.Map;
import java.util.Set;

/**
 * The Services that requests were meant for, as {@code namespace/name}, by how they went in.
 *
 * @param straight those that the requests have reached as they were sent
 * @param behind those behind something that others have put before them, with its address: it may have taken headers off
 */
public record EnteredServices(Set<String> straight, Map<String, String> behind) {

    /** Copies the collections. */
    public EnteredServices {
        straight = Set.copyOf(straight);
        behind = Map.copyOf(behind);
    }
}
