// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.http.ProtobufFields.ProtobufField;
import dev.spurline.embedded.internal.apiserver.status.StatusException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Reads objects of the built-in kinds from protobuf, which kubectl's {@code create} and {@code auth} commands send. */
final class ProtobufReader {

    static final String TYPE = "application/vnd.kubernetes.protobuf";

    private static final byte[] MAGIC = {'k', '8', 's', 0};
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final ByteBuffer bytes;

    private ProtobufReader(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    /** Returns the object in a body, with its apiVersion and kind. */
    static ObjectNode object(byte[] body) {
        if (body.length < MAGIC.length || !Arrays.equals(body, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw malformed();
        }
        ByteBuffer envelope =
                ByteBuffer.wrap(body, MAGIC.length, body.length - MAGIC.length).slice();
        ByteBuffer type = ByteBuffer.allocate(0);
        ByteBuffer raw = ByteBuffer.allocate(0);
        ProtobufReader reader = new ProtobufReader(envelope);
        while (envelope.hasRemaining()) {
            long tag = reader.varint();
            switch ((int) (tag >>> 3)) {
                case 1 -> type = reader.chunk();
                case 2 -> raw = reader.chunk();
                default -> reader.skip(tag);
            }
        }
        return object(new ProtobufReader(type), raw);
    }

    private static ObjectNode object(ProtobufReader type, ByteBuffer raw) {
        ObjectNode object = NODES.objectNode();
        while (type.bytes.hasRemaining()) {
            long tag = type.varint();
            object.put(tag >>> 3 == 1 ? "apiVersion" : "kind", type.text());
        }
        String kind = object.path("kind").asText();
        if (!ProtobufFields.know(kind)) {
            throw new StatusException(
                    415,
                    "UnsupportedMediaType",
                    "the embedded cluster does not read %s as %s: send JSON or YAML, for instance with kubectl apply"
                            .formatted(kind, TYPE));
        }
        return object.setAll(new ProtobufReader(raw).message(kind));
    }

    private ObjectNode message(String type) {
        ObjectNode message = NODES.objectNode();
        while (bytes.hasRemaining()) {
            long tag = varint();
            ProtobufField field = ProtobufFields.of(type).get((int) (tag >>> 3));
            if (field == null) {
                skip(tag);
            } else {
                read(field, message);
            }
        }
        return message;
    }

    private void read(ProtobufField field, ObjectNode message) {
        if (field.type().endsWith("map")) {
            readEntry(message.withObject("/" + field.name()), field.type());
        } else if (field.repeated()) {
            message.withArray("/" + field.name()).add(value(field.type()));
        } else if (field.inline()) {
            message.setAll(new ProtobufReader(chunk()).message(field.type()));
        } else {
            JsonNode value = value(field.type());
            // Go writes fields that nobody has set, too, unless they are pointers.
            if (field.pointer() || !isZero(value)) {
                message.set(field.name(), value);
            }
        }
    }

    private static boolean isZero(JsonNode value) {
        return value.isNull()
                || (value.isTextual() && value.asText().isEmpty())
                || (value.isNumber() && value.asDouble() == 0)
                || (value.isBoolean() && !value.asBoolean())
                || (value.isObject() && value.isEmpty());
    }

    private JsonNode value(String type) {
        return switch (type) {
            case "string" -> NODES.textNode(text());
            case "int" -> NODES.numberNode(varint());
            case "bool" -> NODES.booleanNode(varint() != 0);
            case "double" -> NODES.numberNode(Double.longBitsToDouble(Long.reverseBytes(fixed())));
            case "bytes" -> NODES.textNode(NODES.binaryNode(array()).asText());
            case "time", "quantity", "intOrString", "raw" ->
                ProtobufValue.of(type, new ProtobufReader(chunk()).fields());
            default -> new ProtobufReader(chunk()).message(type);
        };
    }

    /** Reads a message of numbers and chunks. */
    private Map<Integer, Object> fields() {
        Map<Integer, Object> fields = new HashMap<>();
        while (bytes.hasRemaining()) {
            long tag = varint();
            fields.put((int) (tag >>> 3), (tag & 7) == 0 ? (Object) varint() : array());
        }
        return fields;
    }

    private long fixed() {
        long value = bytes.remaining() < Long.BYTES ? 0 : bytes.getLong(bytes.position());
        advance(Long.BYTES);
        return value;
    }

    private void readEntry(ObjectNode map, String type) {
        boolean binary = type.equals("bytesmap");
        ProtobufReader entry = new ProtobufReader(chunk());
        String key = "";
        JsonNode value = NODES.textNode("");
        while (entry.bytes.hasRemaining()) {
            if (entry.varint() >>> 3 == 1) {
                key = entry.text();
            } else {
                value = entry.value(binary ? "bytes" : type.equals("quantitymap") ? "quantity" : "string");
            }
        }
        map.set(key, value);
    }

    private String text() {
        return new String(array(), StandardCharsets.UTF_8);
    }

    private byte[] array() {
        ByteBuffer chunk = chunk();
        byte[] array = new byte[chunk.remaining()];
        chunk.get(array);
        return array;
    }

    private ByteBuffer chunk() {
        long length = varint();
        if (length < 0 || length > bytes.remaining()) {
            throw malformed();
        }
        ByteBuffer chunk = bytes.slice(bytes.position(), (int) length);
        bytes.position(bytes.position() + (int) length);
        return chunk;
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < 64 && bytes.hasRemaining(); shift += 7) {
            byte next = bytes.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw malformed();
    }

    private void skip(long tag) {
        switch ((int) (tag & 7)) {
            case 0 -> varint();
            case 1 -> advance(8);
            case 2 -> chunk();
            case 5 -> advance(4);
            default -> throw malformed();
        }
    }

    private void advance(int count) {
        if (count > bytes.remaining()) {
            throw malformed();
        }
        bytes.position(bytes.position() + count);
    }

    private static StatusException malformed() {
        return new StatusException(400, "BadRequest", "the body is not a Kubernetes object in protobuf form");
    }
}
