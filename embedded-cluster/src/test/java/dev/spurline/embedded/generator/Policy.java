// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.generator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** The cluster roles that every cluster has, and who is bound to them. */
final class Policy {

    private Policy() {}

    /**
     * Returns the chosen roles in the order given, then their bindings. A role that consists of others has their rules already,
     * as the controller manager writes them ({@code pkg/controller/clusterroleaggregation}).
     *
     * @param roles all cluster roles
     * @param bindings all bindings of cluster roles
     * @param chosen the names of the chosen roles, each with the rules and the subjects that stand in place of its own
     */
    static ArrayNode objects(JsonNode roles, JsonNode bindings, Map<String, JsonNode> chosen) {
        ArrayNode objects = JsonNodeFactory.instance.arrayNode();
        chosen.forEach((name, own) -> objects.add(replaced(aggregated(named(roles, name), roles), own, "rules")));
        chosen.forEach((name, own) -> list(bindings).stream()
                .filter(binding -> binding.path("roleRef").path("name").asText().equals(name))
                .forEach(binding -> objects.add(replaced(binding, own, "subjects"))));
        return objects;
    }

    private static JsonNode replaced(JsonNode object, JsonNode own, String field) {
        return own.has(field) ? object.<ObjectNode>deepCopy().set(field, own.path(field)) : object;
    }

    private static JsonNode named(JsonNode roles, String name) {
        return list(roles).stream()
                .filter(role -> name(role).equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no cluster role [" + name + "]"));
    }

    private static JsonNode aggregated(JsonNode role, JsonNode roles) {
        ObjectNode result = role.deepCopy();
        if (role.has("aggregationRule")) {
            result.putArray("rules").addAll(rules(role, roles));
        }
        return result;
    }

    /** Those of the selected roles in the order of their names, each rule once. */
    private static List<JsonNode> rules(JsonNode role, JsonNode roles) {
        List<JsonNode> rules = new ArrayList<>();
        for (JsonNode selector : role.path("aggregationRule").path("clusterRoleSelectors")) {
            list(roles).stream()
                    .filter(other -> selects(selector.path("matchLabels"), other))
                    .sorted((left, right) -> name(left).compareTo(name(right)))
                    .flatMap(other -> list(aggregated(other, roles).path("rules")).stream())
                    .filter(rule -> !rules.contains(rule))
                    .forEach(rules::add);
        }
        return rules;
    }

    private static boolean selects(JsonNode labels, JsonNode role) {
        return labels.properties().stream()
                .allMatch(label -> role.path("metadata")
                        .path("labels")
                        .path(label.getKey())
                        .equals(label.getValue()));
    }

    private static String name(JsonNode object) {
        return object.path("metadata").path("name").asText();
    }

    private static List<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }
}
