// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.config;

import dev.spurline.embedded.internal.mesh.routing.MeshRoute;
import dev.spurline.embedded.internal.mesh.routing.ServicePort;
import java.util.List;
import java.util.Map;

/**
 * Everything that a mesh's configuration is computed from, in one state.
 *
 * @param endpoints those of each port of a Service
 */
public record MeshObjects(
        List<MeshService> services,
        Map<ServicePort, PortEndpoints> endpoints,
        List<MeshRoute> routes,
        IstioObjects istio) {

    /** Nothing. */
    public static final MeshObjects NONE = new MeshObjects(List.of(), Map.of(), List.of(), IstioObjects.NONE);

    /** Copies the collections. */
    public MeshObjects {
        services = List.copyOf(services);
        endpoints = Map.copyOf(endpoints);
        routes = List.copyOf(routes);
    }

    MeshObjects withEndpoints(Map<ServicePort, PortEndpoints> others) {
        return new MeshObjects(services, others, routes, istio);
    }
}
