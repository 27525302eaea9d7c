// SPDX-License-Identifier: Apache-2.0
package dev.spurline.e2e;

import java.util.List;
import java.util.Map;

/** The mesh of the cluster, and how a namespace joins it. */
public enum E2eMesh {

    /** Nothing routes, unless an embedded node with its mesh is attached. */
    NONE,

    /** Istio with sidecars. */
    ISTIO,

    /** Istio without sidecars, with a waypoint in the namespace. */
    AMBIENT,

    /** Linkerd. */
    LINKERD;

    /** Returns the labels of a namespace in the mesh. */
    public Map<String, String> labels() {
        return switch (this) {
            case ISTIO -> Map.of("istio-injection", "enabled");
            case AMBIENT -> Map.of("istio.io/dataplane-mode", "ambient");
            case NONE, LINKERD -> Map.of();
        };
    }

    /** Returns the annotations of a namespace in the mesh. */
    public Map<String, String> annotations() {
        return this == LINKERD ? Map.of("linkerd.io/inject", "enabled") : Map.of();
    }

    /** Returns the values of {@code spurline.routing} that the mesh obeys. */
    public List<String> styles() {
        return switch (this) {
            case NONE -> List.of("direct");
            case ISTIO -> List.of("gateway-api", "virtual-service", "direct");
            case AMBIENT, LINKERD -> List.of("gateway-api", "direct");
        };
    }
}
