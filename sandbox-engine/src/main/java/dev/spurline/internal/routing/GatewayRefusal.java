// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.internal.text.JsonTrees;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Reads from the status of a route that a Gateway does not follow it: condition {@code Accepted} of RouteParentStatus. */
final class GatewayRefusal {

    private GatewayRefusal() {}

    /** Returns why a Gateway follows a route at none of its listeners; empty if it does, or has not judged each reference yet. */
    static Optional<String> of(GatewayApiRoute route, String gateway) {
        List<Optional<String>> refusals = route.parents(Set.of(gateway)).stream()
                .map(parent -> of(route, parent))
                .toList();
        return refusals.stream().allMatch(Optional::isPresent)
                ? refusals.stream().flatMap(Optional::stream).findFirst()
                : Optional.empty();
    }

    /** Returns why the Gateway of a reference does not follow a route; empty if one of its controllers does, or none has judged. */
    static Optional<String> of(GatewayApiRoute route, JsonNode parent) {
        List<JsonNode> verdicts = verdicts(route, parent);
        return verdicts.stream()
                        .anyMatch(verdict -> verdict.path("status").asText().equals("True"))
                ? Optional.empty()
                : verdicts.stream()
                        .filter(verdict -> verdict.path("status").asText().equals("False"))
                        .map(GatewayRefusal::sentence)
                        .findFirst();
    }

    private static List<JsonNode> verdicts(GatewayApiRoute route, JsonNode parent) {
        return list(JsonTrees.tree(route.object().getAdditionalProperties().getOrDefault("status", Map.of()))
                        .path("parents"))
                .filter(judged -> isSame(judged.path("parentRef"), parent, route.namespace()))
                .flatMap(judged -> list(judged.path("conditions")))
                .filter(condition -> condition.path("type").asText().equals("Accepted"))
                .toList();
    }

    private static Stream<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    /** A controller may write defaults out that the route leaves out. */
    private static boolean isSame(JsonNode judged, JsonNode parent, String namespace) {
        return GatewayApiRoute.isGateway(judged)
                && GatewayApiRoute.gateway(judged, namespace).equals(GatewayApiRoute.gateway(parent, namespace))
                && GatewayApiRoute.listener(judged).equals(GatewayApiRoute.listener(parent));
    }

    private static String sentence(JsonNode condition) {
        return "%s: %s"
                .formatted(
                        condition.path("reason").asText(),
                        condition.path("message").asText());
    }
}
