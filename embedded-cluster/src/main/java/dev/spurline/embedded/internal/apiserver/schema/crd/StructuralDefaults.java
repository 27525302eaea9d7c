// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.schema.crd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Fills in the defaults of a structural schema, in place.
 *
 * <p>Source: kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#defaulting.
 */
public final class StructuralDefaults {

    private StructuralDefaults() {}

    public static void fill(JsonNode value, JsonNode schema) {
        if (value instanceof ObjectNode object) {
            schema.path("properties")
                    .properties()
                    .forEach(property -> fillField(object, property.getKey(), property.getValue()));
            JsonNode values = schema.path("additionalProperties");
            if (values.isObject()) {
                object.forEach(element -> fill(element, values));
            }
        } else if (value.isArray()) {
            value.forEach(element -> fill(element, schema.path("items")));
        }
    }

    private static void fillField(ObjectNode object, String name, JsonNode schema) {
        JsonNode present = object.path(name);
        boolean absent = present.isMissingNode()
                || (present.isNull() && !schema.path("nullable").asBoolean());
        if (absent && schema.has("default")) {
            object.set(name, schema.path("default").deepCopy());
        } else if (present.isNull() && !schema.path("nullable").asBoolean() && schema.has("type")) {
            object.remove(name);
        }
        fill(object.path(name), schema);
    }
}
