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

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.kinds.ResourceKind.Trait;
import dev.spurline.embedded.internal.apiserver.registry.Target;
import dev.spurline.embedded.internal.apiserver.storage.Stored;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/** Writes objects in the version in which a client speaks; their stored bytes are used as they are. */
record Encoding(Target target) {

    Buffer object(Stored stored) {
        return Buffer.buffer(stored.body().length + 64).appendString(head()).appendBytes(stored.body());
    }

    Buffer object(ObjectNode node) {
        if (!node.path("kind").asText().equals(target.kind().kind())) {
            return Reply.json(200, node).body();
        }
        return Buffer.buffer().appendString(head()).appendBytes(Stored.body(node));
    }

    private String head() {
        return "{\"kind\":\"%s\",\"apiVersion\":\"%s\",".formatted(target.kind().kind(), target.apiVersion());
    }

    Buffer list(List<Stored> items, ObjectNode metadata) {
        Buffer buffer = Buffer.buffer(items.size() * 1024 + 256)
                .appendString("{\"kind\":\"%sList\",\"apiVersion\":\"%s\",\"metadata\":%s,\"items\":["
                        .formatted(target.kind().kind(), target.apiVersion(), metadata));
        for (int i = 0; i < items.size(); i++) {
            buffer.appendString(i == 0 ? itemHead() : "," + itemHead())
                    .appendBytes(items.get(i).body());
        }
        return buffer.appendString("]}");
    }

    /** Items of built-in lists do not repeat their type. */
    private String itemHead() {
        return target.kind().has(Trait.CUSTOM) ? head() : "{";
    }

    Buffer event(String type, Buffer object) {
        return Buffer.buffer(object.length() + 40)
                .appendString("{\"type\":\"%s\",\"object\":".formatted(type))
                .appendBuffer(object)
                .appendString("}\n");
    }
}
