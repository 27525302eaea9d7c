// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.config;

import dev.spurline.embedded.internal.mesh.routing.MeshRoute;
import dev.spurline.embedded.internal.mesh.routing.ServicePort;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything that a mesh's configuration is computed from, in one state.
 *
 * @param endpoints those of each port of a Service
 * @param inbound Linkerd's policies about what pods are asked for
 * @param profiles Linkerd's ServiceProfiles in whose place no route counts, as {@code namespace/name}
 */
public record MeshObjects(
        List<MeshService> services,
        Map<ServicePort, PortEndpoints> endpoints,
        List<MeshRoute> routes,
        IstioObjects istio,
        InboundPolicies inbound,
        Set<String> profiles) {

    /** Nothing. */
    public static final MeshObjects NONE =
            new MeshObjects(List.of(), Map.of(), List.of(), IstioObjects.NONE, InboundPolicies.NONE, Set.of());

    /** Copies the collections. */
    public MeshObjects {
        services = List.copyOf(services);
        endpoints = Map.copyOf(endpoints);
        routes = List.copyOf(routes);
        profiles = Set.copyOf(profiles);
    }

    /** Returns what the proxies are told of: nothing of namespaces that the control plane does not look at. */
    MeshObjects discovered() {
        if (istio.undiscovered().isEmpty()) {
            return this;
        }
        Map<ServicePort, PortEndpoints> known = new HashMap<>(endpoints);
        known.keySet().removeIf(port -> istio.undiscovered().contains(port.namespace()));
        return new MeshObjects(
                istio.in(services, MeshService::namespace),
                known,
                istio.in(routes, MeshRoute::namespace),
                istio.discovered(),
                inbound,
                profiles);
    }

    MeshObjects withEndpoints(Map<ServicePort, PortEndpoints> others) {
        return new MeshObjects(services, others, routes, istio, inbound, profiles);
    }
}
