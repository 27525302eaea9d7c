// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.patch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.schema.types.FieldType;
import dev.spurline.embedded.internal.apiserver.schema.types.StructField;
import dev.spurline.embedded.internal.apiserver.schema.types.StructType;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One step of a field path, as {@code fieldsV1} writes it. */
final class FieldStep {

    private static final ObjectMapper JSON = new ObjectMapper();

    private FieldStep() {}

    static String field(String name) {
        return "f:" + name;
    }

    /**
     * Returns what identifies an element of a shared list.
     *
     * @throws UntypedException if it lacks a key
     */
    static String element(JsonNode element, FieldType.ListOf list) {
        if (list.sharing() == FieldType.ListType.SET) {
            return "v:" + element;
        }
        TreeMap<String, JsonNode> sorted = new TreeMap<>();
        list.keys().forEach(key -> sorted.put(key, key(element, key, list)));
        ObjectNode keys = JSON.createObjectNode();
        sorted.forEach(keys::set);
        return "k:" + keys;
    }

    private static JsonNode key(JsonNode element, String key, FieldType.ListOf list) {
        JsonNode value = element.path(key);
        if (!value.isMissingNode()) {
            return value;
        }
        StructField field = list.element() instanceof StructType struct ? struct.field(key) : null;
        JsonNode preset = field == null ? null : preset(field);
        if (preset == null) {
            throw new UntypedException(": associative list with keys has an element that omits key field \"" + key
                    + "\" (and doesn't have default value)");
        }
        return preset;
    }

    /** A field of a built-in kind that is no pointer in Go is zero when it is absent. */
    private static @Nullable JsonNode preset(StructField field) {
        if (field.preset() != null || field.pointer()) {
            return field.preset();
        }
        return switch (field.type() instanceof FieldType.Scalar scalar ? scalar : FieldType.Scalar.ANY) {
            case STRING -> JSON.getNodeFactory().textNode("");
            case INT32, INT64 -> JSON.getNodeFactory().numberNode(0);
            default -> null;
        };
    }

    /** Returns the step as messages show it. */
    static String text(String step) {
        String rest = step.substring(2);
        return switch (step.charAt(0)) {
            case 'f' -> "." + rest;
            case 'v' -> "[=" + rest + "]";
            case 'k' -> "[" + keys(rest) + "]";
            default -> "[" + rest + "]";
        };
    }

    private static String keys(String json) {
        try {
            List<String> parts = new ArrayList<>();
            JSON.readTree(json).properties().forEach(key -> parts.add(key.getKey() + "=" + key.getValue()));
            return String.join(",", parts);
        } catch (JsonProcessingException notJson) {
            return json;
        }
    }
}
