// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.schema.types.FieldType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Merging what is applied into what is there, and taking fields away, part by part as the type says.
 *
 * <p>Source: {@code sigs.k8s.io/structured-merge-diff}, {@code typed/merge.go}.
 */
final class TypedMerge {

    private TypedMerge() {}

    /** Returns the live value with all that is applied laid over it. */
    static JsonNode merge(JsonNode live, JsonNode applied, FieldType type) {
        if (applied.isMissingNode()) {
            return live;
        }
        if (live.isMissingNode()
                || live.isNull()
                || OwnedParts.isLeaf(live, type)
                || OwnedParts.isLeaf(applied, type)) {
            return applied;
        }
        if (live instanceof ObjectNode object && applied instanceof ObjectNode changes) {
            return mergeObjects(object, changes, type);
        }
        return live instanceof ArrayNode list
                        && applied instanceof ArrayNode changes
                        && type instanceof FieldType.ListOf listType
                ? mergeLists(list, changes, listType)
                : applied;
    }

    private static ObjectNode mergeObjects(ObjectNode live, ObjectNode applied, FieldType type) {
        ObjectNode result = live.objectNode();
        live.properties().forEach(field -> {
            FieldType fieldType = OwnedParts.typeOf(type, FieldStep.field(field.getKey()));
            result.set(field.getKey(), merge(field.getValue(), applied.path(field.getKey()), fieldType));
        });
        applied.properties().forEach(field -> {
            if (!live.has(field.getKey())) {
                result.set(field.getKey(), field.getValue());
            }
        });
        return result;
    }

    /** Elements that are only live keep their place; the others come in the order in which they are applied. */
    private static ArrayNode mergeLists(ArrayNode live, ArrayNode applied, FieldType.ListOf type) {
        Map<String, JsonNode> old = OwnedParts.of(live, type);
        Map<String, JsonNode> changes = OwnedParts.of(applied, type);
        ArrayNode result = live.arrayNode();
        order(old.keySet(), changes.keySet()).forEach(step -> {
            JsonNode change = changes.get(step);
            JsonNode present = old.get(step);
            if (present == null) {
                result.add(change);
            } else {
                result.add(change == null ? present : merge(present, change, type.element()));
            }
        });
        return result;
    }

    private static Set<String> order(Set<String> live, Set<String> applied) {
        List<String> left = new ArrayList<>(live);
        List<String> right = new ArrayList<>(applied);
        Set<String> result = new LinkedHashSet<>();
        int next = 0;
        for (String step : left) {
            if (!applied.contains(step)) {
                result.add(step);
            } else if (!result.contains(step)) {
                next = takeUntil(step, right, next, result, live);
            }
        }
        result.addAll(right.subList(next, right.size()));
        return result;
    }

    /** Takes applied elements up to the first one that is live too, which stands for the live one met here. */
    private static int takeUntil(String step, List<String> applied, int from, Set<String> result, Set<String> live) {
        int next = from;
        while (next < applied.size()) {
            String taken = applied.get(next++);
            result.add(taken);
            if (taken.equals(step) || live.contains(taken)) {
                return next;
            }
        }
        return next;
    }

    /** Returns the value without some of its parts; what is left empty by that stays as an empty container. */
    static JsonNode remove(JsonNode value, FieldSet gone, FieldType type) {
        if (gone.isEmpty() || OwnedParts.isLeaf(value, type)) {
            return value;
        }
        return value instanceof ObjectNode object
                ? removeFields(object, gone, type)
                : removeElements((ArrayNode) value, gone, (FieldType.ListOf) type);
    }

    private static ObjectNode removeFields(ObjectNode object, FieldSet gone, FieldType type) {
        Map<String, JsonNode> left = new LinkedHashMap<>();
        object.properties().forEach(field -> {
            String step = FieldStep.field(field.getKey());
            if (!gone.has(step)) {
                left.put(field.getKey(), remove(field.getValue(), gone.child(step), OwnedParts.typeOf(type, step)));
            }
        });
        ObjectNode result = object.objectNode();
        left.forEach(result::set);
        return result;
    }

    private static ArrayNode removeElements(ArrayNode array, FieldSet gone, FieldType.ListOf type) {
        ArrayNode result = array.arrayNode();
        array.forEach(element -> {
            String step = FieldStep.element(element, type);
            if (!gone.has(step)) {
                result.add(remove(element, gone.child(step), type.element()));
            }
        });
        return result;
    }
}
