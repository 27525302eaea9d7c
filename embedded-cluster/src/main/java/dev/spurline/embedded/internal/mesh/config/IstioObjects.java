// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.config;

import dev.spurline.embedded.internal.mesh.routing.GatewayObject;
import dev.spurline.embedded.internal.mesh.routing.VirtualServiceObject;
import java.util.List;
import java.util.Map;

/**
 * Istio's own objects, which say what callers' proxies have of Services and how they route.
 *
 * @param waypoints the namespace of the waypoint of each Service, by {@code namespace/name}, that has one
 * @param defaults what holds where they say nothing
 */
public record IstioObjects(
        List<VirtualServiceObject> virtualServices,
        List<GatewayObject> gateways,
        List<DestinationRule> destinationRules,
        List<Sidecar> sidecars,
        Map<String, String> waypoints,
        MeshDefaults defaults) {

    /** None of them. */
    public static final IstioObjects NONE =
            new IstioObjects(List.of(), List.of(), List.of(), List.of(), Map.of(), MeshDefaults.ISTIO);

    /** Copies the lists. */
    public IstioObjects {
        virtualServices = List.copyOf(virtualServices);
        gateways = List.copyOf(gateways);
        destinationRules = List.copyOf(destinationRules);
        sidecars = List.copyOf(sidecars);
        waypoints = Map.copyOf(waypoints);
    }
}
