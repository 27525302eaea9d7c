// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.storage.StoredChange;
import dev.spurline.embedded.internal.apiserver.storage.StoredObject;
import dev.spurline.embedded.internal.apiserver.storage.VersionedStore.Subscription;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One open watch: takes changes from the storage under its lock, and writes them as fast as the client reads.
 *
 * <p>Source: bookmarks: kubernetes.io/docs/reference/using-api/api-concepts/#watch-bookmarks.
 */
final class WatchStream implements Consumer<StoredChange> {

    /** A client that falls further behind is cut off, as by a real server, and lists again. */
    private static final int MOST_WAITING = 50_000;

    private static final int CHUNK = 16 * 1024;

    private final EventSink sink;
    private final ObjectEncoding encoding;
    private final ObjectSelection selection;
    private final Queue<StoredChange> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger backlog = new AtomicInteger();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private volatile @Nullable Subscription subscription;
    private volatile @Nullable Runnable closing;
    private volatile boolean closed;

    WatchStream(EventSink sink, ObjectEncoding encoding, ObjectSelection selection) {
        this.sink = sink;
        this.encoding = encoding;
        this.selection = selection;
    }

    void opened(Subscription opened) {
        subscription = opened;
        sink.onDrain(this::schedule);
        sink.onClose(this::close);
    }

    /** Runs an action when the stream ends, by whomever. */
    void onClose(Runnable action) {
        closing = action;
        if (closed) {
            action.run();
        }
    }

    @Override
    public void accept(StoredChange change) {
        if (closed || !change.key().startsWith(selection.prefix())) {
            return;
        }
        waiting.add(change);
        if (backlog.incrementAndGet() > MOST_WAITING) {
            sink.execute(this::end);
        } else {
            schedule();
        }
    }

    private void schedule() {
        if (scheduled.compareAndSet(false, true)) {
            sink.execute(this::drain);
        }
    }

    private void drain() {
        scheduled.set(false);
        while (!closed && !sink.isFull() && !waiting.isEmpty()) {
            List<Buffer> due = due();
            if (!due.isEmpty()) {
                sink.write(due);
            }
        }
    }

    /** Takes what waits, up to about the length of a record of TLS. */
    private List<Buffer> due() {
        List<Buffer> events = new ArrayList<>();
        int length = 0;
        while (length < CHUNK) {
            StoredChange change = waiting.poll();
            if (change == null) {
                return events;
            }
            backlog.decrementAndGet();
            Buffer event = event(change);
            if (event != null) {
                events.add(event);
                length += event.length();
            }
        }
        return events;
    }

    /** Returns what this client is to hear of a change, if anything. */
    private @Nullable Buffer event(StoredChange change) {
        StoredObject previous = change.previous();
        boolean before = previous != null && selection.matches(previous.json());
        boolean after = change.type() != StoredChange.ChangeType.DELETED
                && selection.matches(change.object().json());
        if (after) {
            return encoding.event(before ? "MODIFIED" : "ADDED", change.object());
        }
        return before && previous != null
                ? encoding.event("DELETED", encoding.object(lastSeen(previous, change.revision())))
                : null;
    }

    private static ObjectNode lastSeen(StoredObject previous, long revision) {
        ObjectNode copy = previous.copy();
        copy.withObject("metadata").put("resourceVersion", Long.toString(revision));
        return copy;
    }

    /** Runs a task between events, not beside them. */
    void execute(Runnable task) {
        sink.execute(task);
    }

    void send(String type, Buffer object) {
        sink.write(List.of(encoding.event(type, object)));
    }

    void sendBookmark(ObjectNode bookmark) {
        send("BOOKMARK", encoding.object(bookmark));
    }

    /** Sends objects that are there when the watch begins. */
    void sendInitial(List<StoredObject> objects) {
        List<Buffer> events = new ArrayList<>();
        int length = 0;
        for (StoredObject object : objects) {
            Buffer event = encoding.event("ADDED", object);
            events.add(event);
            length += event.length();
            if (length >= CHUNK) {
                sink.write(List.copyOf(events));
                events.clear();
                length = 0;
            }
        }
        if (!events.isEmpty()) {
            sink.write(events);
        }
    }

    boolean isClosed() {
        return closed;
    }

    /** Returns whether everything has been sent that the storage has handed over. */
    boolean isIdle() {
        return waiting.isEmpty() && !sink.isFull();
    }

    void end() {
        close();
        sink.end();
    }

    private void close() {
        closed = true;
        Subscription open = subscription;
        if (open != null) {
            open.close();
        }
        waiting.clear();
        Runnable action = closing;
        if (action != null) {
            action.run();
        }
    }
}
