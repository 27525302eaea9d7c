// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.kinds.ResourceKind.Trait;
import dev.spurline.embedded.internal.apiserver.registry.RequestTarget;
import dev.spurline.embedded.internal.apiserver.storage.StoredObject;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes objects in the version in which a client speaks; their stored bytes are used as they are. */
final class ObjectEncoding {

    private static final byte[] OPEN = {'{'};

    private final RequestTarget target;
    private final byte[] head;
    private final boolean partial;

    ObjectEncoding(RequestTarget target) {
        this(target, target.kind().kind(), target.apiVersion(), false);
    }

    private ObjectEncoding(RequestTarget target, String kind, String apiVersion, boolean partial) {
        this.target = target;
        this.head = bytes("{\"kind\":\"" + kind + "\",\"apiVersion\":\"" + apiVersion + "\",");
        this.partial = partial;
    }

    /** Returns one of which a client gets the metadata of objects only. */
    static ObjectEncoding ofMetadata(RequestTarget target) {
        return new ObjectEncoding(target, PartialMetadata.KIND, PartialMetadata.GROUP, true);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    Buffer object(StoredObject stored) {
        byte[] body = body(stored);
        return Buffer.buffer(head.length + body.length).appendBytes(head).appendBytes(body);
    }

    Buffer object(ObjectNode node) {
        if (!node.path("kind").asText().equals(target.kind().kind())) {
            return ServerResponse.json(200, node).body();
        }
        return Buffer.buffer()
                .appendBytes(head)
                .appendBytes(StoredObject.body(partial ? PartialMetadata.of(node) : node));
    }

    private byte[] body(StoredObject stored) {
        return partial ? StoredObject.body(PartialMetadata.of(stored.json())) : stored.body();
    }

    Buffer list(List<StoredObject> items, ObjectNode metadata) {
        // Items of built-in lists do not repeat their type.
        byte[] itemHead = target.kind().has(Trait.CUSTOM) ? head : OPEN;
        int length = items.stream()
                .mapToInt(item -> item.body().length + itemHead.length + 1)
                .sum();
        Buffer buffer = Buffer.buffer(length + 512)
                .appendString("{\"kind\":\"%sList\",\"apiVersion\":\"%s\",\"metadata\":%s,\"items\":["
                        .formatted(target.kind().kind(), target.apiVersion(), metadata));
        for (int i = 0; i < items.size(); i++) {
            if (i > 0) {
                buffer.appendByte((byte) ',');
            }
            buffer.appendBytes(itemHead).appendBytes(items.get(i).body());
        }
        return buffer.appendString("]}");
    }

    /** Writes an event of an object that is stored. */
    Buffer event(String type, StoredObject stored) {
        byte[] body = body(stored);
        return opened(type, head.length + body.length)
                .appendBytes(head)
                .appendBytes(body)
                .appendString("}\n");
    }

    /** Writes an event of anything. */
    Buffer event(String type, Buffer object) {
        return opened(type, object.length()).appendBuffer(object).appendString("}\n");
    }

    private static Buffer opened(String type, int length) {
        return Buffer.buffer(length + 40)
                .appendString("{\"type\":\"")
                .appendString(type)
                .appendString("\",\"object\":");
    }
}
