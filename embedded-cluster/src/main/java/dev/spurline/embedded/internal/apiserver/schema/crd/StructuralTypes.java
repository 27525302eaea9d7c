// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.schema.crd;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.embedded.internal.apiserver.schema.types.Catalogue;
import dev.spurline.embedded.internal.apiserver.schema.types.Field;
import dev.spurline.embedded.internal.apiserver.schema.types.Kind;
import dev.spurline.embedded.internal.apiserver.schema.types.Struct;
import dev.spurline.embedded.internal.apiserver.schema.types.Type;
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

    public static Struct root(Kind kind, JsonNode schema) {
        Struct struct = new Struct(
                kind.name(), kind.version(), false, schema.path(PRESERVE).asBoolean() || schema.isMissingNode());
        struct.add(Field.plain("apiVersion", Type.Scalar.STRING, null));
        struct.add(Field.plain("kind", Type.Scalar.STRING, null));
        struct.add(Field.plain("metadata", Catalogue.builtIn().type("ObjectMeta"), null));
        properties(schema, struct);
        return struct;
    }

    private static void properties(JsonNode schema, Struct struct) {
        schema.path("properties").properties().forEach(property -> {
            if (struct.field(property.getKey()) == null) {
                JsonNode preset = property.getValue().get("default");
                struct.add(Field.plain(property.getKey(), type(property.getKey(), property.getValue()), preset));
            }
        });
    }

    private static Type type(String name, JsonNode schema) {
        if (schema.path(INT_OR_STRING).asBoolean()) {
            return Type.Scalar.INT_OR_STRING;
        }
        return switch (schema.path("type").asText()) {
            case "object" -> object(name, schema);
            case "array" -> new Type.ListOf(type(name, schema.path("items")), sharing(schema), keys(schema));
            case "string" -> Type.Scalar.STRING;
            case "integer" -> Type.Scalar.INT64;
            case "number" -> Type.Scalar.DOUBLE;
            case "boolean" -> Type.Scalar.BOOL;
            default -> Type.ANY;
        };
    }

    private static Type object(String name, JsonNode schema) {
        boolean atomic = schema.path(MAP_TYPE).asText().equals("atomic");
        JsonNode values = schema.path("additionalProperties");
        if (values.isObject() || values.asBoolean()) {
            return new Type.MapOf(type(name, values), atomic);
        }
        boolean open =
                schema.path(PRESERVE).asBoolean() || schema.path(EMBEDDED).asBoolean();
        Struct struct = new Struct(name, "v1", atomic, open);
        properties(schema, struct);
        return struct;
    }

    static Type.Sharing sharing(JsonNode schema) {
        return switch (schema.path(LIST_TYPE).asText()) {
            case "map" -> Type.Sharing.MAP;
            case "set" -> Type.Sharing.SET;
            default -> Type.Sharing.ATOMIC;
        };
    }

    static List<String> keys(JsonNode schema) {
        List<String> keys = new ArrayList<>();
        schema.path(LIST_KEYS).forEach(key -> keys.add(key.asText()));
        return keys;
    }
}
