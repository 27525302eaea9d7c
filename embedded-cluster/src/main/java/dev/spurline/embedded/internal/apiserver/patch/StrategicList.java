// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.schema.rules.ObjectRejection;
import dev.spurline.embedded.internal.apiserver.schema.types.FieldType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The lists of a strategic merge patch: merged element by element, then brought into the patch's order.
 *
 * <p>Source: mergeSliceHandler and normalizeElementOrder in {@code k8s.io/apimachinery/pkg/util/strategicpatch/patch.go}.
 */
final class StrategicList {

    private StrategicList() {}

    static ArrayNode merge(ArrayNode original, ArrayNode patch, FieldType element, String key) {
        ArrayNode before = original.deepCopy();
        if (isScalars(original) && isScalars(patch)) {
            return ordered(union(original, patch), patch, before, "");
        }
        if (key.isEmpty()) {
            throw ObjectRejection.of(
                    500,
                    "InternalError",
                    "Internal error occurred: cannot merge lists without merge key for " + element);
        }
        List<JsonNode> left = new ArrayList<>();
        original.forEach(left::add);
        List<ObjectNode> changes = new ArrayList<>();
        boolean replace = false;
        for (JsonNode change : patch) {
            replace |= direct(change, left, changes, key);
        }
        if (replace) {
            return original.arrayNode().addAll(changes);
        }
        changes.forEach(change -> mergeElement(left, change, element, key));
        return ordered(left, original.arrayNode().addAll(changes), before, key);
    }

    /** Sorts a change into content and directive; returns whether the whole list is to be replaced. */
    private static boolean direct(JsonNode change, List<JsonNode> list, List<ObjectNode> changes, String key) {
        if (!(change instanceof ObjectNode object)) {
            throw ObjectRejection.badRequest("invalid patch format: element is no object");
        }
        String directive = object.path(PatchDirectives.PATCH).asText();
        switch (directive) {
            case "" -> changes.add(object);
            case "delete" -> list.removeIf(element -> SameJson.same(element.path(key), keyOf(object, key)));
            case "replace" -> {
                return true;
            }
            case "merge" ->
                throw ObjectRejection.of(
                        500,
                        "InternalError",
                        "Internal error occurred: merging lists cannot yet be specified in the patch");
            default -> throw StrategicMergePatch.badPatchType(directive);
        }
        return false;
    }

    private static void mergeElement(List<JsonNode> list, ObjectNode change, FieldType type, String key) {
        JsonNode wanted = keyOf(change, key);
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i) instanceof ObjectNode element && SameJson.same(element.path(key), wanted)) {
                list.set(i, StrategicMergePatch.merge(element, change, type));
                return;
            }
        }
        list.add(PatchDirectives.content(change));
    }

    private static JsonNode keyOf(ObjectNode element, String key) {
        JsonNode value = element.path(key);
        if (value.isMissingNode()) {
            throw ObjectRejection.of(
                    500,
                    "InternalError",
                    "Internal error occurred: map: " + element + " does not contain declared merge key: " + key);
        }
        return value;
    }

    /**
     * Brings elements into order: those that the patch names in the patch's order, the others in their old order, and both
     * interleaved as they were.
     */
    static ArrayNode ordered(List<JsonNode> elements, ArrayNode patchOrder, JsonNode oldOrder, String key) {
        List<JsonNode> named = new ArrayList<>(elements.stream()
                .filter(element -> index(patchOrder, element, key) >= 0)
                .toList());
        List<JsonNode> others = new ArrayList<>(elements.stream()
                .filter(element -> index(patchOrder, element, key) < 0)
                .toList());
        named.sort(Comparator.comparingInt(element -> index(patchOrder, element, key)));
        others.sort(Comparator.comparingInt(element -> index(oldOrder, element, key)));
        return interleaved(others, named, oldOrder, key, patchOrder.arrayNode());
    }

    private static ArrayNode interleaved(
            List<JsonNode> others, List<JsonNode> named, JsonNode oldOrder, String key, ArrayNode result) {
        int other = 0;
        int next = 0;
        while (other < others.size() || next < named.size()) {
            boolean takeOther = next == named.size()
                    || (other < others.size() && precedes(others.get(other), named.get(next), oldOrder, key));
            result.add(takeOther ? others.get(other++) : named.get(next++));
        }
        return result;
    }

    private static boolean precedes(JsonNode left, JsonNode right, JsonNode order, String key) {
        int leftIndex = index(order, left, key);
        int rightIndex = index(order, right, key);
        return leftIndex >= 0 && rightIndex >= 0 && leftIndex < rightIndex;
    }

    private static int index(JsonNode list, JsonNode element, String key) {
        for (int i = 0; i < list.size(); i++) {
            if (SameJson.same(identity(list.get(i), key), identity(element, key))) {
                return i;
            }
        }
        return -1;
    }

    private static JsonNode identity(JsonNode element, String key) {
        return key.isEmpty() ? element : element.path(key);
    }

    static boolean contains(JsonNode list, JsonNode element) {
        return index(list, element, "") >= 0;
    }

    private static boolean isScalars(ArrayNode list) {
        for (JsonNode element : list) {
            if (element.isContainerNode()) {
                return false;
            }
        }
        return true;
    }

    private static List<JsonNode> union(ArrayNode left, ArrayNode right) {
        ArrayNode result = left.arrayNode();
        for (ArrayNode list : List.of(left, right)) {
            list.forEach(element -> {
                if (!contains(result, element)) {
                    result.add(element);
                }
            });
        }
        List<JsonNode> elements = new ArrayList<>();
        result.forEach(elements::add);
        return elements;
    }
}
