// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.config;

import dev.spurline.embedded.internal.mesh.routing.GatewayObject;
import dev.spurline.embedded.internal.mesh.routing.VirtualServiceObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Istio's own objects, which say what callers' proxies have of Services and how they route.
 *
 * @param waypoints the waypoint of each Service that has one, both as {@code namespace/name}
 * @param undiscovered the namespaces that the control plane does not look at
 * @param defaults what holds where they say nothing
 */
public record IstioObjects(
        List<VirtualServiceObject> virtualServices,
        List<GatewayObject> gateways,
        List<DestinationRule> destinationRules,
        List<Sidecar> sidecars,
        Map<String, String> waypoints,
        Set<String> undiscovered,
        IstioMeshConfig defaults) {

    /** None of them. */
    public static final IstioObjects NONE =
            new IstioObjects(List.of(), List.of(), List.of(), List.of(), Map.of(), Set.of(), IstioMeshConfig.ISTIO);

    /** Copies the lists. */
    public IstioObjects {
        virtualServices = List.copyOf(virtualServices);
        gateways = List.copyOf(gateways);
        destinationRules = List.copyOf(destinationRules);
        sidecars = List.copyOf(sidecars);
        waypoints = Map.copyOf(waypoints);
        undiscovered = Set.copyOf(undiscovered);
    }

    /** Returns what the control plane looks at. */
    IstioObjects discovered() {
        return new IstioObjects(
                in(virtualServices, VirtualServiceObject::namespace),
                in(gateways, GatewayObject::namespace),
                in(destinationRules, DestinationRule::namespace),
                in(sidecars, Sidecar::namespace),
                waypoints,
                undiscovered,
                defaults);
    }

    <T> List<T> in(List<T> objects, Function<T, String> namespace) {
        return objects.stream()
                .filter(object -> !undiscovered.contains(namespace.apply(object)))
                .toList();
    }
}
