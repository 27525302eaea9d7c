// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.truth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Makes of an actual list the summary that a recording shows instead of it. */
final class Summary {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final Map<String, Function<JsonNode, JsonNode>> OF_LIST = Map.ofEntries(
            Map.entry("names", Summary::names),
            Map.entry("remainingItemCount", list -> list.path("metadata").path("remainingItemCount")),
            Map.entry(
                    "continue",
                    list -> NODES.textNode(
                            list.path("metadata").path("continue").asText(""))),
            Map.entry("pods", list -> NODES.numberNode(list.path("items").size())),
            Map.entry("items", list -> NODES.numberNode(list.path("items").size())),
            Map.entry("readinessGates", list -> first(list).path("spec").path("readinessGates")),
            Map.entry("pod", list -> first(list).path("metadata")),
            Map.entry("name_shape", Summary::nameShape),
            Map.entry("labels", list -> first(list).path("metadata").path("labels")),
            Map.entry("addressType", list -> first(list).path("addressType")),
            Map.entry("ports", list -> first(list).path("ports")),
            Map.entry("endpoints", list -> endpoints(first(list))),
            Map.entry("owner", list -> owner(first(list))));

    private static final Set<String> EVENT = Set.of("type", "reason", "message", "involvedObject", "source", "count");

    private Summary() {}

    static boolean isOne(JsonNode expected) {
        return expected.isArray()
                || (expected.isObject() && expected.has("names"))
                || (expected.isObject() && !expected.has("kind") && !expected.has("paths") && !expected.isEmpty());
    }

    static JsonNode of(JsonNode expected, JsonNode actual) {
        if (expected instanceof ArrayNode array) {
            return array.path(0).has("bound") ? marks(actual) : conditions(actual);
        }
        return expected.has("involvedObject") ? event(expected, actual) : object((ObjectNode) expected, actual);
    }

    private static JsonNode object(ObjectNode expected, JsonNode actual) {
        ObjectNode summary = NODES.objectNode();
        for (var field : expected.properties()) {
            Function<JsonNode, JsonNode> part = OF_LIST.get(field.getKey());
            JsonNode value = part == null ? actual.path(field.getKey()) : part.apply(actual);
            summary.set(field.getKey(), like(field.getValue(), value));
        }
        return summary;
    }

    /** Keeps the members that the recording has kept; nothing there reads as null. */
    private static JsonNode like(JsonNode expected, JsonNode actual) {
        if (actual.isMissingNode()) {
            return NODES.nullNode();
        }
        if (!(expected instanceof ObjectNode wanted) || !(actual instanceof ObjectNode object)) {
            return actual;
        }
        ObjectNode kept = NODES.objectNode();
        wanted.fieldNames().forEachRemaining(name -> kept.set(name, object.path(name)));
        return kept;
    }

    private static JsonNode first(JsonNode list) {
        return list.path("items").path(0);
    }

    private static JsonNode names(JsonNode list) {
        ArrayNode names = NODES.arrayNode();
        for (JsonNode item : list.path("items")) {
            JsonNode name = item.path("metadata").path("name");
            // The recorded cluster ran without the controller that writes this one.
            if (!name.asText().equals("kube-root-ca.crt")) {
                names.add(name);
            }
        }
        return names;
    }

    private static JsonNode nameShape(JsonNode list) {
        JsonNode metadata = first(list).path("metadata");
        String hash = metadata.path("labels").path("pod-template-hash").asText();
        boolean right = metadata.path("name").asText().matches("[a-z0-9-]+-" + hash + "-[a-z0-9]{5}");
        return NODES.textNode(
                right
                        ? "<deployment>-<pod-template-hash>-<5 chars>"
                        : metadata.path("name").asText());
    }

    private static JsonNode endpoints(JsonNode slice) {
        ArrayNode endpoints = NODES.arrayNode();
        for (JsonNode endpoint : slice.path("endpoints")) {
            ObjectNode summary = endpoints.addObject();
            summary.set("addresses", endpoint.path("addresses"));
            summary.set("conditions", endpoint.path("conditions"));
            summary.set("targetRefKind", endpoint.path("targetRef").path("kind"));
            summary.set("nodeName", endpoint.path("nodeName"));
        }
        return endpoints;
    }

    private static JsonNode owner(JsonNode slice) {
        return slice.path("metadata").path("ownerReferences");
    }

    private static JsonNode conditions(JsonNode slices) {
        ArrayNode conditions = NODES.arrayNode();
        slices.path("items")
                .forEach(slice ->
                        slice.path("endpoints").forEach(endpoint -> conditions.add(endpoint.path("conditions"))));
        return conditions;
    }

    private static JsonNode marks(JsonNode pods) {
        ArrayNode marks = NODES.arrayNode();
        for (JsonNode pod : pods.path("items")) {
            ObjectNode mark = marks.addObject();
            mark.set("deletionGracePeriodSeconds", pod.path("metadata").path("deletionGracePeriodSeconds"));
            mark.put("bound", pod.path("spec").has("nodeName"));
        }
        return marks;
    }

    private static JsonNode event(JsonNode expected, JsonNode list) {
        for (JsonNode event : list.path("items")) {
            if (event.path("reason").equals(expected.path("reason"))) {
                ObjectNode summary = NODES.objectNode();
                EVENT.forEach(name -> summary.set(name, event.path(name)));
                return summary;
            }
        }
        return NODES.missingNode();
    }
}
