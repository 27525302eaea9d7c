// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.routing;

import dev.spurline.embedded.internal.mesh.routing.GatewayObject.GatewayServer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Routes as istiod makes them for a port of a gateway. Other than for sidecars the routes of all VirtualServices for a host
 * are joined, in the order in which the gateway sees them; those that take everything come last.
 *
 * <p>Source: buildGatewayHTTPRouteConfig in {@code pilot/pkg/networking/core/gateway.go}; SortVHostRoutes in
 * {@code pilot/pkg/networking/core/route/route.go}.
 *
 * @param port stands for the port of the gateway
 * @param hosts the routes of each host, which is a name in lower case or a wildcard
 * @param redirected the hosts for which only HTTPS counts
 */
record GatewayRouteTable(ServicePort port, Map<String, List<RouteEntry>> hosts, Set<String> redirected)
        implements RouteTable {

    /** Copies the collections. */
    GatewayRouteTable {
        hosts = Map.copyOf(hosts);
        redirected = Set.copyOf(redirected);
    }

    static RouteTable of(
            RouteObjects objects,
            Collection<GatewayObject> gateways,
            ServicePort port,
            RouteCaller proxy,
            ServiceDetails details) {
        Map<String, List<RouteEntry>> hosts = new HashMap<>();
        Set<String> redirected = new HashSet<>();
        for (GatewayObject gateway : gateways) {
            RouteCaller caller = new RouteCaller(proxy.namespace(), proxy.labels(), Set.of(gateway.key()));
            List<IstioRoutes> all = new ArrayList<>(objects.virtualServices());
            all.addAll(GatewayParentRoutes.at(gateway, objects.routes()));
            List<IstioRoutes> visible = VisibleRoutes.of(all, caller);
            for (GatewayServer server : gateway.plainHttp(port.port())) {
                visible.forEach(routes -> {
                    List<RouteEntry> entries = routes.entries(port, caller, details);
                    common(gateway, server, routes)
                            .forEach(host -> hosts.computeIfAbsent(host, name -> new ArrayList<>())
                                    .addAll(entries));
                });
                if (server.httpsRedirect()) {
                    server.hosts().stream()
                            .map(host -> host.substring(host.indexOf('/') + 1).toLowerCase(Locale.ROOT))
                            .forEach(redirected::add);
                }
            }
        }
        hosts.replaceAll((host, entries) -> catchAllsLast(entries));
        return new GatewayRouteTable(port, hosts, redirected);
    }

    /** Returns the hosts that both have, of two that cover each other the narrower one. */
    private static Stream<String> common(GatewayObject gateway, GatewayServer server, IstioRoutes routes) {
        return names(gateway, server, routes.namespace())
                .flatMap(open -> routes.hosts().stream()
                        .map(host -> host.toLowerCase(Locale.ROOT))
                        .flatMap(host -> narrower(open, host).stream()))
                .distinct();
    }

    /** Returns a server's hosts, for the VirtualServices of a namespace. */
    private static Stream<String> names(GatewayObject gateway, GatewayServer server, String namespace) {
        return server.hosts().stream()
                .map(host -> host.toLowerCase(Locale.ROOT).split("/", 2))
                .filter(parts -> parts.length == 1
                        || parts[0].equals("*")
                        || namespace.equals(parts[0].equals(".") ? gateway.namespace() : parts[0]))
                .map(parts -> parts[parts.length - 1]);
    }

    private static Optional<String> narrower(String one, String other) {
        if (one.equals(other) || HostSelection.covers(other, one)) {
            return Optional.of(one);
        }
        return HostSelection.covers(one, other) ? Optional.of(other) : Optional.empty();
    }

    private static List<RouteEntry> catchAllsLast(List<RouteEntry> entries) {
        return entries.stream()
                .sorted(Comparator.comparing(entry -> EnvoyMatch.takesAll(entry.match())))
                .toList();
    }

    @Override
    public RouteDecision decide(RequestHead request) {
        String name = RouteEntry.hostOf(request.authority()).toLowerCase(Locale.ROOT);
        if (best(redirected, name).isPresent()) {
            return new RouteDecision.Redirect("", 301, "https://" + name + request.uri(), List.of());
        }
        String path = request.path();
        return best(hosts.keySet(), name).map(hosts::get).stream()
                .flatMap(List::stream)
                .filter(entry -> EnvoyMatch.matches(entry.match(), request, path))
                .findFirst()
                .map(entry -> entry.decide(request, port))
                .orElse(new RouteDecision.Answer("", 404));
    }

    /** Envoy takes the very name, else the longest wildcard: findVirtualHost in its {@code config_impl.cc}. */
    private static Optional<String> best(Set<String> names, String name) {
        return names.contains(name)
                ? Optional.of(name)
                : names.stream()
                        .filter(wildcard -> HostSelection.covers(wildcard, name))
                        .max(Comparator.comparingInt(String::length));
    }

    @Override
    public List<RouteEntry> entries() {
        return hosts.values().stream().flatMap(List::stream).toList();
    }
}
