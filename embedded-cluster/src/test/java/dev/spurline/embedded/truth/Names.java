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
package dev.spurline.embedded.truth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The values that stand for <code>{{name}}</code> in one run of a scenario. */
final class Names {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(\\w+)}}");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Map<String, String> values = new HashMap<>();

    Names(String namespace) {
        values.put("ns", namespace);
    }

    String namespace() {
        return values.getOrDefault("ns", "");
    }

    void put(String name, String value) {
        values.put(name, value);
    }

    /** What was never captured is an object elsewhere that does not matter: any uid will do. */
    String fill(String text) {
        Matcher matcher = PLACEHOLDER.matcher(text);
        return matcher.replaceAll(found -> Matcher.quoteReplacement(
                values.computeIfAbsent(found.group(1), name -> UUID.randomUUID().toString())));
    }

    JsonNode fill(JsonNode node) {
        try {
            return MAPPER.readTree(fill(node.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
