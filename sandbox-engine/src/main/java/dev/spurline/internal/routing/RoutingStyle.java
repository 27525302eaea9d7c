// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import java.util.List;

/** One way to make a mesh send requests with the key to forks. A new way is a new class. */
public interface RoutingStyle {

    /**
     * Routes one Service.
     *
     * @param request the Service, what is attached to it, and what stands in for what
     * @return the objects to create, in order
     */
    List<RouteObject> route(RouteRequest request);
}
