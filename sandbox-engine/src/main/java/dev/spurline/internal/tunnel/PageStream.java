// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.tunnel;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1 over one stream into a pod, one GET after the other. Whoever waits for an answer goes on in the thread that
 * brings it, and may need locks that others hold who ask this stream something: nothing is completed under its own lock.
 */
final class PageStream implements PodStream.Sink {

    /** A longer page can have megabytes: it is not looked at with each of its pieces, only when it may be whole. */
    private static final int SHORT = 1 << 16;

    private static final String LAST_CHUNK = "0\r\n\r\n";

    private final PodPort target;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private OptionalInt length = OptionalInt.empty();
    private String tail = "";
    private CompletableFuture<HttpResponseText> response = new CompletableFuture<>();
    private @Nullable PodStream stream;
    private boolean ended;

    private PageStream(PodPort target) {
        this.target = target;
    }

    static CompletableFuture<PageStream> open(KubernetesClient client, PodPort target) {
        PageStream pages = new PageStream(target);
        return PodStream.open(client, target, pages)
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(
                        new IOException("No port-forward to [%s]: %s".formatted(target, failure), failure)))
                .thenApply(pages::over);
    }

    private synchronized PageStream over(PodStream opened) {
        this.stream = opened;
        return this;
    }

    synchronized boolean open() {
        return !ended;
    }

    CompletableFuture<String> get(String path, Duration timeout) {
        return ask(path)
                .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .thenCompose(answer -> body(answer, path))
                .whenComplete((body, failure) -> {
                    if (failure != null) {
                        close();
                    }
                });
    }

    private synchronized CompletableFuture<HttpResponseText> ask(String path) {
        bytes.reset();
        length = OptionalInt.empty();
        tail = "";
        response = new CompletableFuture<>();
        String request = "GET %s HTTP/1.1\r\nHost: localhost:%d\r\nAccept: */*\r\n\r\n".formatted(path, target.port());
        try {
            if (ended || stream == null) {
                throw closed();
            }
            stream.send(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
        return response;
    }

    private IOException closed() {
        return new IOException("Port-forward to [%s] is closed".formatted(target));
    }

    private CompletableFuture<String> body(HttpResponseText answer, String path) {
        return answer.status() == 200
                ? CompletableFuture.completedFuture(answer.body())
                : CompletableFuture.failedFuture(
                        new IOException("[%s] answered [%d] to [%s]".formatted(target, answer.status(), path)));
    }

    @Override
    public void data(ByteBuffer data, Runnable next) {
        Answer answer;
        synchronized (this) {
            byte[] copy = new byte[data.remaining()];
            data.get(copy);
            bytes.writeBytes(copy);
            answer = mayBeWhole(copy) ? answer(false) : new Answer(response, Optional.empty());
        }
        answer.give();
        next.run();
    }

    private boolean mayBeWhole(byte[] newest) {
        int last = Math.max(0, newest.length - LAST_CHUNK.length());
        tail += new String(newest, last, newest.length - last, StandardCharsets.ISO_8859_1);
        tail = tail.substring(Math.max(0, tail.length() - LAST_CHUNK.length()));
        if (bytes.size() <= SHORT) {
            return true;
        }
        if (length.isEmpty()) {
            length = OptionalInt.of(HttpResponseText.length(bytes.toString(StandardCharsets.ISO_8859_1)));
        }
        return length.getAsInt() > 0 ? bytes.size() >= length.getAsInt() : tail.equals(LAST_CHUNK);
    }

    @Override
    public void end(@Nullable IOException error) {
        Answer answer;
        synchronized (this) {
            ended = true;
            answer = answer(true);
        }
        answer.give();
        answer.to()
                .completeExceptionally(
                        error != null ? error : new IOException("[%s] closed before it answered".formatted(target)));
    }

    private Answer answer(boolean complete) {
        return new Answer(response, HttpResponseText.parse(bytes.toString(StandardCharsets.ISO_8859_1), complete));
    }

    /** Ends the stream; what waits for an answer fails. */
    void close() {
        PodStream ending;
        CompletableFuture<HttpResponseText> waiting;
        synchronized (this) {
            ended = true;
            ending = stream;
            waiting = response;
        }
        if (ending != null) {
            ending.close();
        }
        waiting.completeExceptionally(closed());
    }

    /** What has come so far, and who waits for it: a later question has another future. */
    private record Answer(CompletableFuture<HttpResponseText> to, Optional<HttpResponseText> text) {

        void give() {
            text.ifPresent(to::complete);
        }
    }
}
