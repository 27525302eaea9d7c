// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.blueprint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.cluster.internal.yaml.YamlDocument.Scalar;
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
}
