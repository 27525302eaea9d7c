// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.schema.types.FieldType;
import dev.spurline.embedded.internal.apiserver.schema.types.StructType;
import java.util.HashSet;
import java.util.Set;

/** Checks that what is applied fits the schema: no unknown field, no list element twice. */
final class ApplyValidation {

    private static final Set<FieldType> NUMBERS =
            Set.of(FieldType.Scalar.INT32, FieldType.Scalar.INT64, FieldType.Scalar.DOUBLE);

    private ApplyValidation() {}

    /** Refuses a value that does not fit; the message begins with the path. */
    static void check(JsonNode value, FieldType type) {
        if (value instanceof ObjectNode object) {
            checkFields(object, type);
        } else if (value.isArray() && type instanceof FieldType.ListOf list) {
            checkElements(value, list);
        } else if (type instanceof StructType || type instanceof FieldType.MapOf) {
            require(value.isNull(), ": expected map, got " + shown(value));
        } else if (type instanceof FieldType.ListOf) {
            require(value.isNull(), ": expected list, got " + shown(value));
        } else if (!value.isNull()) {
            checkScalar(value, type);
        }
    }

    private static void checkScalar(JsonNode value, FieldType type) {
        if (type == FieldType.Scalar.STRING) {
            require(value.isTextual(), ": expected string, got &value.valueUnstructured{Value:" + value + "}");
        } else if (NUMBERS.contains(type)) {
            require(value.isNumber(), ": expected numeric (int or float), got " + goType(value));
        } else if (type == FieldType.Scalar.BOOL) {
            require(value.isBoolean(), ": expected boolean, got &{" + value.asText() + "}");
        }
    }

    private static String goType(JsonNode value) {
        return value.isTextual() ? "string" : value.isBoolean() ? "bool" : "[]interface {}";
    }

    private static void checkFields(ObjectNode object, FieldType type) {
        boolean scalar =
                (type instanceof FieldType.Scalar && type != FieldType.ANY) || type instanceof FieldType.ListOf;
        require(
                !scalar,
                ": expected " + (type instanceof FieldType.ListOf ? "list" : "scalar") + ", got &{" + object + "}");
        object.properties().forEach(field -> {
            String step = FieldStep.field(field.getKey());
            boolean known = !(type instanceof StructType struct) || struct.open() || OwnedParts.isDeclared(type, step);
            require(known, FieldStep.text(step) + ": field not declared in schema");
            below(field.getValue(), OwnedParts.typeOf(type, step), step);
        });
    }

    private static void checkElements(JsonNode list, FieldType.ListOf type) {
        Set<String> seen = new HashSet<>();
        list.forEach(element -> {
            String step = OwnedParts.isShared(type) ? FieldStep.element(element, type) : "i:" + seen.size();
            require(seen.add(step), ": duplicate entries for key " + FieldStep.text(step));
            below(element, type.element(), step);
        });
    }

    private static void below(JsonNode value, FieldType type, String step) {
        try {
            check(value, type);
        } catch (UntypedException inner) {
            throw inner.below(step);
        }
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new UntypedException(message);
        }
    }

    private static String shown(JsonNode value) {
        return "&{" + value + "}";
    }
}
