// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.ServiceMesh;
import dev.spurline.internal.survey.Survey;
import java.util.ArrayList;
import java.util.List;

/**
 * An HTTPRoute a sandbox, Service and port.
 *
 * <p>Each foreign rule is copied with one header more than it has, so that it outranks its original and is outranked by
 * what outranks it. What no attached rule matches is answered 404, so each object ends with a rule that leads all other
 * requests to the baseline, or repeats the foreign rules where there are any.
 */
final class HttpRoutePerSandbox implements RoutePerSandbox {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /**
     * Linkerd passes on what would be redirected to itself (linkerd2-proxy, linkerd/http/route/src/http/filter/redirect.rs), and
     * so it would a probe that has followed the redirect. RFC 2606 keeps the name from ever being somebody's.
     */
    private static final String NOWHERE = "spurline-probe.invalid";

    private final CustomKind kind;

    /**
     * Writes routes of one kind.
     *
     * @param kind {@link CustomKind#HTTP_ROUTE} or {@link CustomKind#LINKERD_HTTP_ROUTE}
     */
    HttpRoutePerSandbox(CustomKind kind) {
        this.kind = kind;
    }

    @Override
    public CustomKind kind() {
        return kind;
    }

    /** Where the port has no GRPCRoutes: an HTTPRoute carries gRPC as well. */
    @Override
    public boolean suits(PortForm form, Survey survey) {
        return !form.grpc() && survey.served(kind).isPresent();
    }

    @Override
    public List<SandboxRoute> routes(RouteRequest request) {
        List<OwnRule> rules = new ArrayList<>(List.of(new OwnRule(probe(request), OwnRule.Purpose.PROBE)));
        boolean first = request.form().attached().isEmpty();
        rules.addAll(first ? OwnRule.all(whole(request), OwnRule.Purpose.KEYED) : new OwnRules(request).copies());
        NoStore.on(kind, rules, request.sandbox());
        List<ObjectNode> tail = first ? List.of(CatchAll.of(request)) : List.<ObjectNode>of();
        return new RouteParts(kind, request).of(rules, tail);
    }

    private static ObjectNode probe(RouteRequest request) {
        KeyMatches matches = new KeyMatches(request.key(), request.format());
        ObjectNode rule = JSON.objectNode();
        rule.putArray("matches").addAll(matches.probe());
        ObjectNode filter = rule.putArray("filters").addObject().put("type", "RequestRedirect");
        ObjectNode redirect = filter.putObject("requestRedirect").put("statusCode", 302);
        if (request.mesh() == ServiceMesh.LINKERD) {
            redirect.put("hostname", NOWHERE);
        }
        redirect.putObject("path").put("type", "ReplaceFullPath").put("replaceFullPath", matches.probePath());
        return rule;
    }

    private static List<ObjectNode> whole(RouteRequest request) {
        ObjectNode rule = JSON.objectNode();
        rule.set("backendRefs", backend(request.fork(), request.form().backendPort()));
        ArrayNode all = JSON.arrayNode();
        all.addObject().putObject("path").put("type", "PathPrefix").put("value", "/");
        return RuleCopy.inGroups(
                new KeyMatches(request.key(), request.format()).withKey(all, "The baseline of " + request.name()),
                rule);
    }

    static ArrayNode backend(String service, int port) {
        ArrayNode backends = JSON.arrayNode();
        backends.addObject()
                .put("group", "")
                .put("kind", "Service")
                .put("name", service)
                .put("port", port);
        return backends;
    }
}
