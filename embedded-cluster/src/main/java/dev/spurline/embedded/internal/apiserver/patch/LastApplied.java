// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.patch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.schema.types.StructType;
import java.util.List;
import java.util.Map;

/**
 * The annotation in which {@code kubectl apply} keeps what it has applied. It lets kubectl go over from applying on its
 * own side to applying on the server's without conflicts with itself.
 *
 * <p>Source: kubernetes.io/docs/reference/using-api/server-side-apply/#migration-between-client-side-and-server-side-apply.
 */
final class LastApplied {

    private static final String ANNOTATION = "kubectl.kubernetes.io/last-applied-configuration";
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    private LastApplied() {}

    /** Returns the fields that kubectl applied on its side and that are still as it left them; none for other writers. */
    static FieldSet fields(ObjectNode live, StructType type, FieldManager writer) {
        JsonNode text = live.path("metadata").path("annotations").path(ANNOTATION);
        if (!writer.manager().equals("kubectl") || !text.isTextual()) {
            return FieldSet.EMPTY;
        }
        try {
            return JSON.readTree(text.asText()) instanceof ObjectNode last
                    ? unchanged(last, live, type)
                    : FieldSet.EMPTY;
        } catch (JsonProcessingException e) {
            return FieldSet.EMPTY;
        }
    }

    private static FieldSet unchanged(ObjectNode last, ObjectNode live, StructType type) {
        if (!last.path("apiVersion").equals(live.path("apiVersion"))) {
            return FieldSet.EMPTY;
        }
        FieldDifference since = FieldDifference.between(last, live, type);
        return FieldSets.of(last, type)
                .minus(since.modified())
                .minus(since.added())
                .minus(since.removed());
    }

    /** Keeps the annotation up to date for a kubectl that goes back to applying on its side. */
    static void update(ObjectNode result, ObjectNode applied, FieldManager writer) {
        boolean kept = result.path("metadata").path("annotations").has(ANNOTATION);
        if (writer.manager().equals("kubectl") && kept) {
            ObjectNode bare = applied.deepCopy();
            if (bare.path("metadata").path("annotations") instanceof ObjectNode annotations) {
                annotations.remove(List.of(ANNOTATION));
            }
            result.withObject("/metadata/annotations").put(ANNOTATION, text(bare));
        }
    }

    private static String text(ObjectNode object) {
        try {
            return JSON.writeValueAsString(JSON.convertValue(object, Map.class)) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("JSON cannot be written", e);
        }
    }
}
