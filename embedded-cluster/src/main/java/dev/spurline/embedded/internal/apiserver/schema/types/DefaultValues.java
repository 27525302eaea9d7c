// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.schema.types;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Fills in what a client left out: the presets of the types, then what depends on other fields. */
public final class Defaults {

    private Defaults() {}

    /** Fills in the defaults of an object in place. */
    public static void fill(ObjectNode object, Struct type) {
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
