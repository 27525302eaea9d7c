// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One version of one object; nobody may change its JSON. Serialises itself at most once, however many watch it. */
public final class StoredObject {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final ObjectNode json;
    private final long revision;
    private volatile byte @Nullable [] body;

    StoredObject(ObjectNode json, long revision) {
        this.json = json;
        this.revision = revision;
    }

    /** Returns the object itself, not to be changed. */
    public ObjectNode json() {
        return json;
    }

    /** Tells whether a JSON object is this version's own, not only like it. */
    @SuppressWarnings("ReferenceEquality") // what was changed after it was stored is another one
    public boolean holds(ObjectNode object) {
        return json == object;
    }

    /** Returns a copy to work on. */
    public ObjectNode copy() {
        return json.deepCopy();
    }

    /** Returns the revision that made this version. */
    public long revision() {
        return revision;
    }

    /** Returns the object's members but kind and apiVersion, as JSON with the closing brace and without the opening one. */
    public byte[] body() {
        byte[] known = body;
        if (known == null) {
            known = body(json);
            body = known;
        }
        return known;
    }

    /** Returns the members of an object but kind and apiVersion, in the form of {@link #body()}. */
    public static byte[] body(ObjectNode object) {
        ObjectNode rest = object.objectNode().setAll(object);
        rest.remove(List.of("kind", "apiVersion"));
        try {
            byte[] whole = MAPPER.writeValueAsBytes(rest);
            return java.util.Arrays.copyOfRange(whole, 1, whole.length);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
