// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.proxy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A response's body and trailers on their way to the client, with back-pressure. Belongs to one event loop. */
final class ResponseBody {

    private final HttpClientResponse from;
    private final HttpServerResponse to;
    private final BiConsumer<HttpClientResponse, @Nullable Buffer> complete;
    private final Consumer<HttpClientResponse> cutOff;
    private final Runnable moved;
    private final long announced;
    private @Nullable Buffer whole;
    private boolean abandoned;

    /**
     * Prepares the way.
     *
     * @param complete ends the response, with the last chunk if that has been held back
     * @param cutOff told if the body breaks off
     * @param moved told of each piece
     */
    ResponseBody(
            HttpClientResponse from,
            HttpServerResponse to,
            BiConsumer<HttpClientResponse, @Nullable Buffer> complete,
            Consumer<HttpClientResponse> cutOff,
            Runnable moved) {
        this.from = from;
        this.to = to;
        this.complete = complete;
        this.cutOff = cutOff;
        this.moved = moved;
        this.announced = length(from.getHeader(HttpHeaders.CONTENT_LENGTH));
    }

    void start() {
        from.handler(this::received);
        from.exceptionHandler(broken -> broken());
        from.endHandler(nothing -> ended());
    }

    /** From now on what still comes counts for nothing: it may be on its way already when its attempt is given up. */
    void abandon() {
        abandoned = true;
    }

    /** A body that comes in one piece leaves in one, together with its head. */
    private void received(Buffer chunk) {
        if (abandoned) {
            return;
        }
        moved.run();
        if (chunk.length() == announced) {
            whole = chunk;
            return;
        }
        to.write(chunk);
        if (to.writeQueueFull()) {
            from.pause();
            to.drainHandler(nothing -> from.resume());
        }
    }

    private void broken() {
        if (!abandoned) {
            cutOff.accept(from);
        }
    }

    private void ended() {
        if (abandoned) {
            return;
        }
        if (!from.trailers().isEmpty()) {
            to.trailers().addAll(from.trailers());
        }
        complete.accept(from, whole);
    }

    private static long length(@Nullable String header) {
        return header != null && header.matches("[0-9]{1,18}") ? Long.parseLong(header) : -1;
    }
}
