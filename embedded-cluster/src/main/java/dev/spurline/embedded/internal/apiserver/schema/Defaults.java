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

/** Fills in what a client left out: the presets of the types, then what depends on other fields. */
final class Defaults {

    private Defaults() {}

    /** Fills in the defaults of an object in place. */
    static void fill(ObjectNode object, Struct type) {
        for (Field field : type.fields()) {
            preset(object, field);
            descend(object.path(field.name()), field.type());
        }
        DependentDefaults.fill(object, type.name());
    }

    private static void preset(ObjectNode object, Field field) {
        JsonNode preset = field.preset();
        JsonNode value = object.path(field.name());
        boolean absent = field.pointer() ? value.isMissingNode() || value.isNull() : Scalars.isZero(value);
        if (preset != null && absent && (field.pointer() || !Scalars.isZero(preset))) {
            object.set(field.name(), preset.deepCopy());
        }
    }

    private static void descend(JsonNode value, Type type) {
        if (value instanceof ObjectNode object && type instanceof Struct struct) {
            fill(object, struct);
        } else if (type instanceof Type.ListOf list) {
            value.forEach(element -> descend(element, list.element()));
        } else if (type instanceof Type.MapOf map) {
            value.forEach(element -> descend(element, map.value()));
        }
    }
}
