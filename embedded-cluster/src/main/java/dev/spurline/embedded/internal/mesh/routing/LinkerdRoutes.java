// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.routing;

import dev.spurline.cluster.internal.linkerd.LinkerdRouteAnnotations;
import dev.spurline.embedded.internal.mesh.routing.LinkerdMatch.MatchedRequest;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Which routes Linkerd can express, and which of them fits a request. */
public final class LinkerdRoutes {

    private LinkerdRoutes() {}

    /** Finds the route that fits a request best; of those that fit alike the oldest. */
    public static Optional<MeshRoute> best(List<MeshRoute> routes, RequestHead request) {
        MatchedRequest asked = new MatchedRequest(request);
        MeshRoute best = null;
        RankedMatch bestMatch = null;
        for (MeshRoute route : routes.stream().sorted(LinkerdRouteTable.BY_AGE).toList()) {
            for (RouteRule rule : route.rules()) {
                for (RouteMatch match : rule.matches()) {
                    RankedMatch ranked =
                            RankedMatch.of(route.hostnames(), match, asked).orElse(null);
                    if (ranked != null && (bestMatch == null || ranked.compareTo(bestMatch) > 0)) {
                        best = route;
                        bestMatch = ranked;
                    }
                }
            }
        }
        return Optional.ofNullable(best);
    }

    /** How well a route fits. The host counts before all else: RouteMatch in {@code linkerd/http/route/src/lib.rs}. */
    record RankedMatch(LinkerdHost host, LinkerdMatch match) implements Comparable<RankedMatch> {

        private static final Comparator<RankedMatch> ORDER =
                Comparator.comparing(RankedMatch::host).thenComparing(RankedMatch::match);

        static Optional<RankedMatch> of(List<String> hosts, RouteMatch match, MatchedRequest asked) {
            return LinkerdHost.best(hosts, asked.head().authority())
                    .flatMap(host -> LinkerdMatch.of(match, asked).map(found -> new RankedMatch(host, found)));
        }

        @Override
        public int compareTo(RankedMatch other) {
            return ORDER.compare(this, other);
        }
    }

    /**
     * The controller drops a route as a whole if it cannot express one of its rules, and says so only in its log.
     *
     * <p>Source: {@code policy-controller/k8s/index/src/outbound/index/http.rs} of linkerd2.
     */
    public static boolean converts(MeshRoute route) {
        return LinkerdRouteAnnotations.unreadable(route.annotations(), route.kind() == RouteKind.GRPC_ROUTE)
                        .isEmpty()
                && route.rules().stream()
                        .allMatch(rule -> rule.filters().stream().allMatch(LinkerdRoutes::isKnown)
                                && rule.matches().stream().allMatch(LinkerdRoutes::isValid));
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
                && match.headers().stream().allMatch(LinkerdRoutes::isValid)
                && match.query().stream().allMatch(LinkerdRoutes::isValid);
    }

    private static boolean isValid(NamedMatch match) {
        return !(match.value() instanceof TextMatch.Regex regex) || regex.valid();
    }
}
