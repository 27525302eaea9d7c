// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.inprocess;

import dev.spurline.embedded.internal.apiserver.http.ServerResponse;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.StandardHttpHeaders;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** An answer, whose body is there when it is asked for. */
final class InProcessResponse extends StandardHttpHeaders implements HttpResponse<AsyncBody>, AsyncBody {

    private final HttpRequest request;
    private final ServerResponse reply;
    private final Consumer<List<ByteBuffer>> consumer;
    private final AtomicBoolean consumed = new AtomicBoolean();
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    InProcessResponse(
            HttpRequest request, ServerResponse reply, List<String> warnings, Consumer<List<ByteBuffer>> consumer) {
        super(headers(reply, warnings));
        this.request = request;
        this.reply = reply;
        this.consumer = consumer;
    }

    private static Map<String, List<String>> headers(ServerResponse reply, List<String> warnings) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        if (!reply.contentType().isEmpty()) {
            headers.put("Content-Type", List.of(reply.contentType()));
        }
        if (!warnings.isEmpty()) {
            headers.put("Warning", List.copyOf(warnings));
        }
        reply.retryAfter().ifPresent(seconds -> headers.put("Retry-After", List.of(Integer.toString(seconds))));
        return headers;
    }

    @Override
    public void consume() {
        if (!consumed.compareAndSet(false, true)) {
            return;
        }
        try {
            consumer.consume(List.of(ByteBuffer.wrap(reply.body().getBytes())), this);
            done.complete(null);
        } catch (Exception e) {
            done.completeExceptionally(e);
        }
    }

    @Override
    public CompletableFuture<Void> done() {
        return done;
    }

    @Override
    public void cancel() {
        done.cancel(false);
    }

    @Override
    public int code() {
        return reply.code();
    }

    @Override
    public AsyncBody body() {
        return this;
    }

    @Override
    public HttpRequest request() {
        return request;
    }

    @Override
    public Optional<HttpResponse<?>> previousResponse() {
        return Optional.empty();
    }
}
