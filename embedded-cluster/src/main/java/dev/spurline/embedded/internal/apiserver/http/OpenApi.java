// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.kinds.ResourceKind;
import dev.spurline.embedded.internal.apiserver.registry.ObjectRegistry;
import dev.spurline.embedded.internal.apiserver.schema.ObjectSchema;
import dev.spurline.embedded.internal.apiserver.schema.OpenApiSchemas;
import dev.spurline.embedded.internal.apiserver.schema.types.Kind;
import dev.spurline.embedded.internal.version.KubernetesVersion;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** The OpenAPI documents: one of version 3 for each group and version, and an empty one of version 2. */
final class OpenApi {

    private static final String ROOT = "/openapi/v3";

    private final ObjectRegistry registry;

    OpenApi(ObjectRegistry registry) {
        this.registry = registry;
    }

    Optional<ServerResponse> reply(ServerRequest request, String path) {
        if (path.equals("/openapi/v2")) {
            return Optional.of(second(request));
        }
        if (path.equals(ROOT)) {
            return Optional.of(ServerResponse.json(200, index()));
        }
        return path.startsWith(ROOT + "/") ? document(path.substring(ROOT.length() + 1)) : Optional.empty();
    }

    /** Clients that ask for protobuf are told that there is none, and fall back to version 3. */
    private static ServerResponse second(ServerRequest request) {
        String accept = request.header("Accept");
        if (accept.contains("protobuf") && !accept.contains("json")) {
            return ServerResponse.text(406, "");
        }
        ObjectNode document = JsonNodeFactory.instance.objectNode().put("swagger", "2.0");
        document.putObject("info").put("title", "Kubernetes").put("version", KubernetesVersion.tag());
        document.putObject("paths");
        document.putObject("definitions");
        return ServerResponse.json(200, document);
    }

    private ObjectNode index() {
        TreeMap<String, String> documents = new TreeMap<>();
        registry.kinds().stream()
                .forEach(kind -> kind.versions().forEach(version -> {
                    String place = place(kind, version);
                    String hash = OpenApiSchemas.hash(schemas(kinds(place), place));
                    documents.put(place, ROOT + "/" + place + "?hash=" + hash);
                }));
        ObjectNode index = JsonNodeFactory.instance.objectNode();
        ObjectNode paths = index.putObject("paths");
        documents.forEach((place, url) -> paths.putObject(place).put("serverRelativeURL", url));
        return index;
    }

    private static String place(ResourceKind kind, String version) {
        return kind.group().isEmpty() ? "api/" + version : "apis/" + kind.group() + "/" + version;
    }

    private List<ResourceKind> kinds(String place) {
        return registry.kinds().stream()
                .filter(kind -> kind.versions().stream()
                        .anyMatch(version -> place(kind, version).equals(place)))
                .toList();
    }

    private List<ObjectSchema> schemas(List<ResourceKind> kinds, String place) {
        String version = place.substring(place.lastIndexOf('/') + 1);
        return kinds.stream().map(kind -> registry.schemas().of(kind, version)).toList();
    }

    private Optional<ServerResponse> document(String place) {
        List<ResourceKind> kinds = kinds(place);
        if (kinds.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode document = JsonNodeFactory.instance.objectNode().put("openapi", "3.0.0");
        document.putObject("info").put("title", "Kubernetes").put("version", KubernetesVersion.tag());
        ObjectNode paths = document.putObject("paths");
        List<ObjectSchema> schemas = schemas(kinds, place);
        for (int i = 0; i < kinds.size(); i++) {
            describePath(place, kinds.get(i), schemas.get(i).kind(), paths);
        }
        document.putObject("components").set("schemas", OpenApiSchemas.of(schemas));
        return Optional.of(ServerResponse.json(200, document));
    }

    private static void describePath(String place, ResourceKind resource, Kind kind, ObjectNode paths) {
        String namespace = resource.namespaced() ? "/namespaces/{namespace}" : "";
        ObjectNode patch = paths.putObject("/" + place + namespace + "/" + resource.plural() + "/{name}")
                .putObject("patch");
        ArrayNode parameters = patch.putArray("parameters");
        for (String name : List.of("dryRun", "fieldManager", "fieldValidation", "force")) {
            String type = name.equals("force") ? "boolean" : "string";
            parameters
                    .addObject()
                    .put("name", name)
                    .put("in", "query")
                    .putObject("schema")
                    .put("type", type);
        }
        patch.set("x-kubernetes-group-version-kind", OpenApiSchemas.reference(kind));
    }
}
