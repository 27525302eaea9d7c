// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.schema.crd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;

/**
 * Drops the fields of a custom resource that its schema does not have.
 *
 * <p>Source: kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#field-pruning.
 */
public final class FieldPruning {

    private static final Set<String> OF_EVERY_OBJECT = Set.of("apiVersion", "kind", "metadata");

    private FieldPruning() {}

    public static ObjectNode root(ObjectNode object, JsonNode schema, List<String> dropped) {
        return fields(object, schema, "", dropped, OF_EVERY_OBJECT);
    }

    private static JsonNode value(JsonNode value, JsonNode schema, String path, List<String> dropped) {
        if (value instanceof ObjectNode object) {
            Set<String> kept = schema.path(StructuralTypes.EMBEDDED).asBoolean() ? OF_EVERY_OBJECT : Set.of();
            return fields(object, schema, path, dropped, kept);
        }
        if (value instanceof ArrayNode array && schema.has("items")) {
            ArrayNode result = array.arrayNode();
            for (int i = 0; i < array.size(); i++) {
                result.add(value(array.get(i), schema.path("items"), path + "[" + i + "]", dropped));
            }
            return result;
        }
        return value.deepCopy();
    }

    private static ObjectNode fields(
            ObjectNode object, JsonNode schema, String path, List<String> dropped, Set<String> alwaysKept) {
        ObjectNode result = object.objectNode();
        JsonNode values = schema.path("additionalProperties");
        boolean open =
                schema.isMissingNode() || schema.path(StructuralTypes.PRESERVE).asBoolean() || values.asBoolean();
        object.properties().forEach(field -> {
            String name = field.getKey();
            String at = path.isEmpty() ? name : path + "." + name;
            JsonNode below = schema.path("properties").path(name);
            if (alwaysKept.contains(name)) {
                result.set(name, field.getValue().deepCopy());
            } else if (below.isObject()) {
                result.set(name, value(field.getValue(), below, at, dropped));
            } else if (values.isObject()) {
                result.set(name, value(field.getValue(), values, at, dropped));
            } else if (open) {
                result.set(name, field.getValue().deepCopy());
            } else {
                dropped.add(at);
            }
        });
        return result;
    }
}
