// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.schema.types.FieldType;
import dev.spurline.embedded.internal.apiserver.schema.types.StructField;
import dev.spurline.embedded.internal.apiserver.schema.types.StructType;
import java.util.LinkedHashMap;
import java.util.Map;

/** How a value divides into parts that different writers can own. */
final class OwnedParts {

    private OwnedParts() {}

    /** Tells whether a value is owned as a whole. */
    static boolean isLeaf(JsonNode value, FieldType type) {
        if (value.isObject()) {
            boolean atomic = (type instanceof StructType struct && struct.atomic())
                    || (type instanceof FieldType.MapOf map && map.atomic())
                    || (type instanceof FieldType.Scalar scalar && scalar != FieldType.ANY);
            return atomic;
        }
        return !value.isArray() || !isShared(type);
    }

    static boolean isShared(FieldType type) {
        return type instanceof FieldType.ListOf list && list.sharing() != FieldType.ListType.ATOMIC;
    }

    /** Returns the parts of a value by the steps that lead to them; of several equal elements the first. */
    static Map<String, JsonNode> of(JsonNode value, FieldType type) {
        Map<String, JsonNode> parts = new LinkedHashMap<>();
        if (value instanceof ObjectNode object) {
            object.properties().forEach(field -> parts.put(FieldStep.field(field.getKey()), field.getValue()));
        } else if (value.isArray() && type instanceof FieldType.ListOf list) {
            value.forEach(element -> parts.putIfAbsent(FieldStep.element(element, list), element));
        }
        return parts;
    }

    /** Returns the type of the part behind a step. */
    static FieldType typeOf(FieldType type, String step) {
        if (type instanceof FieldType.ListOf list) {
            return list.element();
        }
        if (type instanceof FieldType.MapOf map) {
            return map.value();
        }
        return isDeclared(type, step) ? declared(type, step) : FieldType.ANY;
    }

    /** Tells whether a step names a field that the type describes. */
    static boolean isDeclared(FieldType type, String step) {
        return type instanceof StructType struct && step.startsWith("f:") && struct.field(step.substring(2)) != null;
    }

    private static FieldType declared(FieldType type, String step) {
        StructField field = type instanceof StructType struct ? struct.field(step.substring(2)) : null;
        return field == null ? FieldType.ANY : field.type();
    }
}
