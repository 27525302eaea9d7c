// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.watch;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.utils.URLUtils;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One watch request: lines, until either side ends it.
 *
 * <p>fabric8's own watch opens it again by itself, without a word to anybody; here the caller must know whether he has
 * missed something.
 */
final class EventStream {

    private final Sink sink;
    private final Executor executor;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private CompletableFuture<@Nullable Void> tail = CompletableFuture.completedFuture(null);
    private @Nullable AsyncBody body;
    private boolean closed;

    private EventStream(Sink sink, Executor executor) {
        this.sink = sink;
        this.executor = executor;
    }

    /** Takes what comes, one thing after the other, on the executor. */
    interface Sink {

        /** Takes a line. */
        void line(byte[] json);

        /** Takes the end, unless the stream was closed by its owner: null if the server ended it in order. */
        void end(@Nullable Throwable failure);
    }

    static EventStream open(KubernetesClient client, String path, Sink sink, Executor executor) {
        EventStream stream = new EventStream(sink, executor);
        HttpClient http = client.getHttpClient();
        HttpRequest request = http.newHttpRequestBuilder()
                .uri(URLUtils.join(client.getMasterUrl().toString(), path))
                .forStreaming()
                .build();
        var unused = http.consumeBytes(request, stream::take).whenComplete(stream::answered);
        return stream;
    }

    private void answered(@Nullable HttpResponse<AsyncBody> response, @Nullable Throwable failure) {
        if (response == null) {
            run(() -> sink.end(failure == null ? new IllegalStateException("no answer") : failure));
            return;
        }
        AsyncBody answer = response.body();
        if (!response.isSuccessful() || !keep(answer)) {
            answer.cancel();
            run(() -> sink.end(new KubernetesClientException(
                    "the watch is refused with [%d %s]".formatted(response.code(), response.message()),
                    response.code(),
                    null)));
            return;
        }
        var unused = answer.done().whenComplete((done, broken) -> run(() -> sink.end(broken)));
        answer.consume();
    }

    private synchronized boolean keep(AsyncBody answer) {
        body = answer;
        return !closed;
    }

    private void take(List<ByteBuffer> buffers, AsyncBody from) {
        List<byte[]> lines = new ArrayList<>();
        buffers.forEach(buffer -> cut(buffer, lines));
        run(() -> {
            lines.forEach(this::hand);
            from.consume();
        });
    }

    private void hand(byte[] json) {
        if (!closed()) {
            sink.line(json);
        }
    }

    private void cut(ByteBuffer buffer, List<byte[]> lines) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        int start = 0;
        for (int at = 0; at < bytes.length; at++) {
            if (bytes[at] == '\n') {
                line.write(bytes, start, at - start);
                start = at + 1;
                if (line.size() > 0) {
                    lines.add(line.toByteArray());
                    line.reset();
                }
            }
        }
        line.write(bytes, start, bytes.length - start);
    }

    /** Once the engine is closed, and with it whoever would listen, this does nothing. */
    private synchronized void run(Runnable task) {
        tail = tail.handleAsync(
                (done, failure) -> {
                    if (!closed()) {
                        task.run();
                    }
                    return null;
                },
                executor);
    }

    private synchronized boolean closed() {
        return closed;
    }

    void close() {
        AsyncBody open;
        synchronized (this) {
            closed = true;
            open = body;
        }
        if (open != null) {
            open.cancel();
        }
    }
}
