// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.schema.crd;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.embedded.internal.apiserver.schema.types.FieldType;
import dev.spurline.embedded.internal.apiserver.schema.types.Kind;
import dev.spurline.embedded.internal.apiserver.schema.types.StructField;
import dev.spurline.embedded.internal.apiserver.schema.types.StructType;
import dev.spurline.embedded.internal.apiserver.schema.types.TypeCatalogue;
import java.util.ArrayList;
import java.util.List;

/** The types behind a structural schema, as far as writers share objects by them. */
public final class StructuralTypes {

    static final String PRESERVE = "x-kubernetes-preserve-unknown-fields";
    static final String INT_OR_STRING = "x-kubernetes-int-or-string";
    static final String EMBEDDED = "x-kubernetes-embedded-resource";
    private static final String LIST_TYPE = "x-kubernetes-list-type";
    private static final String LIST_KEYS = "x-kubernetes-list-map-keys";
    private static final String MAP_TYPE = "x-kubernetes-map-type";

    private StructuralTypes() {}

    public static StructType root(Kind kind, JsonNode schema) {
        StructType struct = new StructType(
                kind.name(), kind.version(), false, schema.path(PRESERVE).asBoolean() || schema.isMissingNode());
        struct.add(StructField.plain("apiVersion", FieldType.Scalar.STRING, null));
        struct.add(StructField.plain("kind", FieldType.Scalar.STRING, null));
        struct.add(StructField.plain("metadata", TypeCatalogue.builtIn().type("ObjectMeta"), null));
        addProperties(schema, struct);
        return struct;
    }

    private static void addProperties(JsonNode schema, StructType struct) {
        schema.path("properties").properties().forEach(property -> {
            if (struct.field(property.getKey()) == null) {
                JsonNode preset = property.getValue().get("default");
                struct.add(StructField.plain(property.getKey(), type(property.getKey(), property.getValue()), preset));
            }
        });
    }

    private static FieldType type(String name, JsonNode schema) {
        if (schema.path(INT_OR_STRING).asBoolean()) {
            return FieldType.Scalar.INT_OR_STRING;
        }
        return switch (schema.path("type").asText()) {
            case "object" -> object(name, schema);
            case "array" -> new FieldType.ListOf(type(name, schema.path("items")), sharing(schema), keys(schema));
            case "string" -> FieldType.Scalar.STRING;
            case "integer" -> FieldType.Scalar.INT64;
            case "number" -> FieldType.Scalar.DOUBLE;
            case "boolean" -> FieldType.Scalar.BOOL;
            default -> FieldType.ANY;
        };
    }

    private static FieldType object(String name, JsonNode schema) {
        boolean atomic = schema.path(MAP_TYPE).asText().equals("atomic");
        JsonNode values = schema.path("additionalProperties");
        if (values.isObject() || values.asBoolean()) {
            return new FieldType.MapOf(type(name, values), atomic);
        }
        boolean open =
                schema.path(PRESERVE).asBoolean() || schema.path(EMBEDDED).asBoolean();
        StructType struct = new StructType(name, "v1", atomic, open);
        addProperties(schema, struct);
        return struct;
    }

    static FieldType.ListType sharing(JsonNode schema) {
        return switch (schema.path(LIST_TYPE).asText()) {
            case "map" -> FieldType.ListType.MAP;
            case "set" -> FieldType.ListType.SET;
            default -> FieldType.ListType.ATOMIC;
        };
    }

    static List<String> keys(JsonNode schema) {
        List<String> keys = new ArrayList<>();
        schema.path(LIST_KEYS).forEach(key -> keys.add(key.asText()));
        return keys;
    }
}
