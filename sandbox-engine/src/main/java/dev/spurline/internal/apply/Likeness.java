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
