// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.schema.types;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Collectors;

/** A JSON value that does not fit the type it should have; the message is the one of the server's decoder. */
public final class MalformedException extends RuntimeException {

    private final String complaint;

    MalformedException(String complaint) {
        super(complaint);
        this.complaint = complaint;
    }

    /** Returns what the decoder says. */
    public String complaint() {
        return complaint;
    }

    /** Returns the failure of a reader that met something else where the metadata should be. */
    public static MalformedException metadata(JsonNode found, String kind) {
        return ScalarValues.misfit(found, kind + ".metadata", "v1.ObjectMeta");
    }

    /** Returns the failure of a strict reader that met fields which the type does not have. */
    public static MalformedException unknown(List<String> paths) {
        String list =
                paths.stream().map(path -> "unknown field \"" + path + "\"").collect(Collectors.joining(", "));
        return new MalformedException("strict decoding error: " + list);
    }
}
