// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.storage.StoredObject;

/**
 * Answers with the metadata of objects only, when the client asks for no more.
 *
 * <p>Source: kubernetes.io/docs/reference/using-api/api-concepts/#metadata-only-fetches.
 */
final class PartialMetadata {

    static final String KIND = "PartialObjectMetadata";
    static final String GROUP = "meta.k8s.io/v1";

    private PartialMetadata() {}

    static boolean isWanted(ServerRequest request) {
        return request.header("Accept").split(",", 2)[0].contains("as=" + KIND);
    }

    static ServerResponse one(StoredObject object) {
        return ServerResponse.json(200, of(object.json()));
    }

    static ServerResponse list(ListPage page) {
        ObjectNode list = JsonNodeFactory.instance
                .objectNode()
                .put("kind", "PartialObjectMetadataList")
                .put("apiVersion", GROUP);
        list.set("metadata", page.metadata());
        page.items().forEach(object -> list.withArray("items").add(of(object.json())));
        return ServerResponse.json(200, list);
    }

    static ObjectNode of(JsonNode object) {
        ObjectNode partial =
                JsonNodeFactory.instance.objectNode().put("kind", KIND).put("apiVersion", GROUP);
        partial.set("metadata", object.path("metadata"));
        return partial;
    }
}
