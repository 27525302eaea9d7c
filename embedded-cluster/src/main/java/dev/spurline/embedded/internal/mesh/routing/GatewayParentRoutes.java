// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.routing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The routes of the Gateway API for a host at a listener of a Gateway, of whichever namespace: istiod merges them into one
 * VirtualService.
 *
 * <p>Source: mergeHTTPRoutes in {@code pilot/pkg/config/kube/gateway/route_collections.go}.
 *
 * @param routes the oldest first
 */
record GatewayParentRoutes(GatewayObject listener, String host, List<MeshRoute> routes) implements IstioRoutes {

    /** Returns those at a listener, by their hosts. */
    static List<GatewayParentRoutes> at(GatewayObject listener, Collection<MeshRoute> routes) {
        Map<String, List<MeshRoute>> hosts = new TreeMap<>();
        routes.stream()
                .sorted(GatewayApiRoutes.OLDEST_FIRST)
                .filter(IstioActions::converts)
                .filter(route ->
                        route.parents().stream().anyMatch(parent -> GatewayApiListeners.isParent(parent, listener)))
                .filter(route -> isAllowed(route, listener))
                .forEach(route -> hostnames(route)
                        .forEach(host -> hosts.computeIfAbsent(host, name -> new ArrayList<>())
                                .add(route)));
        return hosts.entrySet().stream()
                .map(entry -> new GatewayParentRoutes(listener, entry.getKey(), List.copyOf(entry.getValue())))
                .toList();
    }

    private static List<String> hostnames(MeshRoute route) {
        return route.hostnames().isEmpty() ? List.of("*") : route.hostnames();
    }

    private static boolean isAllowed(MeshRoute route, GatewayObject listener) {
        return listener.servers().stream()
                .flatMap(server -> server.hosts().stream())
                .anyMatch(host -> host.startsWith("*/") || host.startsWith(route.namespace() + "/"));
    }

    @Override
    public String namespace() {
        return routes.get(0).namespace();
    }

    @Override
    public String name() {
        return listener.name() + "~" + host;
    }

    @Override
    public Instant created() {
        return routes.get(0).created();
    }

    @Override
    public List<String> hosts() {
        return List.of(host);
    }

    @Override
    public Set<String> gateways() {
        return Set.of(listener.key());
    }

    @Override
    public Set<String> exportTo() {
        return Set.of(VirtualService.PUBLIC);
    }

    @Override
    public boolean isGatewayApi() {
        return true;
    }

    @Override
    public List<RouteEntry> entries(ServicePort port, RouteCaller caller, ServiceDetails details) {
        return GatewayApiRoutes.merge(routes, config());
    }
}
