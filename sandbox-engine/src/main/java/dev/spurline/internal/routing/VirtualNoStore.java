// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Has a VirtualService's rule that leads to a fork answer {@code cache-control: no-store}, as {@link NoStore} does for Gateway API. */
final class VirtualNoStore {

    private static final String NAME = "cache-control";
    private static final String VALUE = "no-store";

    private VirtualNoStore() {}

    /** Changes a rule. What is said of the header already goes, of the rule and of each destination: none of it has an order. */
    static void on(ObjectNode rule) {
        drop(rule.path("headers").path("response"));
        rule.path("route").forEach(part -> drop(part.path("headers").path("response")));
        rule.withObject("/headers/response/set").put(NAME, VALUE);
    }

    /** Returns whether an answer by some of these rules says so. */
    static boolean in(List<ObjectNode> rules) {
        return rules.stream()
                .anyMatch(rule ->
                        rule.at("/headers/response/set").path(NAME).asText().equals(VALUE));
    }

    private static void drop(JsonNode response) {
        if (response instanceof ObjectNode operations) {
            for (String operation : List.of("set", "add", "remove")) {
                JsonNode left = without(operations.path(operation));
                if (left.isEmpty()) {
                    operations.remove(operation);
                } else {
                    operations.set(operation, left);
                }
            }
        }
    }

    /** Returns headers, with values or as a list of names, without the one. */
    private static JsonNode without(JsonNode headers) {
        if (headers instanceof ObjectNode values) {
            ObjectNode left = JsonNodeFactory.instance.objectNode();
            values.properties().stream()
                    .filter(header -> !header.getKey().equalsIgnoreCase(NAME))
                    .forEach(header -> left.set(header.getKey(), header.getValue()));
            return left;
        }
        ArrayNode left = JsonNodeFactory.instance.arrayNode();
        headers.forEach(name -> {
            if (!name.asText().equalsIgnoreCase(NAME)) {
                left.add(name);
            }
        });
        return left;
    }
}
