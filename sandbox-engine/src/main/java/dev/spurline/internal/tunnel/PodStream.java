// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.tunnel;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.WebSocket;
import io.fabric8.kubernetes.client.utils.URLUtils;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a port of a pod, over the WebSocket form of port-forward.
 *
 * <p>fabric8's own port-forward is built on the same client, but gives each connection an unnamed thread that nobody
 * ends; here the caller decides who reads and writes.
 */
final class PodStream implements AutoCloseable {

    private static final String SUBPROTOCOL = "v4.channel.k8s.io";
    private static final byte DATA = 0;
    private static final int NORMAL_CLOSURE = 1000;
    private static final long QUEUE_LIMIT = 1 << 20;
    private static final Duration OPENING = Duration.ofSeconds(5);

    private final WebSocket socket;

    private PodStream(WebSocket socket) {
        this.socket = socket;
    }

    static CompletableFuture<PodStream> open(KubernetesClient client, PodPort target, Sink sink) {
        String path = "/api/v1/namespaces/%s/pods/%s/portforward?ports=%d"
                .formatted(target.namespace(), target.pod(), target.port());
        CompletableFuture<WebSocket> socket = client.getHttpClient()
                .newWebSocketBuilder()
                // Joined, not resolved: the server's address may have a path, as behind Rancher.
                .uri(URI.create(URLUtils.join(client.getMasterUrl().toString(), path)))
                .subprotocol(SUBPROTOCOL)
                .buildAsync(new Receiver(target, sink));
        CompletableFuture<PodStream> stream = socket.thenApply(PodStream::new);
        return stream.copy()
                .orTimeout(OPENING.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((open, failure) -> {
                    if (failure != null) {
                        // Whoever is late is not waited for any more.
                        stream.thenAccept(PodStream::close).isDone();
                    }
                });
    }

    /** Sends bytes; they are copied. */
    void send(ByteBuffer bytes) throws IOException {
        ByteBuffer message = ByteBuffer.allocate(bytes.remaining() + 1);
        message.put(DATA).put(bytes).flip();
        if (!socket.send(message)) {
            throw new IOException("The port-forward no longer takes data");
        }
    }

    /** Returns whether so much waits to be sent that the sender should pause. */
    boolean congested() {
        return socket.queueSize() > QUEUE_LIMIT;
    }

    @Override
    public void close() {
        socket.sendClose(NORMAL_CLOSURE, "done");
    }

    /** Takes what comes from the pod. */
    interface Sink {

        /**
         * Takes data.
         *
         * @param data the bytes, to be kept as long as the taker likes
         * @param next asks for more; nothing comes before
         */
        void data(ByteBuffer data, Runnable next);

        /**
         * Takes the end of the stream; called once.
         *
         * @param error what went wrong, or null
         */
        void end(@Nullable IOException error);
    }

    private static final class Receiver implements WebSocket.Listener {

        private final PodPort target;
        private final Sink sink;
        private final AtomicIntegerArray seen = new AtomicIntegerArray(2);
        private final AtomicBoolean ended = new AtomicBoolean();

        Receiver(PodPort target, Sink sink) {
            this.target = target;
            this.sink = sink;
        }

        @Override
        public void onMessage(WebSocket webSocket, String text) {
            onMessage(webSocket, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        }

        @Override
        public void onMessage(WebSocket webSocket, ByteBuffer message) {
            int channel = message.hasRemaining() ? message.get() : -1;
            if (channel != 0 && channel != 1) {
                end(new IOException("Port-forward to [%s] sent channel [%d]".formatted(target, channel)));
                webSocket.sendClose(1002, "unknown channel");
            } else if ((seen.getAndIncrement(channel) == 0 && repeatsPort(message)) || !message.hasRemaining()) {
                webSocket.request();
            } else if (channel == DATA) {
                sink.data(message, webSocket::request);
            } else {
                String reason = StandardCharsets.UTF_8.decode(message).toString();
                end(new IOException("Port-forward to [%s] failed: %s".formatted(target, reason)));
                webSocket.sendClose(NORMAL_CLOSURE, "failed");
            }
        }

        /**
         * The first message of each channel does so. It is told by what it says: where it is left out, the first one here
         * is the pod's own.
         */
        private boolean repeatsPort(ByteBuffer message) {
            return message.remaining() == Short.BYTES
                    && Short.toUnsignedInt(
                                    message.order(ByteOrder.LITTLE_ENDIAN).getShort(message.position()))
                            == target.port();
        }

        @Override
        public void onClose(WebSocket webSocket, int code, String reason) {
            end(null);
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            end(new IOException("Port-forward to [%s] broke: %s".formatted(target, error), error));
        }

        private void end(@Nullable IOException error) {
            if (ended.compareAndSet(false, true)) {
                sink.end(error);
            }
        }
    }
}
