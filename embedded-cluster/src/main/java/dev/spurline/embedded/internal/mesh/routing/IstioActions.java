// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.routing;

import dev.spurline.embedded.internal.mesh.routing.RouteEntry.DirectAnswer;
import dev.spurline.embedded.internal.mesh.routing.RouteEntry.RouteAction;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What istiod makes of a rule's filters, backends and timeouts.
 *
 * <p>Source: istiod's {@code pilot/pkg/config/kube/gateway/conversion.go} (convertHTTPRoute).
 */
final class IstioActions {

    private IstioActions() {}

    /** istiod drops a route as a whole if it cannot express one of its rules. */
    static boolean converts(MeshRoute route) {
        return error(route).isEmpty() && !route.rules().isEmpty();
    }

    /** Returns why istiod cannot express a route. */
    static Optional<RouteProblem> error(MeshRoute route) {
        return route.rules().stream().flatMap(IstioActions::errors).findFirst();
    }

    private static Stream<RouteProblem> errors(RouteRule rule) {
        Stream<RouteProblem> filters = rule.filters().stream()
                .filter(RouteFilter.Unknown.class::isInstance)
                .map(filter -> RouteProblem.filter(((RouteFilter.Unknown) filter).type()));
        return Stream.concat(filters, rule.backends().stream().flatMap(IstioActions::errors));
    }

    private static Stream<RouteProblem> errors(BackendRef backend) {
        if (backend.weight() == 0) {
            return Stream.empty();
        }
        if (backend.isService() && backend.name().contains(".")) {
            return Stream.of(new RouteProblem(
                    "InvalidDestination",
                    "service name invalid; the name of the Service must be used, not the hostname."));
        }
        if (backend.isService() && backend.port().isEmpty()) {
            return Stream.of(new RouteProblem("InvalidDestination", "port is required in backendRef"));
        }
        return backend.filters().stream()
                .filter(filter -> !(filter instanceof RouteFilter.Headers))
                .map(filter -> RouteProblem.filter(type(filter)));
    }

    private static String type(RouteFilter filter) {
        if (filter instanceof RouteFilter.Unknown unknown) {
            return unknown.type();
        }
        if (filter instanceof RouteFilter.Redirect) {
            return "RequestRedirect";
        }
        return filter instanceof RouteFilter.Rewrite ? "URLRewrite" : "RequestMirror";
    }

    static RouteAction of(RouteRule rule) {
        return new RouteAction(
                        List.of(),
                        // Source: convertHTTPRoute, where the sum of all weights is 0.
                        DirectAnswer.withoutBackend(500),
                        last(rule, RouteFilter.Redirect.class),
                        301,
                        last(rule, RouteFilter.Rewrite.class),
                        HeaderChanges.istio(rule.filters(), false),
                        HeaderChanges.istio(rule.filters(), true),
                        timeout(rule),
                        rule.retry().orElse(RouteRule.Retry.ISTIO_DEFAULT),
                        RoutePolicy.GATEWAY_API)
                .leadingTo(backends(rule))
                .copyingTo(mirrors(rule));
    }

    private static List<RouteMirror> mirrors(RouteRule rule) {
        return rule.filters().stream()
                .filter(RouteFilter.Mirror.class::isInstance)
                .map(RouteFilter.Mirror.class::cast)
                .map(mirror -> new RouteMirror(destination(mirror.backend()), mirror.percentage()))
                .toList();
    }

    /** A backend request's time limit is the limit of one attempt if the rule says how to retry, else of the whole. */
    private static Optional<Duration> timeout(RouteRule rule) {
        return rule.retry().isEmpty() && rule.backendTimeout().isPresent()
                ? rule.backendTimeout()
                : rule.requestTimeout();
    }

    private static List<RouteDecision.Backend> backends(RouteRule rule) {
        return rule.backends().stream()
                .filter(backend -> backend.weight() > 0)
                .map(backend -> RouteDecision.Backend.of(
                        destination(backend),
                        backend.weight(),
                        HeaderChanges.istio(backend.filters(), false),
                        HeaderChanges.istio(backend.filters(), true)))
                .toList();
    }

    private static Destination destination(BackendRef backend) {
        return backend.isService() ? Destination.of(backend.service()) : Destination.NONE;
    }

    private static <F extends RouteFilter> Optional<F> last(RouteRule rule, Class<F> type) {
        return rule.filters().stream().filter(type::isInstance).map(type::cast).reduce((first, second) -> second);
    }
}
