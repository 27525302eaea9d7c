// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.routing;

import dev.spurline.embedded.internal.mesh.routing.RouteTable.PlainRouteTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Routes as istiod makes them for a sidecar. Of all VirtualServices, and of what it makes of HTTPRoutes, a proxy gets one
 * for each port of a host: the first that has a route for it.
 *
 * <p>Source: BuildSidecarOutboundVirtualHosts in {@code pilot/pkg/networking/core/httproute.go}; measured on istiod 1.31.
 */
record IstioRouteTable(ServicePort service, List<RouteEntry> entries, Map<String, List<RouteEntry>> spellings)
        implements RouteTable {

    /** A table for requests that are addressed to the Service in any way. */
    IstioRouteTable(ServicePort service, List<RouteEntry> entries) {
        this(service, entries, Map.of());
    }

    static RouteTable of(RouteObjects objects, ServicePort service, RouteCaller caller, ServiceDetails details) {
        List<IstioRoutes> all = new ArrayList<>(objects.virtualServices());
        all.addAll(GatewayApiRoutes.on(service, objects.routes()));
        List<IstioRoutes> inOrder = VisibleRoutes.of(all, caller);
        Optional<IstioRoutes> winner = HostSelection.on(service.host(), inOrder)
                .filter(routes -> !routes.entries(service, caller, details).isEmpty())
                .findFirst();
        List<RouteEntry> entries =
                winner.map(routes -> routes.entries(service, caller, details)).orElse(List.of());
        Map<String, List<RouteEntry>> spellings = OtherSpellings.of(
                service,
                caller,
                details,
                inOrder,
                routes -> winner.filter(routes::equals).isPresent());
        return entries.isEmpty() && spellings.isEmpty()
                ? plain(service)
                : new IstioRouteTable(service, entries, spellings);
    }

    private static RouteTable plain(ServicePort service) {
        return new PlainRouteTable(service, Optional.empty(), RouteRule.Retry.ISTIO_DEFAULT, RoutePolicy.ISTIO);
    }

    /**
     * Joins all that a waypoint takes: VirtualServices of the Service's namespace and of its own, and routes of the
     * Gateway API of the Service's namespace. What matches by the caller's labels is left out, as it does not know them.
     *
     * <p>Source: buildWaypointInboundHTTPRouteConfig in {@code pilot/pkg/networking/core/listener_waypoint.go}, since 1.30.
     */
    static RouteTable ofWaypoint(RouteObjects objects, ServicePort service, String namespace, ServiceDetails details) {
        RouteCaller waypoint = RouteCaller.sidecar(namespace, Map.of());
        List<IstioRoutes> all = new ArrayList<>();
        objects.virtualServices().stream()
                .filter(routes -> routes.namespace().equals(namespace)
                        || routes.namespace().equals(service.namespace()))
                .forEach(all::add);
        GatewayApiRoutes.on(service, objects.routes()).stream()
                .filter(routes -> routes.namespace().equals(service.namespace()))
                .forEach(all::add);
        List<RouteEntry> entries = HostSelection.on(service.host(), VisibleRoutes.of(all, waypoint))
                .flatMap(routes -> routes.entries(service, waypoint, details).stream())
                .toList();
        return entries.isEmpty() ? plain(service) : new IstioRouteTable(service, entries);
    }

    @Override
    public RouteDecision decide(RequestHead request) {
        List<RouteEntry> own = spellings.isEmpty() ? entries : addressed(request);
        if (own.isEmpty()) {
            return plain(service).decide(request);
        }
        String path = request.path();
        for (RouteEntry entry : own) {
            if (EnvoyMatch.matches(entry.match(), request, path)) {
                return entry.decide(request, service);
            }
        }
        return new RouteDecision.Answer("", 404);
    }

    private List<RouteEntry> addressed(RequestHead request) {
        return spellings.getOrDefault(RouteEntry.hostOf(request.authority()).toLowerCase(Locale.ROOT), entries);
    }
}
