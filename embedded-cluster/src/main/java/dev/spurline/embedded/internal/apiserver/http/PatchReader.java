// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.cluster.internal.yaml.YamlException;
import dev.spurline.embedded.internal.apiserver.kinds.ResourceKind.Trait;
import dev.spurline.embedded.internal.apiserver.patch.JsonPatch;
import dev.spurline.embedded.internal.apiserver.patch.MergePatch;
import dev.spurline.embedded.internal.apiserver.patch.StrategicMergePatch;
import dev.spurline.embedded.internal.apiserver.registry.ObjectPatch;
import dev.spurline.embedded.internal.apiserver.registry.RequestTarget;
import dev.spurline.embedded.internal.apiserver.status.StatusException;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;

/** Chooses the patch algorithm by the media type. */
final class PatchReader {

    static final String APPLY = "application/apply-patch+yaml";

    private static final String JSON = "application/json-patch+json";
    private static final String MERGE = "application/merge-patch+json";
    private static final String STRATEGIC = "application/strategic-merge-patch+json";
    private static final Set<String> KNOWN = Set.of(JSON, MERGE, STRATEGIC, APPLY);

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private PatchReader() {}

    static ObjectPatch of(ServerRequest request, RequestTarget target) {
        String type = request.contentType();
        requireKnown(type, target.kind().has(Trait.CUSTOM));
        JsonNode patch = patch(request);
        if (!type.equals(JSON)) {
            requireObject(patch);
        }
        return switch (type) {
            case JSON -> (live, schema) -> JsonPatch.apply(live, patch);
            case MERGE -> (live, schema) -> object(MergePatch.apply(live, object(patch)));
            default -> (live, schema) -> StrategicMergePatch.apply(live, object(patch), schema.type());
        };
    }

    private static JsonNode patch(ServerRequest request) {
        try {
            return MAPPER.readTree(request.body().getBytes());
        } catch (IOException e) {
            throw undecodable(GoJson.complaint(request.body().getBytes()));
        }
    }

    private static void requireObject(JsonNode patch) {
        if (patch.isNull()) {
            throw new StatusException(400, "BadRequest", "Invalid JSON Patch");
        }
        if (!patch.isObject()) {
            throw undecodable("json: cannot unmarshal %s into Go value of type map[string]interface {}"
                    .formatted(patch.getNodeType().name().toLowerCase(Locale.ROOT)));
        }
    }

    private static StatusException undecodable(String why) {
        return new StatusException(400, "BadRequest", "error decoding patch: " + why);
    }

    private static void requireKnown(String type, boolean custom) {
        if (type.equals("application/json")) {
            throw new StatusException(415, "UnsupportedMediaType", "415: Unsupported Media Type").about("", "", "");
        }
        if (!KNOWN.contains(type) || (custom && type.equals(STRATEGIC))) {
            String more = custom ? "" : ", application/apply-patch+cbor, " + STRATEGIC;
            throw new StatusException(
                    415,
                    "UnsupportedMediaType",
                    "the body of the request was in an unknown format - accepted media types include: "
                            + String.join(", ", JSON, MERGE, APPLY)
                            + more);
        }
    }

    private static ObjectNode object(JsonNode node) {
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw new StatusException(
                400, "BadRequest", "json: cannot unmarshal array into Go value of type map[string]interface {}");
    }

    private static JsonNode yaml(ServerRequest request) {
        try {
            return YamlBody.tree(request.body());
        } catch (YamlException e) {
            throw new StatusException(
                    400, "BadRequest", "error decoding YAML: error converting YAML to JSON: yaml: " + e.getMessage());
        }
    }

    /** Returns the configuration that a client applies, which may be YAML. */
    static ObjectNode configuration(ServerRequest request, RequestTarget target) {
        ObjectNode configuration = object(yaml(request));
        // Source: applyPatcher.applyPatchToCurrentObject in k8s.io/apiserver/pkg/endpoints/handlers/patch.go.
        request.refuseDoubledKeys(
                complaint -> "error strict decoding YAML: error converting YAML to JSON: " + complaint);
        String version = configuration.path("apiVersion").asText("");
        String kind = configuration.path("kind").asText("");
        boolean other =
                !target.kind().has(Trait.CUSTOM) && !kind.equals(target.kind().kind());
        boolean scale = target.subresource().equals("scale");
        if (version.isEmpty() || kind.isEmpty() || (other && !scale)) {
            String group = version.contains("/") ? version : "/" + version;
            throw new StatusException(400, "BadRequest", "invalid object type: %s, Kind=%s".formatted(group, kind));
        }
        return configuration;
    }
}
