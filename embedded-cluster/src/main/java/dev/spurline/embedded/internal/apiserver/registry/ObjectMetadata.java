// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The metadata of one object. */
record ObjectMetadata(ObjectNode node) {

    static ObjectMetadata of(ObjectNode object) {
        return new ObjectMetadata(object.withObject("metadata"));
    }

    static String now() {
        return timestamp(Instant.now());
    }

    static String in(long seconds) {
        return timestamp(Instant.now().plusSeconds(seconds));
    }

    /** Times of Kubernetes have whole seconds. */
    static String timestamp(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    String text(String field) {
        return node.path(field).asText("");
    }

    boolean isDying() {
        return node.hasNonNull("deletionTimestamp");
    }

    List<String> finalizers() {
        List<String> names = new ArrayList<>();
        node.path("finalizers").forEach(name -> names.add(name.asText()));
        return names;
    }

    void finalizers(Collection<String> names) {
        if (names.isEmpty()) {
            node.remove("finalizers");
            return;
        }
        ArrayNode list = node.putArray("finalizers");
        names.forEach(list::add);
    }

    void increaseGeneration() {
        node.put("generation", node.path("generation").asLong() + 1);
    }

    /** Takes a field as it was, or removes it if it was not there. */
    void take(String field, JsonNode from) {
        JsonNode value = from.path(field);
        if (value.isMissingNode()) {
            node.remove(field);
        } else {
            node.set(field, value.deepCopy());
        }
    }
}
