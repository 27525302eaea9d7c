// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.schema.types.FieldType;
import dev.spurline.embedded.internal.apiserver.schema.types.Kind;
import dev.spurline.embedded.internal.apiserver.schema.types.StructField;
import dev.spurline.embedded.internal.apiserver.schema.types.StructType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The types of kinds as the schemas of an OpenAPI v3 document. */
public final class OpenApiSchemas {

    private static final String PREFIX = "io.k8s.api.";

    private final Map<String, ObjectNode> schemas = new LinkedHashMap<>();

    private OpenApiSchemas() {}

    /** Returns the schemas of these kinds and of all that they refer to, by name. */
    public static ObjectNode of(List<ObjectSchema> kinds) {
        OpenApiSchemas document = new OpenApiSchemas();
        kinds.forEach(document::addKind);
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        document.schemas.forEach(result::set);
        return result;
    }

    /** Returns the name of a kind's schema. */
    public static String name(Kind kind) {
        String group = kind.group().isEmpty() ? "core" : kind.group().split("\\.", 2)[0];
        return PREFIX + group + "." + kind.version() + "." + kind.name();
    }

    /** Returns how a document says which kind something is about. */
    public static ObjectNode reference(Kind kind) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("group", kind.group())
                .put("version", kind.version())
                .put("kind", kind.name());
    }

    private void addKind(ObjectSchema schema) {
        ObjectNode node = schema instanceof CustomSchema custom ? custom(custom) : struct(schema.type());
        node.putArray("x-kubernetes-group-version-kind").add(reference(schema.kind()));
        schemas.put(name(schema.kind()), node);
    }

    private ObjectNode custom(CustomSchema schema) {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("type", "object");
        if (schema.structure() instanceof ObjectNode structure) {
            node.setAll(structure.deepCopy());
        }
        ObjectNode properties = node.withObject("/properties");
        for (StructField field : schema.type().fields()) {
            if (!properties.has(field.name()) || field.name().equals("metadata")) {
                properties.set(field.name(), type(field.type()));
            }
        }
        return node;
    }

    private ObjectNode struct(StructType struct) {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("type", "object");
        if (struct.atomic()) {
            node.put("x-kubernetes-map-type", "atomic");
        }
        ObjectNode properties = node.putObject("properties");
        struct.fields().forEach(field -> properties.set(field.name(), field(field)));
        return node;
    }

    private ObjectNode field(StructField field) {
        ObjectNode node = type(field.type());
        if (field.merge().byElement()) {
            node.put("x-kubernetes-patch-strategy", field.merge().retainKeys() ? "merge,retainKeys" : "merge");
            if (!field.merge().key().isEmpty()) {
                node.put("x-kubernetes-patch-merge-key", field.merge().key());
            }
        } else if (field.merge().retainKeys()) {
            node.put("x-kubernetes-patch-strategy", "retainKeys");
        }
        JsonNode preset = field.preset();
        if (preset != null) {
            node.set("default", preset);
        }
        return node;
    }

    private ObjectNode type(FieldType type) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        if (type instanceof StructType struct) {
            String name = PREFIX + "core.v1." + struct.name();
            if (!schemas.containsKey(name)) {
                schemas.put(name, node.objectNode());
                schemas.put(name, struct(struct));
            }
            node.putArray("allOf").addObject().put("$ref", "#/components/schemas/" + name);
        } else if (type instanceof FieldType.ListOf list) {
            describeList(list, node);
        } else if (type instanceof FieldType.MapOf map) {
            node.put("type", "object").set("additionalProperties", type(map.value()));
        } else {
            describeScalar((FieldType.Scalar) type, node);
        }
        return node;
    }

    private void describeList(FieldType.ListOf list, ObjectNode node) {
        node.put("type", "array").set("items", type(list.element()));
        node.put(
                "x-kubernetes-list-type",
                switch (list.sharing()) {
                    case ATOMIC -> "atomic";
                    case SET -> "set";
                    case MAP -> "map";
                });
        if (!list.keys().isEmpty()) {
            ArrayNode keys = node.putArray("x-kubernetes-list-map-keys");
            list.keys().forEach(keys::add);
        }
    }

    private static void describeScalar(FieldType.Scalar type, ObjectNode node) {
        switch (type) {
            case ANY -> node.put("type", "object");
            case STRING, DURATION -> node.put("type", "string");
            case QUANTITY -> node.putArray("oneOf").add(typed("string")).add(typed("number"));
            case INT_OR_STRING ->
                node.put("format", "int-or-string")
                        .putArray("oneOf")
                        .add(typed("integer"))
                        .add(typed("string"));
            case INT32 -> node.put("type", "integer").put("format", "int32");
            case INT64 -> node.put("type", "integer").put("format", "int64");
            case DOUBLE -> node.put("type", "number").put("format", "double");
            case BOOL -> node.put("type", "boolean");
            case BYTES -> node.put("type", "string").put("format", "byte");
            case TIME, MICRO_TIME -> node.put("type", "string").put("format", "date-time");
        }
    }

    private static ObjectNode typed(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }

    /** Returns a short text that changes with the document, for clients that cache it. */
    public static String hash(List<ObjectSchema> kinds) {
        String names = kinds.stream().map(schema -> schema.kind().toString()).collect(Collectors.joining());
        return Integer.toHexString(names.hashCode());
    }
}
