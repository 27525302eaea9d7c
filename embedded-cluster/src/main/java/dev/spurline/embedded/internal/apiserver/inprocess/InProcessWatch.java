// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.inprocess;

import dev.spurline.embedded.internal.apiserver.http.EventSink;
import dev.spurline.embedded.internal.apiserver.http.ServerResponse;
import dev.spurline.embedded.internal.threads.SerialTasks;
import io.fabric8.kubernetes.client.http.StandardHttpRequest;
import io.fabric8.kubernetes.client.http.WebSocket;
import io.fabric8.kubernetes.client.http.WebSocketHandshakeException;
import io.fabric8.kubernetes.client.http.WebSocketResponse;
import io.fabric8.kubernetes.client.http.WebSocketUpgradeResponse;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/** A watch: to the client library a WebSocket, to the API server a place for events. */
final class InProcessWatch extends InProcessExchange implements EventSink, WebSocket {

    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int NORMAL_CLOSURE = 1000;

    private final WebSocket.Listener listener;
    private final SerialTasks tasks;
    private final Set<InProcessWatch> open;
    private final CompletableFuture<WebSocketResponse> opened = new CompletableFuture<>();
    private volatile int code = SWITCHING_PROTOCOLS;
    private volatile boolean streaming;
    private volatile Runnable closing = () -> {};
    private boolean closed;

    /**
     * Makes a watch that is to be opened.
     *
     * @param open where it is kept from the beginning of its stream to the end
     */
    InProcessWatch(
            StandardHttpRequest request, WebSocket.Listener listener, Executor threads, Set<InProcessWatch> open) {
        super(request);
        this.listener = listener;
        this.tasks = new SerialTasks(threads);
        this.open = open;
    }

    CompletableFuture<WebSocketResponse> opened() {
        return opened;
    }

    @Override
    public void answer(ServerResponse reply) {
        if (!streaming) {
            code = reply.code();
            WebSocketUpgradeResponse refused = new WebSocketUpgradeResponse(request, code);
            opened.complete(new WebSocketResponse(refused, new WebSocketHandshakeException(refused)));
        }
    }

    @Override
    public void stream(Consumer<EventSink> begin) {
        streaming = true;
        open.add(this);
        execute(() -> {
            listener.onOpen(this);
            opened.complete(new WebSocketResponse(new WebSocketUpgradeResponse(request, code), this));
            begin.accept(this);
        });
    }

    @Override
    public int code() {
        return code;
    }

    @Override
    public void warn(String warning) {
        // A stream of events has no place for it.
    }

    @Override
    public void execute(Runnable task) {
        try {
            tasks.execute(task);
        } catch (RejectedExecutionException e) {
            // Without threads nobody listens. What called is perhaps the storage, which goes on.
            leave();
            opened.completeExceptionally(e);
        }
    }

    /** A client that cannot read an event has to list again: it must not miss the event and hear the next. */
    @Override
    public void write(List<Buffer> events) {
        for (Buffer event : events) {
            if (closed) {
                return;
            }
            try {
                listener.onMessage(this, event.toString());
            } catch (RuntimeException e) {
                closed = true;
                leave();
                listener.onError(this, e);
            }
        }
    }

    @Override
    public boolean isFull() {
        return false;
    }

    @Override
    public void onDrain(Runnable action) {
        // Never full: an event is read before the next is written.
    }

    @Override
    public void onClose(Runnable action) {
        closing = action;
    }

    @Override
    public void end() {
        execute(() -> close(NORMAL_CLOSURE, ""));
    }

    @Override
    public boolean sendClose(int status, String reason) {
        execute(() -> close(status, reason));
        return true;
    }

    /** Ends the watch because its client is closed, from any thread: nothing more is taken from the storage. */
    void abandon() {
        leave();
        end();
    }

    private void leave() {
        open.remove(this);
        closing.run();
    }

    /** Runs as one of the tasks. */
    private void close(int status, String reason) {
        if (!closed) {
            closed = true;
            leave();
            listener.onClose(this, status, reason);
        }
    }

    @Override
    public boolean send(ByteBuffer buffer) {
        return false;
    }

    @Override
    public long queueSize() {
        return 0;
    }

    @Override
    public void request() {
        // Events come as they happen.
    }
}
