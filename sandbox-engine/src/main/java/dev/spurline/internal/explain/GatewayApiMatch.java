// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.explain;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A match of an HTTPRoute or GRPCRoute, as Istio reads it.
 *
 * @param path what it asks of the path
 * @param match the match
 */
record GatewayApiMatch(PathForm path, JsonNode match) {

    /**
     * The better one first, whatever its age (sortHTTPRoutes in pilot/pkg/config/kube/gateway/conversion.go): exact before prefix
     * before regex, the longer, with a method, with more headers, with more parameters.
     */
    static final Comparator<GatewayApiMatch> BY_RANK = Comparator.<GatewayApiMatch, PathForm.Kind>comparing(
                    match -> match.path.kind())
            .thenComparing(match -> -match.path.value().length())
            .thenComparing(match -> !match.hasMethod())
            .thenComparing(match -> -match.match.path("headers").size())
            .thenComparing(match -> -match.match.path("queryParams").size());

    /** Reads a match of a route. */
    static GatewayApiMatch of(JsonNode match, boolean grpc) {
        return new GatewayApiMatch(grpc ? PathForm.ofCall(match) : PathForm.ofPath(match), match);
    }

    private boolean hasMethod() {
        return match.path("method").isTextual();
    }

    /** Returns what it asks of a request; Envoy joins the lines of a header, and looks at the first value of a parameter. */
    List<Condition> conditions(RequestView request) {
        List<Condition> conditions = new ArrayList<>();
        path.condition(request).ifPresent(conditions::add);
        if (hasMethod()) {
            conditions.add(Condition.of("method", request.method(), exact(match.path("method"))));
        }
        for (JsonNode header : match.path("headers")) {
            String name = header.path("name").asText();
            WantedText wanted = WantedText.ofGatewayApi(header);
            Optional<String> seen = request.joined(name);
            conditions.add(RequestView.header(
                    name, seen, wanted.toString(), seen.filter(wanted::takes).isPresent()));
        }
        for (JsonNode query : match.path("queryParams")) {
            String name = query.path("name").asText();
            conditions.add(Condition.of(
                    "parameter [%s]".formatted(name),
                    request.parameters(name).stream().findFirst(),
                    WantedText.ofGatewayApi(query)));
        }
        return conditions;
    }

    static WantedText exact(JsonNode text) {
        return new WantedText(WantedText.Form.EXACT, text.asText());
    }
}
