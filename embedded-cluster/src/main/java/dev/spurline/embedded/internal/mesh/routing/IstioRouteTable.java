// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.routing;

import dev.spurline.embedded.internal.mesh.routing.RouteTable.PlainRouteTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Routes as istiod makes them for a sidecar. Of all VirtualServices, and of what it makes of HTTPRoutes, a proxy gets one
 * for each port of a host: the first that has a route for it.
 *
 * <p>Source: BuildSidecarOutboundVirtualHosts in {@code pilot/pkg/networking/core/httproute.go}; measured on istiod 1.31.
 */
record IstioRouteTable(ServicePort service, List<RouteEntry> entries) implements RouteTable {

    static RouteTable of(RouteObjects objects, ServicePort service, RouteCaller caller, ServiceDetails details) {
        List<IstioRoutes> all = new ArrayList<>(objects.virtualServices());
        all.addAll(GatewayApiRoutes.on(service, objects.routes()));
        List<IstioRoutes> inOrder = VisibleRoutes.of(all, caller);
        return HostSelection.on(service.host(), inOrder)
                .map(routes -> routes.entries(service, caller, details))
                .filter(entries -> !entries.isEmpty())
                .findFirst()
                .<RouteTable>map(entries -> new IstioRouteTable(service, entries))
                .orElse(new PlainRouteTable(
                        service, Optional.empty(), RouteRule.Retry.ISTIO_DEFAULT, RoutePolicy.ISTIO));
    }

    @Override
    public RouteDecision decide(RequestHead request) {
        String path = request.path();
        for (RouteEntry entry : entries) {
            if (EnvoyMatch.matches(entry.match(), request, path)) {
                return entry.decide(request, service);
            }
        }
        return new RouteDecision.Answer("", 404);
    }
}
