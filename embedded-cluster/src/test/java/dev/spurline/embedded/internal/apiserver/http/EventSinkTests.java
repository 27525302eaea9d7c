// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A client may leave at any moment, also between two events. */
class EventSinkTests {

    private final Vertx vertx = Vertx.vertx();
    private final CompletableFuture<EventSink> opened = new CompletableFuture<>();
    private final CompletableFuture<Void> left = new CompletableFuture<>();

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void aWebSocketThatIsClosedTakesNothingMore() throws IOException {
        takesNothingMore(
                """
                Upgrade: websocket\r
                Connection: Upgrade\r
                Sec-WebSocket-Version: 13\r
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                """, (request, context) -> request.toWebSocket().map(socket -> EventSink.webSocket(socket, context)));
    }

    @Test
    void anAnswerThatIsClosedTakesNothingMore() throws IOException {
        takesNothingMore(
                "", (request, context) -> Future.succeededFuture(EventSink.chunked(request.response(), context)));
    }

    private void takesNothingMore(String headers, BiFunction<HttpServerRequest, Context, Future<EventSink>> open)
            throws IOException {
        HttpServer server = vertx.createHttpServer()
                .requestHandler(request -> open.apply(request, vertx.getOrCreateContext())
                        .onSuccess(sink -> {
                            sink.onClose(() -> left.complete(null));
                            opened.complete(sink);
                        }));
        int port = server.listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            client.getOutputStream()
                    .write(("GET / HTTP/1.1\r\nHost: here\r\n" + headers + "\r\n").getBytes(StandardCharsets.US_ASCII));
            assertThat(opened.join().isFull()).isFalse();
        }
        EventSink sink = opened.join();
        await().until(left::isDone);
        assertThat(sink.isFull()).isTrue();
        sink.write(List.of(Buffer.buffer("late")));
        sink.end();
    }
}
