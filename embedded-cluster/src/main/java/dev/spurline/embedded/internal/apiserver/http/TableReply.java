// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.kinds.ResourceKind.Trait;
import dev.spurline.embedded.internal.apiserver.registry.ObjectRegistry;
import dev.spurline.embedded.internal.apiserver.registry.RequestTarget;
import dev.spurline.embedded.internal.apiserver.schema.tables.Table;
import dev.spurline.embedded.internal.apiserver.schema.types.Kind;
import dev.spurline.embedded.internal.apiserver.storage.StoredObject;
import java.time.Instant;
import java.util.List;

/**
 * Answers with a table when the client asks for one, as {@code kubectl get} does.
 *
 * <p>Source: kubernetes.io/docs/reference/using-api/api-concepts/#receiving-resources-as-tables.
 */
final class TableReply {

    private static final String DEFINITIONS = "customresourcedefinitions.apiextensions.k8s.io";

    private final ObjectRegistry registry;

    TableReply(ObjectRegistry registry) {
        this.registry = registry;
    }

    static boolean isWanted(ServerRequest request) {
        return request.header("Accept").contains("as=Table");
    }

    ServerResponse one(ServerRequest request, RequestTarget target, StoredObject object) {
        ObjectNode metadata = JsonNodeFactory.instance.objectNode();
        metadata.set("resourceVersion", object.json().path("metadata").path("resourceVersion"));
        return reply(request, target, List.of(object.json()), metadata);
    }

    ServerResponse page(ServerRequest request, RequestTarget target, ListPage page) {
        List<ObjectNode> objects = page.items().stream().map(StoredObject::json).toList();
        ObjectNode metadata = page.metadata().deepCopy();
        if (metadata.path("continue").asText("").isEmpty()) {
            metadata.remove("continue");
        }
        return reply(request, target, objects, metadata);
    }

    private ServerResponse reply(
            ServerRequest request, RequestTarget target, List<ObjectNode> objects, JsonNode metadata) {
        String include = request.parameter("includeObject").orElse("Metadata");
        return ServerResponse.json(200, table(target).of(objects, metadata, include));
    }

    private Table table(RequestTarget target) {
        Instant now = Instant.now();
        Kind kind =
                new Kind(target.kind().group(), target.version(), target.kind().kind());
        if (!target.kind().has(Trait.CUSTOM)) {
            return Table.builtIn(kind, now);
        }
        JsonNode definition = registry.store()
                .get(DEFINITIONS, target.kind().resource())
                .<JsonNode>map(StoredObject::json)
                .orElseGet(JsonNodeFactory.instance::objectNode);
        return Table.custom(definition, target.version(), now);
    }
}
