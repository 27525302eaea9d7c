// SPDX-License-Identifier: Apache-2.0
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
