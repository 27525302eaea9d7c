// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.routing;

import dev.spurline.embedded.internal.mesh.routing.LinkerdRoutes.RankedMatch;
import dev.spurline.embedded.internal.mesh.routing.RouteEntry.DirectAnswer;
import dev.spurline.embedded.internal.mesh.routing.RouteEntry.RouteAction;
import dev.spurline.embedded.internal.mesh.routing.RouteTable.InvalidRouteTable;
import dev.spurline.embedded.internal.mesh.routing.RouteTable.PlainRouteTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Routes as Linkerd's proxy follows them: those of the Service's namespace and those of the caller's together, the best
 * match of all wins.
 *
 * <p>Source: timestamp_then_name in {@code policy-controller/grpc/src/outbound.rs} of linkerd2; find in
 * {@code linkerd/http/route/src/lib.rs} of linkerd2-proxy.
 */
record LinkerdRouteTable(ServicePort service, List<HostedEntry> lines) implements RouteTable {

    /** Routes of one second and one name are in the order of a hash map there, on which no test may depend. */
    static final Comparator<MeshRoute> BY_AGE = Comparator.comparing(MeshRoute::created)
            .thenComparing(MeshRoute::name)
            .thenComparing(MeshRoute::namespace);

    /** A line, and the hosts of its route. */
    record HostedEntry(RouteEntry entry, List<String> hosts) {}

    @Override
    public List<RouteEntry> entries() {
        return lines.stream().map(HostedEntry::entry).toList();
    }

    static RouteTable of(
            Collection<MeshRoute> routes,
            ServicePort service,
            String callerNamespace,
            LinkerdLimits limits,
            boolean http1) {
        List<MeshRoute> attached = routes.stream()
                .filter(route -> route.namespace().equals(callerNamespace)
                        || route.namespace().equals(service.namespace()))
                .filter(route -> route.parents().stream()
                        .anyMatch(parent -> parent.isOn(service) && !RouteProblems.conflicts(route, parent, routes)))
                .filter(LinkerdRoutes::converts)
                .sorted(BY_AGE)
                .toList();
        // A port that declares HTTP/1 has no gRPC: to_proto in policy-controller/grpc/src/outbound.rs.
        boolean grpc =
                !http1 && attached.stream().anyMatch(route -> route.kind().grpc());
        List<MeshRoute> followed =
                attached.stream().filter(route -> route.kind().grpc() == grpc).toList();
        if (followed.stream().anyMatch(LinkerdRouteTable::lacksMethod)) {
            return new InvalidRouteTable();
        }
        return followed.isEmpty()
                ? new PlainRouteTable(
                        service,
                        limits.timeout(Optional.empty()),
                        limits.retry(),
                        RoutePolicy.LINKERD.withIdle(limits.idle()))
                : new LinkerdRouteTable(service, lines(followed, service, limits));
    }

    /**
     * The controller sends a match of a GRPCRoute that names no method as it is, and the proxy refuses it with all else that
     * it is told of the port. A rule without matches is taken.
     *
     * <p>Source: {@code policy-controller/grpc/src/routes/grpc.rs} of linkerd2; MissingRpc in
     * {@code linkerd/http/route/src/grpc/match.rs} of linkerd2-proxy.
     */
    private static boolean lacksMethod(MeshRoute route) {
        return route.rules().stream()
                .flatMap(rule -> rule.matches().stream())
                .anyMatch(match -> match.path() instanceof PathMatch.Any);
    }

    private static List<HostedEntry> lines(List<MeshRoute> routes, ServicePort service, LinkerdLimits limits) {
        List<HostedEntry> lines = new ArrayList<>();
        for (MeshRoute route : routes) {
            for (int index = 0; index < route.rules().size(); index++) {
                RouteAction action = action(route, route.rules().get(index), service, limits);
                String name = route.ruleName(index);
                route.rules()
                        .get(index)
                        .matches()
                        .forEach(match ->
                                lines.add(new HostedEntry(new RouteEntry(name, "", match, action), route.hostnames())));
            }
        }
        return List.copyOf(lines);
    }

    private static RouteAction action(MeshRoute route, RouteRule rule, ServicePort service, LinkerdLimits ofService) {
        LinkerdLimits own = new LinkerdLimits(route.annotations());
        LinkerdLimits timing = own.timed() || rule.requestTimeout().isPresent() ? own : ofService;
        return new RouteAction(
                backends(rule, service),
                DirectAnswer.withoutBackend(500),
                rule.filters().stream()
                        .filter(RouteFilter.Redirect.class::isInstance)
                        .map(RouteFilter.Redirect.class::cast)
                        .findFirst(),
                301,
                Optional.empty(),
                HeaderChanges.linkerd(rule.filters(), false),
                HeaderChanges.linkerd(rule.filters(), true),
                timing.timeout(rule.requestTimeout()),
                own.retried() ? own.retry() : ofService.retry(),
                RoutePolicy.LINKERD.withIdle(timing.idle()));
    }

    /** A rule without backends leads to the Service itself. Source: {@code policy-controller/grpc/src/outbound/http.rs}. */
    private static List<RouteDecision.Backend> backends(RouteRule rule, ServicePort service) {
        if (rule.backends().isEmpty()) {
            return List.of(RouteDecision.Backend.of(service));
        }
        return rule.backends().stream()
                .filter(backend -> backend.weight() > 0)
                .map(backend -> backend(backend, service))
                .toList();
    }

    /**
     * What names no namespace is looked for in the Service's, also if the route is in another.
     *
     * <p>Source: convert_route in {@code policy-controller/k8s/index/src/outbound/index/http.rs} of linkerd2; measured.
     */
    private static RouteDecision.Backend backend(BackendRef backend, ServicePort service) {
        boolean usable = backend.isService()
                && backend.port().isPresent()
                && backend.filters().stream().allMatch(RouteFilter.Headers.class::isInstance);
        return RouteDecision.Backend.of(
                usable ? Destination.of(backend.serviceOr(service.namespace())) : Destination.NONE,
                backend.weight(),
                HeaderChanges.linkerd(backend.filters(), false),
                HeaderChanges.linkerd(backend.filters(), true));
    }

    @Override
    public RouteDecision decide(RequestHead request) {
        LinkerdMatch.MatchedRequest asked = new LinkerdMatch.MatchedRequest(request);
        RouteEntry best = null;
        RankedMatch bestMatch = null;
        for (HostedEntry line : lines) {
            RankedMatch match =
                    RankedMatch.of(line.hosts(), line.entry().match(), asked).orElse(null);
            if (match != null && (bestMatch == null || match.compareTo(bestMatch) > 0)) {
                best = line.entry();
                bestMatch = match;
            }
        }
        return best == null ? new RouteDecision.Answer("", 404) : decide(best, request);
    }

    /** A redirect to where the request was sent does nothing: apply in {@code linkerd/http/route/src/http/filter/redirect.rs}. */
    private RouteDecision decide(RouteEntry entry, RequestHead request) {
        RouteDecision decision = entry.decide(request, service);
        boolean toItself = decision instanceof RouteDecision.Redirect redirect
                && redirect.location().equals("http://" + request.authority() + request.uri());
        return toItself ? entry.withoutRedirect().decide(request, service) : decision;
    }
}
