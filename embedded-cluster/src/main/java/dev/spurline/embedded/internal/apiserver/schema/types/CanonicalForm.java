// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.schema.types;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/**
 * Brings an object into the form in which the server stores and answers a built-in kind: known fields only, in their order, zero
 * values left out or written as the type demands, quantities and times in canonical form.
 */
public final class CanonicalForm {

    private final List<String> unknown = new ArrayList<>();

    private CanonicalForm() {}

    /**
     * An object in its stored form.
     *
     * @param object the object
     * @param unknown the paths of the fields that were dropped, in order of appearance
     */
    public record CanonicalObject(ObjectNode object, List<String> unknown) {}

    /**
     * Shapes an object, which is not changed.
     *
     * @throws MalformedException if a value does not fit its type
     */
    public static CanonicalObject of(ObjectNode object, StructType type) {
        CanonicalForm shape = new CanonicalForm();
        ObjectNode result = shape.struct(object, type, "", "");
        return new CanonicalObject(result, List.copyOf(shape.unknown));
    }

    private ObjectNode struct(ObjectNode object, StructType type, String path, String goPath) {
        ObjectNode result = object.objectNode();
        object.properties().forEach(entry -> {
            if (type.field(entry.getKey()) == null) {
                foreign(entry.getKey(), entry.getValue(), type, path, result);
            }
        });
        for (StructField field : type.fields()) {
            JsonNode value = object.path(field.name());
            String goField = join(goPath, field.name());
            JsonNode shaped = value.isMissingNode() || value.isNull()
                    ? zero(field, object)
                    : value(value, field.type(), join(path, field.name()), goField, type.name() + "." + goField);
            if (isWritten(field, shaped)) {
                result.set(field.name(), shaped);
            }
        }
        return result;
    }

    private void foreign(String name, JsonNode value, StructType type, String path, ObjectNode result) {
        if (type.open()) {
            result.set(name, value.deepCopy());
        } else {
            unknown.add(join(path, name));
        }
    }

    private static boolean isWritten(StructField field, JsonNode value) {
        if (field.always()) {
            return true;
        }
        if (value.isMissingNode() || value.isNull()) {
            return false;
        }
        boolean emptyMap = field.type() instanceof FieldType.MapOf && value.isEmpty();
        boolean emptyStruct = field.type() instanceof StructType && value.isEmpty();
        return field.pointer() || !(emptyMap || emptyStruct || ScalarValues.isZero(value));
    }

    private static JsonNode zero(StructField field, ObjectNode factory) {
        if (!field.always() || field.pointer()) {
            return NullNode.instance;
        }
        if (field.type() instanceof StructType struct) {
            return new CanonicalForm().struct(factory.objectNode(), struct, "", "");
        }
        return field.type() instanceof FieldType.Scalar scalar ? ScalarValues.zero(scalar) : NullNode.instance;
    }

    private JsonNode value(JsonNode value, FieldType type, String path, String goPath, String where) {
        if (type instanceof FieldType.Scalar scalar) {
            return ScalarValues.canonical(value, scalar, where);
        }
        if (type instanceof FieldType.ListOf list) {
            if (value instanceof ArrayNode array) {
                return list(array, list, path, goPath, where);
            }
            throw ScalarValues.misfit(value, where, "[]" + goName(list.element()));
        }
        if (!(value instanceof ObjectNode object)) {
            throw ScalarValues.misfit(value, where, goName(type));
        }
        return type instanceof StructType struct
                ? struct(object, struct, path, goPath)
                : map(object, (FieldType.MapOf) type, path, goPath, where);
    }

    private ArrayNode list(ArrayNode array, FieldType.ListOf type, String path, String goPath, String where) {
        ArrayNode result = array.arrayNode(array.size());
        for (int i = 0; i < array.size(); i++) {
            result.add(element(array.get(i), type.element(), path + "[" + i + "]", goPath, where));
        }
        return result;
    }

    private ObjectNode map(ObjectNode object, FieldType.MapOf type, String path, String goPath, String where) {
        TreeMap<String, JsonNode> sorted = new TreeMap<>();
        object.properties()
                .forEach(entry -> sorted.put(
                        entry.getKey(),
                        element(entry.getValue(), type.value(), join(path, entry.getKey()), goPath, where)));
        ObjectNode result = object.objectNode();
        sorted.forEach(result::set);
        return result;
    }

    /** A null in a list or map is the zero of its type. */
    private JsonNode element(JsonNode value, FieldType type, String path, String goPath, String where) {
        if (!value.isNull()) {
            return value(value, type, path, goPath, where);
        }
        if (type instanceof StructType struct) {
            return struct(JsonNodeFactory.instance.objectNode(), struct, path, goPath);
        }
        return type instanceof FieldType.Scalar scalar ? ScalarValues.zero(scalar) : value;
    }

    private static String goName(FieldType type) {
        if (type instanceof StructType struct) {
            return struct.version() + "." + struct.name();
        }
        if (type instanceof FieldType.MapOf map) {
            return "map[string]" + goName(map.value());
        }
        if (type instanceof FieldType.ListOf list) {
            return "[]" + goName(list.element());
        }
        return type.toString().toLowerCase(Locale.ROOT);
    }

    private static String join(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
