// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.schema.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.schema.types.ScalarValues;
import java.util.ArrayList;
import java.util.List;

/** The rules of PersistentVolumeClaims and of a StatefulSet's claim templates. */
public final class ClaimRules {

    private ClaimRules() {}

    public static void check(JsonNode spec, String path, FieldErrorList errors) {
        errors.require(
                !spec.path("accessModes").isEmpty(),
                FieldError.required(path + ".accessModes", "at least 1 access mode is required"));
        errors.require(
                spec.path("resources").path("requests").has("storage"),
                FieldError.required(path + ".resources[storage]", ""));
    }

    /** What a claim asks for stays; the volume and, where none was named, the class may be filled in. */
    public static void checkChange(JsonNode old, JsonNode object, FieldErrorList errors) {
        List<String> free = new ArrayList<>();
        for (String field : List.of("volumeName", "storageClassName")) {
            if (ScalarValues.isZero(old.path("spec").path(field))) {
                free.add(field);
            }
        }
        if (old.path("status").path("phase").asText().equals("Bound")) {
            free.addAll(List.of("resources", "volumeAttributesClassName"));
        }
        if (!fixed(old, free).equals(fixed(object, free))) {
            errors.add(
                    FieldError.forbidden(
                            "spec",
                            "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims"));
        }
    }

    private static JsonNode fixed(JsonNode claim, List<String> free) {
        JsonNode spec = claim.path("spec").deepCopy();
        return spec instanceof ObjectNode object ? object.remove(free) : spec;
    }
}
