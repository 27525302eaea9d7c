// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.schema.rules.ObjectRejection;
import dev.spurline.embedded.internal.apiserver.schema.types.FieldType;
import dev.spurline.embedded.internal.apiserver.schema.types.StructField;
import dev.spurline.embedded.internal.apiserver.schema.types.StructType;
import dev.spurline.embedded.internal.apiserver.status.StatusException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Strategic merge patch: a merge patch that knows which lists are merged by a key of their elements, with the directives
 * {@code $patch}, {@code $retainKeys}, {@code $deleteFromPrimitiveList} and {@code $setElementOrder}.
 *
 * @see <a href="https://kubernetes.io/docs/tasks/manage-kubernetes-objects/update-api-object-kubectl-patch/">Update API objects
 *     in place</a>
 */
public final class StrategicMergePatch {

    private StrategicMergePatch() {}

    /**
     * Merges a patch into an object; neither is changed.
     *
     * @param type the type of the object
     * @throws StatusException if the patch contradicts itself
     */
    public static ObjectNode apply(ObjectNode target, ObjectNode patch, FieldType type) {
        return merge(target.deepCopy(), patch.deepCopy(), type);
    }

    static ObjectNode merge(ObjectNode original, ObjectNode patch, FieldType type) {
        if (patch.has(PatchDirectives.PATCH)) {
            return whole(patch);
        }
        retainKeys(original, patch);
        PatchDirectives.named(patch, PatchDirectives.ELEMENT_ORDER)
                .forEach(directive -> reorder(original, patch, type, directive));
        for (Map.Entry<String, JsonNode> change : List.copyOf(patch.properties())) {
            mergeField(original, change.getKey(), change.getValue(), type);
        }
        return original;
    }

    private static ObjectNode whole(ObjectNode patch) {
        String directive = patch.path(PatchDirectives.PATCH).asText();
        return switch (directive) {
            case "replace" -> {
                patch.remove(PatchDirectives.PATCH);
                yield patch;
            }
            case "delete" -> patch.objectNode();
            default -> throw badPatchType(directive);
        };
    }

    private static void mergeField(ObjectNode original, String name, JsonNode change, FieldType type) {
        if (name.startsWith(PatchDirectives.DELETE_PRIMITIVES)) {
            deletePrimitives(original, name.substring(PatchDirectives.DELETE_PRIMITIVES.length()), change);
        } else if (change.isNull()) {
            original.remove(name);
        } else {
            original.set(name, merged(original.path(name), change, type, name));
        }
    }

    private static JsonNode merged(JsonNode present, JsonNode change, FieldType type, String name) {
        StructField.Merge rule = rule(type, name);
        if (present instanceof ObjectNode object && change instanceof ObjectNode changes) {
            return merge(object, changes, typeOf(type, name));
        }
        if (present instanceof ArrayNode list && change instanceof ArrayNode changes) {
            return rule.byElement() ? StrategicList.merge(list, changes, elementType(type, name), rule.key()) : changes;
        }
        return PatchDirectives.content(change);
    }

    private static void deletePrimitives(ObjectNode original, String name, JsonNode gone) {
        if (!gone.isArray()) {
            throw ObjectRejection.badRequest("invalid patch format of primitive list");
        }
        if (original.get(name) instanceof ArrayNode list) {
            ArrayNode left = list.arrayNode();
            list.forEach(element -> {
                if (!StrategicList.contains(gone, element)) {
                    left.add(element);
                }
            });
            original.set(name, left);
        }
    }

    private static void retainKeys(ObjectNode original, ObjectNode patch) {
        JsonNode retained = patch.remove(PatchDirectives.RETAIN_KEYS);
        if (retained == null) {
            return;
        }
        Set<String> names = new HashSet<>();
        retained.forEach(name -> names.add(name.asText()));
        patch.properties().forEach(change -> {
            if (!change.getValue().isNull()
                    && !PatchDirectives.isDirective(change.getKey())
                    && !names.contains(change.getKey())) {
                throw ObjectRejection.badRequest("invalid patch format of retainKeys");
            }
        });
        original.retain(names);
    }

    private static void reorder(ObjectNode original, ObjectNode patch, FieldType type, String directive) {
        String name = directive.substring(PatchDirectives.ELEMENT_ORDER.length());
        JsonNode order = patch.remove(directive);
        if (order == null || !order.isArray() || !sameShape(original.path(name)) || !sameShape(patch.path(name))) {
            throw ObjectRejection.badRequest("invalid patch format of setElementOrder list");
        }
        JsonNode present = original.path(name).deepCopy();
        JsonNode change = patch.remove(name);
        if (change == null && present.isMissingNode()) {
            return;
        }
        JsonNode result = change == null ? present : merged(original.path(name), change, type, name);
        ArrayNode wanted = (ArrayNode) order;
        original.set(
                name,
                StrategicList.ordered(
                        elements(result), wanted, present, rule(type, name).key()));
    }

    private static boolean sameShape(JsonNode list) {
        return list.isMissingNode() || list.isArray();
    }

    private static List<JsonNode> elements(JsonNode list) {
        List<JsonNode> elements = new ArrayList<>();
        list.forEach(elements::add);
        return elements;
    }

    private static StructField.Merge rule(FieldType type, String name) {
        StructField field = type instanceof StructType struct ? struct.field(name) : null;
        return field == null ? StructField.Merge.REPLACE : field.merge();
    }

    private static FieldType typeOf(FieldType type, String name) {
        if (type instanceof StructType struct) {
            StructField field = struct.field(name);
            return field == null ? FieldType.ANY : field.type();
        }
        return type instanceof FieldType.MapOf map ? map.value() : FieldType.ANY;
    }

    private static FieldType elementType(FieldType type, String name) {
        return typeOf(type, name) instanceof FieldType.ListOf list ? list.element() : FieldType.ANY;
    }

    static StatusException badPatchType(String directive) {
        return ObjectRejection.of(500, "InternalError", "Internal error occurred: unknown patch type: " + directive);
    }
}
