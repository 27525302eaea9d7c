// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.http;

import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A request that came over a connection. */
record HttpExchange(Vertx vertx, HttpServerRequest connection) implements ApiExchange {

    @Override
    public String method() {
        return connection.method().name();
    }

    @Override
    public String uri() {
        return connection.uri();
    }

    @Override
    public @Nullable String header(String name) {
        return connection.getHeader(name);
    }

    @Override
    public void warn(String warning) {
        MultiMap headers = connection.response().headers();
        if (!headers.contains("Warning", warning, false)) {
            headers.add("Warning", warning);
        }
    }

    @Override
    public void stream(Consumer<EventSink> opened) {
        Context context = vertx.getOrCreateContext();
        if ("websocket".equalsIgnoreCase(header("Upgrade"))) {
            connection.toWebSocket().onSuccess(socket -> opened.accept(EventSink.webSocket(socket, context)));
        } else {
            opened.accept(EventSink.chunked(connection.response(), context));
        }
    }

    @Override
    public int code() {
        return connection.response().getStatusCode();
    }

    @Override
    public void answer(ServerResponse reply) {
        HttpServerResponse response = connection.response();
        if (response.ended() || response.headWritten()) {
            return;
        }
        reply.retryAfter().ifPresent(seconds -> response.putHeader("Retry-After", Integer.toString(seconds)));
        if (!reply.contentType().isEmpty()) {
            response.putHeader("Content-Type", reply.contentType());
        }
        response.setStatusCode(reply.code())
                .putHeader("Cache-Control", "no-cache, private")
                .putHeader("Date", HttpDate.now())
                .end(reply.body());
    }
}
