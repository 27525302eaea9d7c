// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.schema.types.Struct;
import dev.spurline.embedded.internal.apiserver.schema.types.Type;
import java.util.HashSet;
import java.util.Set;

/** Checks that what is applied fits the schema: no unknown field, no list element twice. */
final class Applied {

    private static final Set<Type> NUMBERS = Set.of(Type.Scalar.INT32, Type.Scalar.INT64, Type.Scalar.DOUBLE);

    private Applied() {}

    /** Refuses a value that does not fit; the message begins with the path. */
    static void check(JsonNode value, Type type) {
        if (value instanceof ObjectNode object) {
            checkFields(object, type);
        } else if (value.isArray() && type instanceof Type.ListOf list) {
            checkElements(value, list);
        } else if (type instanceof Struct || type instanceof Type.MapOf) {
            require(value.isNull(), ": expected map, got " + shown(value));
        } else if (type instanceof Type.ListOf) {
            require(value.isNull(), ": expected list, got " + shown(value));
        } else if (!value.isNull()) {
            checkScalar(value, type);
        }
    }

    private static void checkScalar(JsonNode value, Type type) {
        if (type == Type.Scalar.STRING) {
            require(value.isTextual(), ": expected string, got &value.valueUnstructured{Value:" + value + "}");
        } else if (NUMBERS.contains(type)) {
            require(value.isNumber(), ": expected numeric (int or float), got " + goType(value));
        } else if (type == Type.Scalar.BOOL) {
            require(value.isBoolean(), ": expected boolean, got &{" + value.asText() + "}");
        }
    }

    private static String goType(JsonNode value) {
        return value.isTextual() ? "string" : value.isBoolean() ? "bool" : "[]interface {}";
    }

    private static void checkFields(ObjectNode object, Type type) {
        boolean scalar = (type instanceof Type.Scalar && type != Type.ANY) || type instanceof Type.ListOf;
        require(!scalar, ": expected " + (type instanceof Type.ListOf ? "list" : "scalar") + ", got &{" + object + "}");
        object.properties().forEach(field -> {
            String step = FieldStep.field(field.getKey());
            boolean known = !(type instanceof Struct struct) || struct.open() || OwnedParts.isDeclared(type, step);
            require(known, FieldStep.text(step) + ": field not declared in schema");
            below(field.getValue(), OwnedParts.typeOf(type, step), step);
        });
    }

    private static void checkElements(JsonNode list, Type.ListOf type) {
        Set<String> seen = new HashSet<>();
        list.forEach(element -> {
            String step = OwnedParts.isShared(type) ? FieldStep.element(element, type) : "i:" + seen.size();
            require(seen.add(step), ": duplicate entries for key " + FieldStep.text(step));
            below(element, type.element(), step);
        });
    }

    private static void below(JsonNode value, Type type, String step) {
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
