// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import dev.spurline.cluster.internal.yaml.KubernetesYaml;
import dev.spurline.cluster.internal.yaml.YamlDocument;
import java.util.Map;

/** Turns values into JSON trees and back. */
public final class JsonTrees {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
            .stringQuotingChecker(new YamlQuoting())
            .build()
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS));

    private JsonTrees() {}

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
     * Reads YAML or JSON as kubectl does.
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static JsonNode parse(String yaml) {
        return tree(KubernetesYaml.document(yaml));
    }

    /** Returns a document as a tree. */
    public static JsonNode tree(YamlDocument document) {
        return JSON.valueToTree(document.value());
    }
}
