// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.schema.types.Field;
import dev.spurline.embedded.internal.apiserver.schema.types.Struct;
import dev.spurline.embedded.internal.apiserver.schema.types.Type;
import java.util.LinkedHashMap;
import java.util.Map;

/** How a value divides into parts that different writers can own. */
final class OwnedParts {

    private OwnedParts() {}

    /** Tells whether a value is owned as a whole. */
    static boolean isLeaf(JsonNode value, Type type) {
        if (value.isObject()) {
            boolean atomic = (type instanceof Struct struct && struct.atomic())
                    || (type instanceof Type.MapOf map && map.atomic())
                    || (type instanceof Type.Scalar scalar && scalar != Type.ANY);
            return atomic;
        }
        return !value.isArray() || !isShared(type);
    }

    static boolean isShared(Type type) {
        return type instanceof Type.ListOf list && list.sharing() != Type.Sharing.ATOMIC;
    }

    /** Returns the parts of a value by the steps that lead to them; of several equal elements the first. */
    static Map<String, JsonNode> of(JsonNode value, Type type) {
        Map<String, JsonNode> parts = new LinkedHashMap<>();
        if (value instanceof ObjectNode object) {
            object.properties().forEach(field -> parts.put(FieldStep.field(field.getKey()), field.getValue()));
        } else if (value.isArray() && type instanceof Type.ListOf list) {
            value.forEach(element -> parts.putIfAbsent(FieldStep.element(element, list), element));
        }
        return parts;
    }

    /** Returns the type of the part behind a step. */
    static Type typeOf(Type type, String step) {
        if (type instanceof Type.ListOf list) {
            return list.element();
        }
        if (type instanceof Type.MapOf map) {
            return map.value();
        }
        return isDeclared(type, step) ? declared(type, step) : Type.ANY;
    }

    /** Tells whether a step names a field that the type describes. */
    static boolean isDeclared(Type type, String step) {
        return type instanceof Struct struct && step.startsWith("f:") && struct.field(step.substring(2)) != null;
    }

    private static Type declared(Type type, String step) {
        Field field = type instanceof Struct struct ? struct.field(step.substring(2)) : null;
        return field == null ? Type.ANY : field.type();
    }
}
