// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.spurline.embedded.internal.apiserver.status.StatusException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

/** The messages that are a single value in JSON. */
final class ProtobufValue {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private ProtobufValue() {}

    static JsonNode of(String type, Map<Integer, Object> fields) {
        return switch (type) {
            case "time" -> time(fields);
            case "quantity" -> NODES.textNode(text(fields, 1));
            case "intOrString" ->
                number(fields, 1) == 0 ? NODES.numberNode(number(fields, 2)) : NODES.textNode(text(fields, 3));
            default -> raw(text(fields, 1));
        };
    }

    private static JsonNode time(Map<Integer, Object> fields) {
        return fields.isEmpty()
                ? NODES.nullNode()
                : NODES.textNode(Instant.ofEpochSecond(number(fields, 1), number(fields, 2))
                        .toString());
    }

    private static JsonNode raw(String json) {
        try {
            return json.isEmpty() ? NODES.nullNode() : MAPPER.readTree(json);
        } catch (IOException e) {
            throw new StatusException(400, "BadRequest", "the body holds JSON that cannot be read: " + e.getMessage());
        }
    }

    private static long number(Map<Integer, Object> fields, int number) {
        return fields.get(number) instanceof Long value ? value : 0;
    }

    private static String text(Map<Integer, Object> fields, int number) {
        return fields.get(number) instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : "";
    }
}
