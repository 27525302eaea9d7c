// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.routing;

import java.util.Map;
import java.util.Set;

/**
 * Whose proxy routes: what of it decides which routes it gets.
 *
 * @param labels its pod's
 * @param gateways the gateways that it is, as {@code namespace/name}, or {@code mesh} for a sidecar
 */
public record RouteCaller(String namespace, Map<String, String> labels, Set<String> gateways) {

    /** The name that stands for all sidecars where gateways are listed. */
    static final String MESH = "mesh";

    /** Copies the collections. */
    public RouteCaller {
        labels = Map.copyOf(labels);
        gateways = Set.copyOf(gateways);
    }

    boolean isSidecar() {
        return gateways.contains(MESH);
    }

    /** Returns the sidecar of a pod. */
    public static RouteCaller sidecar(String namespace, Map<String, String> labels) {
        return new RouteCaller(namespace, labels, Set.of(MESH));
    }
}
