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
package dev.spurline.embedded.internal.apiserver.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.status.StatusException;
import io.fabric8.zjsonpatch.JsonPatch;
import io.fabric8.zjsonpatch.JsonPatchException;
import java.util.function.UnaryOperator;

/** Chooses the patch algorithm by the media type. */
final class Patches {

    private Patches() {}

    static UnaryOperator<ObjectNode> change(String type, JsonNode patch) {
        return switch (type) {
            case "application/json-patch+json" -> old -> json(old, patch);
            case "application/merge-patch+json", "application/strategic-merge-patch+json" ->
                old -> (ObjectNode) merge(old, patch);
            default -> throw unsupported();
        };
    }

    private static StatusException unsupported() {
        return new StatusException(
                415,
                "UnsupportedMediaType",
                "the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml, application/apply-patch+cbor, application/strategic-merge-patch+json");
    }

    private static ObjectNode json(ObjectNode old, JsonNode patch) {
        try {
            return (ObjectNode) JsonPatch.apply(patch, old);
        } catch (JsonPatchException e) {
            throw new StatusException(422, "Invalid", "the server rejected our request due to an error in our request")
                    .about("", "", "");
        }
    }

    private static JsonNode merge(JsonNode old, JsonNode patch) {
        if (!(patch instanceof ObjectNode changes)) {
            return patch;
        }
        ObjectNode merged = old instanceof ObjectNode object ? object : changes.objectNode();
        changes.properties().forEach(change -> {
            if (change.getValue().isNull()) {
                merged.remove(change.getKey());
            } else {
                merged.set(change.getKey(), merge(merged.path(change.getKey()), change.getValue()));
            }
        });
        return merged;
    }
}
