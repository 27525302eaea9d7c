// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.routing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The routes of one namespace and kind on a Service, all with or all without the port in the reference: istiod merges them
 * into one VirtualService.
 *
 * <p>Source: mergeHTTPRoutes in {@code pilot/pkg/config/kube/gateway/route_collections.go}.
 *
 * @param routes the oldest first
 */
record GatewayApiRoutes(ServicePort service, String name, List<MeshRoute> routes) implements IstioRoutes {

    static final Comparator<MeshRoute> OLDEST_FIRST = Comparator.comparing(MeshRoute::created)
            .thenComparing(MeshRoute::namespace)
            .thenComparing(MeshRoute::name);

    /** Returns those on a Service and port. */
    static List<GatewayApiRoutes> on(ServicePort service, Collection<MeshRoute> routes) {
        Map<MergeKey, List<MeshRoute>> merged = new TreeMap<>();
        routes.stream()
                .sorted(OLDEST_FIRST)
                .filter(IstioActions::converts)
                .forEach(route -> route.parents().stream()
                        .filter(parent -> parent.isOn(service))
                        .forEach(parent -> merged.computeIfAbsent(MergeKey.of(route, parent), key -> new ArrayList<>())
                                .add(route)));
        return merged.entrySet().stream()
                .map(entry -> new GatewayApiRoutes(service, entry.getKey().name(), entry.getValue()))
                .toList();
    }

    /** GRPCRoutes come first where nothing else decides: istiod keeps the kinds apart. */
    private record MergeKey(RouteKind kind, String name) implements Comparable<MergeKey> {

        static MergeKey of(MeshRoute route, ParentRef parent) {
            String form = parent.port().map(port -> "~" + port).orElse("");
            return new MergeKey(
                    route.kind(),
                    route.namespace() + form + "~" + new ServicePort(parent.namespace(), parent.name(), 0).host());
        }

        @Override
        public int compareTo(MergeKey other) {
            return Comparator.comparing(MergeKey::kind)
                    .thenComparing(MergeKey::name)
                    .compare(this, other);
        }
    }

    @Override
    public String namespace() {
        return routes.get(0).namespace();
    }

    @Override
    public Instant created() {
        return routes.get(0).created();
    }

    @Override
    public List<String> hosts() {
        return List.of(service.host());
    }

    @Override
    public Set<String> gateways() {
        return Set.of(RouteCaller.MESH);
    }

    @Override
    public Set<String> exportTo() {
        return Set.of(VirtualService.PUBLIC);
    }

    @Override
    public boolean isGatewayApi() {
        return true;
    }

    /**
     * Only proxies of the routes' namespace follow them, or all if it is the Service's.
     *
     * <p>Source: buildSidecarVirtualHostsForVirtualService in {@code pilot/pkg/networking/core/route/route.go}.
     */
    @Override
    public List<RouteEntry> entries(ServicePort port, RouteCaller caller, ServiceDetails details) {
        return namespace().equals(caller.namespace()) || namespace().equals(service.namespace())
                ? merge(routes, config())
                : List.of();
    }

    static List<RouteEntry> merge(Collection<MeshRoute> routes, String config) {
        List<RouteEntry> entries = new ArrayList<>();
        for (MeshRoute route : routes) {
            for (int index = 0; index < route.rules().size(); index++) {
                RouteRule rule = route.rules().get(index);
                RouteEntry.RouteAction action = IstioActions.of(rule);
                String ruleName = route.ruleName(index);
                rule.matches()
                        .forEach(match -> entries.add(new RouteEntry(ruleName, config, translate(match), action)));
            }
        }
        entries.sort(SPECIFICITY);
        return RouteEntry.untilCatchAll(entries);
    }

    /**
     * Stable: what is equal stays in the order of age, name and rule.
     *
     * <p>Source: sortHTTPRoutes in {@code pilot/pkg/config/kube/gateway/conversion.go}.
     */
    private static final Comparator<RouteEntry> SPECIFICITY = Comparator.<RouteEntry>comparingInt(
                    entry -> -rank(entry.match().path()))
            .thenComparingInt(entry -> -length(entry.match().path()))
            .thenComparing(entry -> entry.match().method().isEmpty())
            .thenComparingInt(entry -> -entry.match().headers().size())
            .thenComparingInt(entry -> -entry.match().query().size());

    private static int rank(PathMatch path) {
        if (path instanceof PathMatch.Exact) {
            return 3;
        }
        if (path instanceof PathMatch.Prefix) {
            return 2;
        }
        return path instanceof PathMatch.Regex ? 1 : -1;
    }

    private static int length(PathMatch path) {
        if (path instanceof PathMatch.Exact exact) {
            return exact.path().length();
        }
        if (path instanceof PathMatch.Prefix prefix) {
            return Math.max(1, prefix.elements().length());
        }
        return path instanceof PathMatch.Regex regex ? regex.expression().text().length() : 0;
    }

    /** istiod knows gRPC methods only as paths. Source: createGRPCURIMatch in {@code conversion.go}. */
    private static RouteMatch translate(RouteMatch match) {
        return match.path() instanceof PathMatch.GrpcMethod call ? match.with(translate(call)) : match;
    }

    private static PathMatch translate(PathMatch.GrpcMethod call) {
        if (call.equals(PathMatch.GrpcMethod.EVERY)) {
            return new PathMatch.Any();
        }
        if (call.service().isEmpty()) {
            return new PathMatch.Regex(
                    TextMatch.Regex.of("/[^/]+/" + call.method().orElse("")));
        }
        String service = "/" + call.service().get() + "/";
        if (call.regex()) {
            return new PathMatch.Regex(
                    TextMatch.Regex.of(service + call.method().orElse(".+")));
        }
        return call.method().isPresent()
                ? new PathMatch.Exact(service + call.method().get())
                : new PathMatch.Prefix(service);
    }
}
