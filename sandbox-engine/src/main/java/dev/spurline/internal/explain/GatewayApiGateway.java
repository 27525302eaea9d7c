// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.explain;

import dev.spurline.internal.routing.AttachedRoute;
import dev.spurline.internal.routing.GatewayApiRoute;
import dev.spurline.internal.routing.RouteAcceptance;
import dev.spurline.internal.routing.RoutingStyles;
import dev.spurline.internal.survey.Survey;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The routes of the Gateway API on a Gateway, whose pods have a label that names it. */
final class GatewayApiGateway {

    /** gateway-api.sigs.k8s.io/geps/gep-1762. */
    static final String LABEL = "gateway.networking.k8s.io/gateway-name";

    private final String name;
    private final RequestView request;
    private final List<GatewayApiRoute> routes;

    GatewayApiGateway(Survey survey, String namespace, String gateway, RequestView request, ExplanationDraft draft) {
        this.name = namespace + "/" + gateway;
        this.request = request;
        this.routes = GatewayApiRoute.withForks(survey).stream()
                .filter(route -> route.gateways().contains(name))
                .filter(route -> isFollowed(route, draft))
                .toList();
    }

    private static boolean isFollowed(GatewayApiRoute route, ExplanationDraft draft) {
        boolean refused =
                RoutingStyles.acceptanceAtGateways(route.object(), route.title()) instanceof RouteAcceptance.Refused;
        if (refused) {
            draft.passOver(route.title(), "is refused by the Gateway's controller: see its status");
        }
        return !refused;
    }

    String title() {
        return "Gateway [%s]".formatted(name);
    }

    boolean hasRoutes() {
        return !routes.isEmpty();
    }

    /** Returns the rules for the host of the request, the best first: those of the closest hostname are merged. */
    List<ExplainedRule> rules() {
        Set<String> hosts = new HashSet<>();
        routes.forEach(route -> hosts.addAll(route.hosts()));
        Optional<String> closest = GatewayServers.closest(hosts, request.host());
        List<AttachedRoute> merged = routes.stream()
                .filter(route -> closest.filter(route.hosts()::contains).isPresent())
                .map(GatewayApiRoute::route)
                .toList();
        return GatewayApiLists.ranked(merged, request);
    }
}
