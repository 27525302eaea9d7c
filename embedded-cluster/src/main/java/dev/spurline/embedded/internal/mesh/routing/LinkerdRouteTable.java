// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.routing;

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
record LinkerdRouteTable(ServicePort service, List<RouteEntry> entries) implements RouteTable {

    private static final Comparator<MeshRoute> BY_AGE = Comparator.comparing(MeshRoute::created)
            .thenComparing(MeshRoute::name)
            .thenComparing(MeshRoute::namespace);

    static RouteTable of(
            Collection<MeshRoute> routes, ServicePort service, String callerNamespace, LinkerdLimits limits) {
        List<MeshRoute> attached = routes.stream()
                .filter(route -> route.namespace().equals(callerNamespace)
                        || route.namespace().equals(service.namespace()))
                .filter(route -> route.parents().stream()
                        .anyMatch(parent -> parent.isOn(service) && !RouteProblems.conflicts(route, parent, routes)))
                .filter(LinkerdRouteTable::converts)
                .sorted(BY_AGE)
                .toList();
        boolean grpc = attached.stream().anyMatch(route -> route.kind().grpc());
        List<MeshRoute> followed =
                attached.stream().filter(route -> route.kind().grpc() == grpc).toList();
        if (followed.stream().anyMatch(LinkerdRouteTable::lacksMethod)) {
            return new InvalidRouteTable();
        }
        return followed.isEmpty()
                ? new PlainRouteTable(service, limits.timeout(), limits.retry(), RoutePolicy.LINKERD)
                : new LinkerdRouteTable(service, entries(followed, service, limits));
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

    /**
     * The controller drops a route as a whole if it cannot express one of its rules, and says so only in its log.
     *
     * <p>Source: {@code policy-controller/k8s/index/src/outbound/index/http.rs} of linkerd2.
     */
    private static boolean converts(MeshRoute route) {
        return route.rules().stream()
                .allMatch(rule -> rule.filters().stream().allMatch(LinkerdRouteTable::isKnown)
                        && rule.matches().stream().allMatch(LinkerdRouteTable::isValid));
    }

    private static boolean isKnown(RouteFilter filter) {
        return filter instanceof RouteFilter.Headers || filter instanceof RouteFilter.Redirect;
    }

    private static boolean isValid(RouteMatch match) {
        boolean path = !(match.path() instanceof PathMatch.Regex regex)
                || regex.expression().valid();
        boolean call = !(match.path() instanceof PathMatch.GrpcMethod method) || !method.regex();
        return path
                && call
                && match.headers().stream().allMatch(LinkerdRouteTable::isValid)
                && match.query().stream().allMatch(LinkerdRouteTable::isValid);
    }

    private static boolean isValid(NamedMatch match) {
        return !(match.value() instanceof TextMatch.Regex regex) || regex.valid();
    }

    private static List<RouteEntry> entries(List<MeshRoute> routes, ServicePort service, LinkerdLimits limits) {
        List<RouteEntry> entries = new ArrayList<>();
        for (MeshRoute route : routes) {
            for (int index = 0; index < route.rules().size(); index++) {
                RouteAction action = action(route, route.rules().get(index), service, limits);
                String name = route.ruleName(index);
                route.rules()
                        .get(index)
                        .matches()
                        .forEach(match -> entries.add(new RouteEntry(name, "", match, action)));
            }
        }
        return List.copyOf(entries);
    }

    private static RouteAction action(MeshRoute route, RouteRule rule, ServicePort service, LinkerdLimits ofService) {
        LinkerdLimits own = new LinkerdLimits(route.annotations());
        return new RouteAction(
                backends(rule, service),
                DirectAnswer.withoutBackend(503),
                rule.filters().stream()
                        .filter(RouteFilter.Redirect.class::isInstance)
                        .map(RouteFilter.Redirect.class::cast)
                        .findFirst(),
                301,
                Optional.empty(),
                HeaderChanges.linkerd(rule.filters(), false),
                HeaderChanges.linkerd(rule.filters(), true),
                own.timed() || rule.requestTimeout().isPresent()
                        ? own.timeout().or(rule::requestTimeout)
                        : ofService.timeout(),
                own.retried() ? own.retry() : ofService.retry(),
                RoutePolicy.LINKERD);
    }

    /** A rule without backends leads to the Service itself. Source: {@code policy-controller/grpc/src/outbound/http.rs}. */
    private static List<RouteDecision.Backend> backends(RouteRule rule, ServicePort service) {
        if (rule.backends().isEmpty()) {
            return List.of(RouteDecision.Backend.of(service));
        }
        return rule.backends().stream()
                .filter(backend -> backend.weight() > 0)
                .map(LinkerdRouteTable::backend)
                .toList();
    }

    private static RouteDecision.Backend backend(BackendRef backend) {
        boolean usable = backend.isService()
                && backend.port().isPresent()
                && backend.filters().stream().allMatch(RouteFilter.Headers.class::isInstance);
        return RouteDecision.Backend.of(
                usable ? Destination.of(backend.service()) : Destination.NONE,
                backend.weight(),
                HeaderChanges.linkerd(backend.filters(), false),
                HeaderChanges.linkerd(backend.filters(), true));
    }

    @Override
    public RouteDecision decide(RequestHead request) {
        LinkerdMatch.MatchedRequest asked = new LinkerdMatch.MatchedRequest(request);
        RouteEntry best = null;
        LinkerdMatch bestMatch = null;
        for (RouteEntry entry : entries) {
            LinkerdMatch match = LinkerdMatch.of(entry.match(), asked).orElse(null);
            if (match != null && (bestMatch == null || match.compareTo(bestMatch) > 0)) {
                best = entry;
                bestMatch = match;
            }
        }
        return best == null ? new RouteDecision.Answer("", 404) : best.decide(request, service);
    }
}
