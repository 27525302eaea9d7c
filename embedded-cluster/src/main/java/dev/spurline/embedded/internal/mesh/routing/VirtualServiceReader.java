// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.routing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.embedded.internal.mesh.routing.VirtualServiceRule.ProxyCondition;
import dev.spurline.embedded.internal.mesh.routing.VirtualServiceRule.RuleDestination;
import dev.spurline.embedded.internal.mesh.routing.VirtualServiceRule.RuleMatch;
import dev.spurline.embedded.internal.mesh.routing.VirtualServiceRule.RuleTarget;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Reads the rules of VirtualServices, as istiod translates them for Envoy.
 *
 * <p>Source: TranslateRoute and TranslateRouteMatch in istiod's {@code pilot/pkg/networking/core/route/route.go}.
 */
final class VirtualServiceReader {

    private VirtualServiceReader() {}

    /** Reads a rule in which delegates have been replaced and names qualified. */
    static VirtualServiceRule read(JsonNode rule) {
        List<RuleDestination> destinations =
                all(rule.path("route")).map(VirtualServiceReader::destination).toList();
        return new VirtualServiceRule(
                rule.path("name").asText(),
                all(rule.path("match")).map(VirtualServiceReader::match).toList(),
                destinations,
                VirtualServicePolicies.mirrors(rule),
                VirtualServiceActions.of(rule));
    }

    static Stream<JsonNode> all(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    private static RuleMatch match(JsonNode node) {
        return new RuleMatch(
                node.path("name").asText(),
                new ProxyCondition(
                        number(node, "port").filter(port -> port != 0),
                        texts(node.path("sourceLabels")),
                        node.path("sourceNamespace").asText(),
                        VirtualServiceObject.texts(node.path("gateways"))),
                new RouteMatch(
                        path(node.path("uri")),
                        headers(node),
                        named(node.path("queryParams"), false),
                        Optional.empty(),
                        node.path("ignoreUriCase").asBoolean()));
    }

    private static PathMatch path(JsonNode uri) {
        if (uri.has("exact")) {
            return new PathMatch.Exact(uri.get("exact").asText());
        }
        if (uri.has("regex")) {
            return new PathMatch.Regex(TextMatch.Regex.of(uri.get("regex").asText()));
        }
        return new PathMatch.Start(uri.path("prefix").asText("/"));
    }

    /** By name, then what Envoy treats as headers besides. */
    private static List<NamedMatch> headers(JsonNode node) {
        List<NamedMatch> headers = new ArrayList<>(named(node.path("headers"), false));
        headers.addAll(named(node.path("withoutHeaders"), true));
        headers.sort(Comparator.comparing(NamedMatch::name));
        addPseudoHeader(headers, EnvoyMatch.METHOD, node.path("method"));
        addPseudoHeader(headers, EnvoyMatch.AUTHORITY, node.path("authority"));
        addPseudoHeader(headers, EnvoyMatch.SCHEME, node.path("scheme"));
        return List.copyOf(headers);
    }

    private static void addPseudoHeader(List<NamedMatch> headers, String name, JsonNode match) {
        if (match.isObject()) {
            headers.add(new NamedMatch(name, text(match)));
        }
    }

    private static List<NamedMatch> named(JsonNode matches, boolean inverted) {
        return matches.properties().stream()
                .map(match -> new NamedMatch(match.getKey(), text(match.getValue()), inverted))
                .toList();
    }

    /** Source: canBeConvertedToPresentMatch in {@code route.go} there: nothing said, and an asterisk, stand for presence. */
    static TextMatch text(JsonNode match) {
        if (match.has("exact")) {
            return new TextMatch.Exact(match.get("exact").asText());
        }
        if (match.has("prefix")) {
            return new TextMatch.Prefix(match.get("prefix").asText());
        }
        return match.has("regex") && !match.get("regex").asText().equals("*")
                ? TextMatch.Regex.of(match.get("regex").asText())
                : new TextMatch.Presence();
    }

    private static RuleDestination destination(JsonNode node) {
        return new RuleDestination(
                target(node.path("destination")),
                node.path("weight").asInt(),
                VirtualServiceActions.headers(node.path("headers").path("request")),
                VirtualServiceActions.headers(node.path("headers").path("response")),
                VirtualServiceActions.authority(node.path("headers").path("request")));
    }

    static RuleTarget target(JsonNode destination) {
        return new RuleTarget(
                destination.path("host").asText(),
                destination.path("subset").asText(),
                number(destination.path("port"), "number"));
    }

    private static Map<String, String> texts(JsonNode map) {
        Map<String, String> texts = new HashMap<>();
        map.properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        return Map.copyOf(texts);
    }

    static Optional<Integer> number(JsonNode node, String field) {
        return node.hasNonNull(field) ? Optional.of(node.get(field).asInt()) : Optional.empty();
    }
}
