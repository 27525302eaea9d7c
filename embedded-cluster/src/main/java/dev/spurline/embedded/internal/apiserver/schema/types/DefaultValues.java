// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.schema.types;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Fills in what a client left out: the presets of the types, then what depends on other fields. */
public final class DefaultValues {

    private DefaultValues() {}

    /** Fills in the defaults of an object in place. */
    public static void fill(ObjectNode object, StructType type) {
        for (StructField field : type.fields()) {
            fillPresets(object, field);
            fillBelow(object.path(field.name()), field.type());
        }
        DependentDefaults.fill(object, type.name());
    }

    private static void fillPresets(ObjectNode object, StructField field) {
        JsonNode preset = field.preset();
        JsonNode value = object.path(field.name());
        boolean absent = field.pointer() ? value.isMissingNode() || value.isNull() : ScalarValues.isZero(value);
        if (preset != null && absent && (field.pointer() || !ScalarValues.isZero(preset))) {
            object.set(field.name(), preset.deepCopy());
        }
    }

    private static void fillBelow(JsonNode value, FieldType type) {
        if (value instanceof ObjectNode object && type instanceof StructType struct) {
            fill(object, struct);
        } else if (type instanceof FieldType.ListOf list) {
            value.forEach(element -> fillBelow(element, list.element()));
        } else if (type instanceof FieldType.MapOf map) {
            value.forEach(element -> fillBelow(element, map.value()));
        }
    }
}
