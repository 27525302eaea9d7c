// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.inprocess;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.StandardHttpClient;
import io.fabric8.kubernetes.client.http.StandardHttpRequest;
import io.fabric8.kubernetes.client.http.StandardHttpRequest.ByteArrayBodyContent;
import io.fabric8.kubernetes.client.http.StandardHttpRequest.StringBodyContent;
import io.fabric8.kubernetes.client.http.StandardWebSocketBuilder;
import io.fabric8.kubernetes.client.http.WebSocket;
import io.fabric8.kubernetes.client.http.WebSocketResponse;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** Asks an API server by calling it; a request is answered on the thread that sends it. */
final class InProcessHttpClient
        extends StandardHttpClient<InProcessHttpClient, InProcessHttpClientFactory, InProcessHttpClientBuilder> {

    private final InProcessHttpClientFactory origin;

    InProcessHttpClient(InProcessHttpClientBuilder builder, AtomicBoolean closed) {
        super(builder, closed);
        this.origin = builder.getClientFactory();
    }

    @Override
    public CompletableFuture<HttpResponse<AsyncBody>> consumeBytesDirect(
            StandardHttpRequest request, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
        if (isClosed()) {
            return CompletableFuture.failedFuture(closed());
        }
        InProcessCall call = new InProcessCall(request);
        origin.api().answerInProcess(call, body(request));
        return call.reply().thenApply(reply -> new InProcessResponse(request, reply, call.warnings(), consumer));
    }

    @Override
    public CompletableFuture<WebSocketResponse> buildWebSocketDirect(
            StandardWebSocketBuilder builder, WebSocket.Listener listener) {
        if (isClosed()) {
            return CompletableFuture.failedFuture(closed());
        }
        InProcessWatch watch =
                new InProcessWatch(builder.asHttpRequest(), listener, origin.threads(), origin.watches());
        origin.api().answerInProcess(watch, Buffer.buffer());
        if (isClosed()) {
            // Whoever closed the client may have missed it among the open ones.
            doClose();
        }
        return watch.opened();
    }

    private static Buffer body(StandardHttpRequest request) {
        StandardHttpRequest.BodyContent body = request.body();
        if (body == null) {
            return Buffer.buffer();
        }
        if (body instanceof StringBodyContent text) {
            return Buffer.buffer(text.getContent().getBytes(StandardCharsets.UTF_8));
        }
        if (body instanceof ByteArrayBodyContent bytes) {
            return Buffer.buffer(bytes.getContent());
        }
        throw new IllegalArgumentException("Not a body that can be sent: " + body);
    }

    private static IllegalStateException closed() {
        return new IllegalStateException("Client is closed");
    }

    @Override
    protected void doClose() {
        origin.watches().forEach(InProcessWatch::abandon);
    }
}
