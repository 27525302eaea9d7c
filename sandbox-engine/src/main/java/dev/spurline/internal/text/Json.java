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
package dev.spurline.internal.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.util.Map;

/** Turns values into JSON trees and back. */
public final class Json {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
            .stringQuotingChecker(new Quoting())
            .build()
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS));

    private Json() {}

    /** Returns a value as a tree, an own copy. */
    public static JsonNode tree(Object value) {
        return JSON.valueToTree(value);
    }

    /** Returns a tree as the maps and lists of which fabric8's generic resources consist. */
    @SuppressWarnings("unchecked")
    public static Map<String, Object> map(JsonNode tree) {
        return JSON.convertValue(tree, Map.class);
    }

    /** Returns a tree as a value of fabric8's model. */
    public static <T> T value(JsonNode tree, Class<T> type) {
        return JSON.convertValue(tree, type);
    }

    /** Returns a tree as a YAML document that begins with {@code ---}. */
    public static String yaml(JsonNode tree) {
        try {
            return YAML.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree that cannot be printed", e);
        }
    }

    /**
     * Reads YAML or JSON.
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static JsonNode parse(String yaml) {
        try {
            return YAML.readTree(yaml);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e.getOriginalMessage(), e);
        }
    }
}
