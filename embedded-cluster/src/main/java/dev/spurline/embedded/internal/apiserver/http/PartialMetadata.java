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

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.storage.Stored;

/** Answers with the metadata of objects only, when the client asks for no more. */
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
