// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.connect;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.StandardHttpClient;
import io.fabric8.kubernetes.client.http.StandardHttpRequest;
import io.fabric8.kubernetes.client.http.StandardWebSocketBuilder;
import io.fabric8.kubernetes.client.http.WebSocket;
import io.fabric8.kubernetes.client.http.WebSocketResponse;
import io.fabric8.kubernetes.client.vertx.VertxHttpClient;
import io.vertx.core.Vertx;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Sends requests by the client library, and opens its WebSockets on the threads that serve them. Opened on another thread, a
 * WebSocket can have spoken, or be closed, before the library listens: messages that came with the handshake were lost, and
 * one that was closed at once was never told to be open.
 */
final class ClusterHttpClient extends StandardHttpClient<ClusterHttpClient, ClusterHttp, ClusterHttpBuilder> {

    private final VertxHttpClient<ClusterHttp> library;
    private final Vertx vertx;

    ClusterHttpClient(
            ClusterHttpBuilder builder, AtomicBoolean closed, VertxHttpClient<ClusterHttp> library, Vertx vertx) {
        super(builder, closed);
        this.library = library;
        this.vertx = vertx;
    }

    /** Returns a client over the same connections, with what another builder says of requests. */
    ClusterHttpClient derived(ClusterHttpBuilder other) {
        return new ClusterHttpClient(other, getClosed(), library, vertx);
    }

    @Override
    public CompletableFuture<HttpResponse<AsyncBody>> consumeBytesDirect(
            StandardHttpRequest request, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
        return library.consumeBytesDirect(request, consumer);
    }

    @Override
    public CompletableFuture<WebSocketResponse> buildWebSocketDirect(
            StandardWebSocketBuilder builder, WebSocket.Listener listener) {
        CompletableFuture<WebSocketResponse> opened = new CompletableFuture<>();
        try {
            vertx.getOrCreateContext().runOnContext(ignored -> open(builder, listener, opened));
        } catch (RejectedExecutionException e) {
            opened.completeExceptionally(new IllegalStateException("Client is closed", e));
        }
        return opened;
    }

    private void open(
            StandardWebSocketBuilder builder,
            WebSocket.Listener listener,
            CompletableFuture<WebSocketResponse> opened) {
        try {
            var unused = library.buildWebSocketDirect(builder, listener).whenComplete((response, failure) -> {
                if (failure == null) {
                    opened.complete(response);
                } else {
                    opened.completeExceptionally(failure);
                }
            });
        } catch (RuntimeException e) {
            opened.completeExceptionally(e);
        }
    }

    @Override
    protected void doClose() {
        library.close();
        vertx.close();
    }
}
