// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.blueprint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.cluster.internal.yaml.YamlDocument.Scalar;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/**
 * One object of a manifest.
 *
 * @param json the object
 * @param place where it stands, for messages
 * @param scalars its values as they were written, by path
 */
record ManifestObject(ObjectNode json, String place, Map<String, Scalar> scalars) {

    String apiVersion() {
        return json.path("apiVersion").asText();
    }

    String kind() {
        return json.path("kind").asText();
    }

    String name() {
        return json.path("metadata").path("name").asText();
    }

    String namespace() {
        return json.path("metadata").path("namespace").asText();
    }

    void namespace(String namespace) {
        json.withObject("/metadata").put("namespace", namespace);
    }

    String title() {
        return kind() + " " + name();
    }

    /** Returns the object with some of its values as text, by path. */
    ManifestObject with(Map<String, String> texts) {
        ObjectNode changed = json.deepCopy();
        Map<String, Scalar> rest = new HashMap<>(scalars);
        texts.forEach((path, text) -> {
            rest.remove(path);
            set(changed, path, text);
        });
        return new ManifestObject(changed, place, rest);
    }

    /** Keys of labels have dots: each step takes the longest key that fits. */
    private static void set(JsonNode node, String path, String text) {
        if (node instanceof ArrayNode list) {
            int end = path.indexOf(']');
            set(list.get(Integer.parseInt(path.substring(1, end))), path.substring(end + 1), text);
        } else if (node instanceof ObjectNode object) {
            String rest = path.startsWith(".") ? path.substring(1) : path;
            object.properties().stream()
                    .map(Map.Entry::getKey)
                    .filter(key -> rest.equals(key) || rest.startsWith(key + ".") || rest.startsWith(key + "["))
                    .max(Comparator.comparingInt(String::length))
                    .ifPresent(key -> {
                        if (rest.equals(key)) {
                            object.put(key, text);
                        } else {
                            set(object.get(key), rest.substring(key.length()), text);
                        }
                    });
        }
    }
}
