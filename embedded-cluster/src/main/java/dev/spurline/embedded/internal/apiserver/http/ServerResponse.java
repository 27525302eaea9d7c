// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spurline.embedded.internal.apiserver.status.StatusException;
import io.vertx.core.buffer.Buffer;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/** A complete answer. */
public record Reply(int code, String contentType, Buffer body, OptionalInt retryAfter) {

    static final String JSON = "application/json";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    Reply(int code, String contentType, Buffer body) {
        this(code, contentType, body, OptionalInt.empty());
    }

    static Reply json(int code, JsonNode node) {
        try {
            return new Reply(code, JSON, Buffer.buffer(MAPPER.writeValueAsBytes(node)));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Reply json(int code, Buffer body) {
        return new Reply(code, JSON, body);
    }

    static Reply text(int code, String text) {
        return new Reply(code, "text/plain; charset=utf-8", Buffer.buffer(text.getBytes(StandardCharsets.UTF_8)));
    }

    static Reply failure(StatusException failure) {
        JsonNode seconds = failure.status().path("details").path("retryAfterSeconds");
        return new Reply(
                failure.code(),
                JSON,
                json(failure.code(), failure.status()).body(),
                seconds.isInt() ? OptionalInt.of(seconds.intValue()) : OptionalInt.empty());
    }
}
