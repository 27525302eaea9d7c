// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.storage.Stored;

/**
 * Answers with the metadata of objects only, when the client asks for no more.
 *
 * <p>Source: kubernetes.io/docs/reference/using-api/api-concepts/#metadata-only-fetches.
 */
final class PartialMetadata {

    private static final String GROUP = "meta.k8s.io/v1";

    private PartialMetadata() {}

    static boolean isWanted(ApiRequest request) {
        return request.header("Accept").split(",", 2)[0].contains("as=PartialObjectMetadata");
    }

    static Reply one(Stored object) {
        return Reply.json(200, of(object));
    }

    static Reply list(Page page) {
        ObjectNode list = JsonNodeFactory.instance
                .objectNode()
                .put("kind", "PartialObjectMetadataList")
                .put("apiVersion", GROUP);
        list.set("metadata", page.metadata());
        page.items().forEach(object -> list.withArray("items").add(of(object)));
        return Reply.json(200, list);
    }

    private static ObjectNode of(Stored object) {
        ObjectNode partial = JsonNodeFactory.instance
                .objectNode()
                .put("kind", "PartialObjectMetadata")
                .put("apiVersion", GROUP);
        partial.set("metadata", object.json().path("metadata"));
        return partial;
    }
}
