// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.explain;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.Explanation.Rule;
import dev.spurline.internal.routing.AttachedRoute;
import dev.spurline.internal.routing.GatewayApiAttachments;
import dev.spurline.internal.survey.ServiceMesh;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A rule for one of its matches, as Linkerd's proxy looks at it for a request.
 *
 * @param named which one
 * @param match the match
 * @param json the rule
 * @param route its route
 * @param host how closely the route names the host of the request; 0: it names none
 * @param conditions what it asks of the request
 * @param matched how many characters of the path it is chosen by
 */
record LinkerdRule(
        Rule named,
        JsonNode match,
        JsonNode json,
        AttachedRoute route,
        int host,
        List<Condition> conditions,
        int matched) {

    /** The better one first; of equals the order of the routes and rules stays. The method counts last, other than with Istio. */
    static final Comparator<LinkerdRule> BY_RANK = Comparator.<LinkerdRule, Integer>comparing(rule -> -rule.host())
            .thenComparing(rule -> -rule.match().at("/method/service").asText().length())
            .thenComparing(rule -> -rule.matched())
            .thenComparing(rule -> -rule.match().path("headers").size())
            .thenComparing(rule -> -rule.match().path("queryParams").size())
            .thenComparing(rule -> !rule.match().path("method").isTextual());

    /** Reads the rules of a route for a request. */
    static List<LinkerdRule> of(AttachedRoute route, RequestView request) {
        LinkerdHostMatch host = LinkerdHostMatch.of(route, request.host());
        return RankedRule.of(route).stream()
                .map(rule -> new LinkerdRule(
                        rule.named(),
                        rule.match().match(),
                        rule.json(),
                        route,
                        host.precision(),
                        LinkerdConditions.of(rule.match(), host, request, route.grpc()),
                        rule.match().path().matched(request.path())))
                .toList();
    }

    boolean takes() {
        return Condition.mismatch(conditions).isEmpty();
    }

    /** A match that names no method is invalid to the proxy, together with the policy of the whole port (MissingRpc). */
    boolean breaksPort() {
        return route.grpc() && !json.path("matches").isEmpty() && !match.has("method");
    }

    String backendNamespace(String service) {
        return GatewayApiAttachments.backendNamespace(ServiceMesh.LINKERD, route.namespace(), service);
    }

    /** Returns why another rule that takes the request as well is followed instead. */
    String behind(LinkerdRule best) {
        return "takes it, too, but %s %s".formatted(best.named(), advantage(best));
    }

    private String advantage(LinkerdRule best) {
        if (host != best.host()) {
            return "names the host more closely";
        }
        if (matched != best.matched()) {
            return "matches more of the path";
        }
        return BY_RANK.compare(best, this) < 0
                ? "asks for more"
                : Optional.of(best.route().created())
                        .filter(created -> !created.equals(route.created()))
                        .map(created -> "is of an older route")
                        .orElse("comes first");
    }
}
