// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.apply;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Whether the server has made what was sent. It may add what was left open, and nothing else: a route of which admission has
 * taken a condition away would be followed by everybody.
 */
final class Likeness {

    private Likeness() {}

    /** Returns where something is not as it was sent, as a JSON pointer; the first place. */
    static Optional<String> difference(JsonNode sent, JsonNode made) {
        return difference("", sent, made);
    }

    private static Optional<String> difference(String path, JsonNode sent, JsonNode made) {
        if (sent.isObject() && made.isObject()) {
            return sent.properties().stream()
                    .map(field -> difference(path + "/" + field.getKey(), field.getValue(), made.path(field.getKey())))
                    .flatMap(Optional::stream)
                    .findFirst();
        }
        if (sent.isArray() && made.isArray() && sent.size() == made.size()) {
            return IntStream.range(0, sent.size())
                    .mapToObj(i -> difference(path + "/" + i, sent.get(i), made.get(i)))
                    .flatMap(Optional::stream)
                    .findFirst();
        }
        return sent.equals(made) || (sent.isNumber() && sent.asText().equals(made.asText()))
                ? Optional.empty()
                : Optional.of(path);
    }
}
