/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package dev.spurline.embedded.internal.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Fills in the defaults of a structural schema, in place. */
final class StructuralDefaults {

    private StructuralDefaults() {}

    static void fill(JsonNode value, JsonNode schema) {
        if (value instanceof ObjectNode object) {
            schema.path("properties")
                    .properties()
                    .forEach(property -> field(object, property.getKey(), property.getValue()));
            JsonNode values = schema.path("additionalProperties");
            if (values.isObject()) {
                object.forEach(element -> fill(element, values));
            }
        } else if (value.isArray()) {
            value.forEach(element -> fill(element, schema.path("items")));
        }
    }

    private static void field(ObjectNode object, String name, JsonNode schema) {
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
