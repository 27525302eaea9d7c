// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.routing;

import java.util.Collection;
import java.util.List;

/**
 * The objects by which a mesh routes.
 *
 * @param routes those of the Gateway API
 * @param virtualServices Istio's, with what their delegates say
 */
public record RouteObjects(List<MeshRoute> routes, List<VirtualService> virtualServices) {

    /** None of them. */
    public static final RouteObjects NONE = new RouteObjects(List.of(), List.of());

    /** Copies the lists. */
    public RouteObjects {
        routes = List.copyOf(routes);
        virtualServices = List.copyOf(virtualServices);
    }

    /** Returns routes of the Gateway API alone. */
    public static RouteObjects of(Collection<MeshRoute> routes) {
        return new RouteObjects(List.copyOf(routes), List.of());
    }

    RouteObjects with(Collection<MeshRoute> others) {
        return new RouteObjects(List.copyOf(others), virtualServices);
    }
}
