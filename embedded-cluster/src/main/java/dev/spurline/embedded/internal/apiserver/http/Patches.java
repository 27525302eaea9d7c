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
import dev.spurline.embedded.internal.apiserver.patch.JsonPatch;
import dev.spurline.embedded.internal.apiserver.patch.MergePatch;
import dev.spurline.embedded.internal.apiserver.patch.StrategicMergePatch;
import dev.spurline.embedded.internal.apiserver.schema.Cause;
import dev.spurline.embedded.internal.apiserver.schema.Kind;
import dev.spurline.embedded.internal.apiserver.schema.ObjectSchema;
import dev.spurline.embedded.internal.apiserver.schema.Rejection;
import dev.spurline.embedded.internal.apiserver.status.StatusException;
import java.util.List;
import java.util.function.UnaryOperator;

/** Chooses the patch algorithm by the media type. */
final class Patches {

    static final String APPLY = "application/apply-patch+yaml";

    private static final String FOR_ALL = "application/json-patch+json, application/merge-patch+json, " + APPLY;

    private Patches() {}

    static UnaryOperator<ObjectNode> change(ApiRequest request, ObjectSchema schema) {
        JsonNode patch = request.json();
        return switch (request.contentType()) {
            case "application/json-patch+json" -> old -> JsonPatch.apply(old, patch);
            case "application/merge-patch+json" -> old -> (ObjectNode) MergePatch.apply(old, object(patch));
            case "application/strategic-merge-patch+json" -> strategic(object(patch), schema);
            case "application/json" -> throw plain();
            default -> throw unsupported(schema.isBuiltIn());
        };
    }

    private static UnaryOperator<ObjectNode> strategic(ObjectNode patch, ObjectSchema schema) {
        if (!schema.isBuiltIn()) {
            throw unsupported(false);
        }
        return old -> StrategicMergePatch.apply(old, patch, schema.type());
    }

    private static ObjectNode object(JsonNode patch) {
        if (patch instanceof ObjectNode object) {
            return object;
        }
        throw Rejection.badRequest("json: cannot unmarshal array into Go value of type map[string]interface {}");
    }

    /** Checks the options of an apply. */
    static void requireManager(ApiRequest request) {
        if (request.parameter("fieldManager").filter(name -> !name.isEmpty()).isEmpty()) {
            throw refused(Cause.required("fieldManager", "is required for apply patch"));
        }
    }

    /** Refuses what only an apply may say. */
    static void refuseForce(ApiRequest request) {
        if (request.parameter("force").isPresent()) {
            throw refused(Cause.forbidden("force", "may not be specified for non-apply patch"));
        }
    }

    private static StatusException refused(Cause cause) {
        return Rejection.invalid(Kind.of("meta.k8s.io/v1", "PatchOptions"), "", List.of(cause));
    }

    private static StatusException plain() {
        return new StatusException(415, "UnsupportedMediaType", "415: Unsupported Media Type").about("", "", "");
    }

    private static StatusException unsupported(boolean builtIn) {
        String more = builtIn ? ", application/apply-patch+cbor, application/strategic-merge-patch+json" : "";
        return new StatusException(
                415,
                "UnsupportedMediaType",
                "the body of the request was in an unknown format - accepted media types include: " + FOR_ALL + more);
    }
}
