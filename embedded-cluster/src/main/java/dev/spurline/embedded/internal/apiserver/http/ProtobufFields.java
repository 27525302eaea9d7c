// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The messages that can be read, with their fields by number. Each line of {@code protobuf-fields.txt} has the name of a
 * message, then number, name and type of each field. A star marks a repeated field, an exclamation mark one whose zero value
 * was meant, {@code ^} one whose fields stand in the message itself and that has no name.
 */
final class ProtobufFields {

    private static final Map<String, Map<Integer, ProtobufField>> MESSAGES = read();

    private ProtobufFields() {}

    /**
     * One field.
     *
     * @param name its name in JSON
     * @param type a scalar, a kind of map, or another message
     * @param repeated whether it is a list
     * @param pointer whether it can be absent, so that its zero value was meant
     * @param inline whether its fields stand in the message itself
     */
    record ProtobufField(String name, String type, boolean repeated, boolean pointer, boolean inline) {

        static ProtobufField of(String name, String type) {
            return new ProtobufField(
                    name, type.replaceAll("[*!^]", ""), type.endsWith("*"), type.endsWith("!"), type.startsWith("^"));
        }
    }

    static boolean know(String message) {
        return MESSAGES.containsKey(message);
    }

    static Map<Integer, ProtobufField> of(String message) {
        return MESSAGES.getOrDefault(message, Map.of());
    }

    private static Map<String, Map<Integer, ProtobufField>> read() {
        try (InputStream stream = ProtobufFields.class.getResourceAsStream("protobuf-fields.txt")) {
            if (stream == null) {
                throw new IllegalStateException("[protobuf-fields.txt] is not on the class path");
            }
            Map<String, Map<Integer, ProtobufField>> messages = new HashMap<>();
            new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> List.of(line.split(" ")))
                    .forEach(words -> messages.put(words.get(0), fields(words.subList(1, words.size()))));
            return messages;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<Integer, ProtobufField> fields(List<String> words) {
        Map<Integer, ProtobufField> fields = new HashMap<>();
        for (String word : words) {
            String[] parts = word.split(":", -1);
            fields.put(Integer.parseInt(parts[0]), ProtobufField.of(parts[1], parts[2]));
        }
        return fields;
    }
}
