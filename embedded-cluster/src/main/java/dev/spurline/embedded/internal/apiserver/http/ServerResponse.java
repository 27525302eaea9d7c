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
public record ServerResponse(int code, String contentType, Buffer body, OptionalInt retryAfter) {

    static final String JSON = "application/json";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    ServerResponse(int code, String contentType, Buffer body) {
        this(code, contentType, body, OptionalInt.empty());
    }

    static ServerResponse json(int code, JsonNode node) {
        try {
            return new ServerResponse(code, JSON, Buffer.buffer(MAPPER.writeValueAsBytes(node)));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ServerResponse json(int code, Buffer body) {
        return new ServerResponse(code, JSON, body);
    }

    static ServerResponse text(int code, String text) {
        return new ServerResponse(
                code, "text/plain; charset=utf-8", Buffer.buffer(text.getBytes(StandardCharsets.UTF_8)));
    }

    static ServerResponse failure(StatusException failure) {
        JsonNode seconds = failure.status().path("details").path("retryAfterSeconds");
        return new ServerResponse(
                failure.code(),
                JSON,
                json(failure.code(), failure.status()).body(),
                seconds.isInt() ? OptionalInt.of(seconds.intValue()) : OptionalInt.empty());
    }
}
