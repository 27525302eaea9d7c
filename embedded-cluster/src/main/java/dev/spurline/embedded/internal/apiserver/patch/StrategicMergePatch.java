// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.schema.rules.Rejection;
import dev.spurline.embedded.internal.apiserver.schema.types.Field;
import dev.spurline.embedded.internal.apiserver.schema.types.Struct;
import dev.spurline.embedded.internal.apiserver.schema.types.Type;
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
    public static ObjectNode apply(ObjectNode target, ObjectNode patch, Type type) {
        return merge(target.deepCopy(), patch.deepCopy(), type);
    }

    static ObjectNode merge(ObjectNode original, ObjectNode patch, Type type) {
        if (patch.has(Directives.PATCH)) {
            return whole(patch);
        }
        retainKeys(original, patch);
        Directives.named(patch, Directives.ELEMENT_ORDER)
                .forEach(directive -> reorder(original, patch, type, directive));
        for (Map.Entry<String, JsonNode> change : List.copyOf(patch.properties())) {
            mergeField(original, change.getKey(), change.getValue(), type);
        }
        return original;
    }

    private static ObjectNode whole(ObjectNode patch) {
        String directive = patch.path(Directives.PATCH).asText();
        return switch (directive) {
            case "replace" -> {
                patch.remove(Directives.PATCH);
                yield patch;
            }
            case "delete" -> patch.objectNode();
            default -> throw badPatchType(directive);
        };
    }

    private static void mergeField(ObjectNode original, String name, JsonNode change, Type type) {
        if (name.startsWith(Directives.DELETE_PRIMITIVES)) {
            deletePrimitives(original, name.substring(Directives.DELETE_PRIMITIVES.length()), change);
        } else if (change.isNull()) {
            original.remove(name);
        } else {
            original.set(name, merged(original.path(name), change, type, name));
        }
    }

    private static JsonNode merged(JsonNode present, JsonNode change, Type type, String name) {
        Field.Merge rule = rule(type, name);
        if (present instanceof ObjectNode object && change instanceof ObjectNode changes) {
            return merge(object, changes, typeOf(type, name));
        }
        if (present instanceof ArrayNode list && change instanceof ArrayNode changes) {
            return rule.byElement() ? StrategicList.merge(list, changes, elementType(type, name), rule.key()) : changes;
        }
        return Directives.content(change);
    }

    private static void deletePrimitives(ObjectNode original, String name, JsonNode gone) {
        if (!gone.isArray()) {
            throw Rejection.badRequest("invalid patch format of primitive list");
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
        JsonNode retained = patch.remove(Directives.RETAIN_KEYS);
        if (retained == null) {
            return;
        }
        Set<String> names = new HashSet<>();
        retained.forEach(name -> names.add(name.asText()));
        patch.properties().forEach(change -> {
            if (!change.getValue().isNull()
                    && !Directives.isDirective(change.getKey())
                    && !names.contains(change.getKey())) {
                throw Rejection.badRequest("invalid patch format of retainKeys");
            }
        });
        original.retain(names);
    }

    private static void reorder(ObjectNode original, ObjectNode patch, Type type, String directive) {
        String name = directive.substring(Directives.ELEMENT_ORDER.length());
        JsonNode order = patch.remove(directive);
        if (order == null || !order.isArray() || !sameShape(original.path(name)) || !sameShape(patch.path(name))) {
            throw Rejection.badRequest("invalid patch format of setElementOrder list");
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

    private static Field.Merge rule(Type type, String name) {
        Field field = type instanceof Struct struct ? struct.field(name) : null;
        return field == null ? Field.Merge.REPLACE : field.merge();
    }

    private static Type typeOf(Type type, String name) {
        if (type instanceof Struct struct) {
            Field field = struct.field(name);
            return field == null ? Type.ANY : field.type();
        }
        return type instanceof Type.MapOf map ? map.value() : Type.ANY;
    }

    private static Type elementType(Type type, String name) {
        return typeOf(type, name) instanceof Type.ListOf list ? list.element() : Type.ANY;
    }

    static StatusException badPatchType(String directive) {
        return Rejection.of(500, "InternalError", "Internal error occurred: unknown patch type: " + directive);
    }
}
