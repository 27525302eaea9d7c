// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.routing;

import dev.spurline.embedded.internal.mesh.routing.RouteTable.PlainRouteTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Routes as istiod makes them for a sidecar. Each namespace's routes on a Service, with and without a port in the
 * reference, merge into one list; a proxy takes one list only: its own namespace's, else the oldest of the Service's
 * namespace.
 *
 * <p>Source: mergeHTTPRoutes in {@code pilot/pkg/config/kube/gateway/route_collections.go}, and the order of
 * VirtualServicesForGateway in {@code pilot/pkg/model/push_context.go}.
 */
record IstioRouteTable(ServicePort service, List<RouteEntry> entries) implements RouteTable {

    private static final Comparator<MeshRoute> BY_AGE = Comparator.comparing(MeshRoute::created)
            .thenComparing(MeshRoute::namespace)
            .thenComparing(MeshRoute::name);

    static RouteTable of(Collection<MeshRoute> routes, ServicePort service, String callerNamespace) {
        Map<String, List<MeshRoute>> lists = new TreeMap<>();
        routes.stream()
                .sorted(BY_AGE)
                .filter(IstioActions::converts)
                .forEach(route -> route.parents().stream()
                        .filter(parent -> parent.isOn(service))
                        .forEach(parent -> lists.computeIfAbsent(listName(route, parent), name -> new ArrayList<>())
                                .add(route)));
        return lists.entrySet().stream()
                .filter(list -> sees(callerNamespace, service, list.getValue().get(0)))
                .min(precedence(callerNamespace))
                .<RouteTable>map(list -> new IstioRouteTable(service, merge(list.getValue())))
                .orElse(new PlainRouteTable(service, Optional.empty(), RouteRule.Retry.ISTIO_DEFAULT));
    }

    private static String listName(MeshRoute route, ParentRef parent) {
        return route.namespace() + parent.port().map(port -> "~" + port).orElse("") + "~" + parent.name() + "~"
                + route.kind();
    }

    private static boolean sees(String callerNamespace, ServicePort service, MeshRoute route) {
        return route.namespace().equals(callerNamespace) || route.namespace().equals(service.namespace());
    }

    private static Comparator<Map.Entry<String, List<MeshRoute>>> precedence(String callerNamespace) {
        return Comparator.<Map.Entry<String, List<MeshRoute>>, Boolean>comparing(
                        list -> !list.getValue().get(0).namespace().equals(callerNamespace))
                .thenComparing(list -> list.getValue().get(0).created())
                .thenComparing(list -> list.getValue().get(0).kind())
                .thenComparing(Map.Entry::getKey);
    }

    private static List<RouteEntry> merge(List<MeshRoute> routes) {
        List<RouteEntry> entries = new ArrayList<>();
        for (MeshRoute route : routes) {
            for (int index = 0; index < route.rules().size(); index++) {
                RouteRule rule = route.rules().get(index);
                RouteEntry.RouteAction action = IstioActions.of(rule);
                String name = route.ruleName(index);
                rule.matches().forEach(match -> entries.add(new RouteEntry(name, route, translate(match), action)));
            }
        }
        entries.sort(SPECIFICITY);
        return untilCatchAll(entries);
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

    /**
     * istiod does not send what stands behind a route that takes everything.
     *
     * <p>Source: BuildHTTPRoutesForVirtualService and IsCatchAllRoute in {@code pilot/pkg/networking/core/route/route.go}.
     */
    private static List<RouteEntry> untilCatchAll(List<RouteEntry> entries) {
        for (int index = 0; index < entries.size(); index++) {
            if (takesAll(entries.get(index).match())) {
                return List.copyOf(entries.subList(0, index + 1));
            }
        }
        return List.copyOf(entries);
    }

    private static boolean takesAll(RouteMatch match) {
        boolean anyPath = match.path() instanceof PathMatch.Any
                || (match.path() instanceof PathMatch.Prefix prefix
                        && prefix.elements().isEmpty())
                || (match.path() instanceof PathMatch.Regex regex
                        && regex.expression().text().equals(".*"));
        return anyPath
                && match.headers().isEmpty()
                && match.query().isEmpty()
                && match.method().isEmpty();
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

    @Override
    public RouteDecision decide(RequestHead request) {
        String path = request.path();
        for (RouteEntry entry : entries) {
            if (matches(entry.match(), request, path)) {
                return entry.decide(request, service);
            }
        }
        return new RouteDecision.Answer("", 404);
    }

    private static boolean matches(RouteMatch match, RequestHead request, String path) {
        return matchesPath(match.path(), path)
                && (match.method().isEmpty() || match.method().get().equals(request.method()))
                && match.headers().stream().allMatch(header -> matchesHeader(header, request))
                && match.query().stream().allMatch(query -> matchesQuery(query, request));
    }

    private static boolean matchesPath(PathMatch match, String path) {
        if (match instanceof PathMatch.Prefix prefix) {
            return prefix.matches(path);
        }
        if (match instanceof PathMatch.Exact exact) {
            return exact.path().equals(path);
        }
        return match instanceof PathMatch.Any
                || (match instanceof PathMatch.Regex regex && regex.expression().matches(path));
    }

    /**
     * Envoy joins the lines of a repeated header before it looks at them.
     *
     * <p>Source: getAllOfHeaderAsString in Envoy's {@code source/common/http/header_utility.cc}.
     */
    private static boolean matchesHeader(NamedMatch match, RequestHead request) {
        List<String> lines = request.header(match.name());
        if (lines.isEmpty()) {
            return false;
        }
        return isPresence(match.value())
                || match.value().matches(lines.size() == 1 ? lines.get(0) : String.join(",", lines));
    }

    /**
     * In Istio an asterisk alone is no expression, it stands for presence.
     *
     * <p>Source: canBeConvertedToPresentMatch in {@code pilot/pkg/networking/core/route/route.go}.
     */
    private static boolean isPresence(TextMatch value) {
        return value instanceof TextMatch.Regex regex && regex.text().equals("*");
    }

    /**
     * Envoy takes the first of several parameters of a name, and decodes nothing.
     *
     * <p>Source: QueryParameterMatcher in Envoy's {@code source/common/router/config_utility.cc}.
     */
    private static boolean matchesQuery(NamedMatch match, RequestHead request) {
        Optional<String> value = QueryString.first(request.query(), match.name());
        return value.isPresent() && (isPresence(match.value()) || match.value().matches(value.get()));
    }
}
