// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.blueprint;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One object of a manifest.
 *
 * @param json the object
 * @param place where it stands, for messages
 */
record ManifestObject(ObjectNode json, String place) {

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
