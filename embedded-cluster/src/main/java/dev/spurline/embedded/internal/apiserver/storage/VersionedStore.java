// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.storage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All objects of one server, in memory. Each change takes the next revision of one global counter; a writer names the version
 * that it has read, and loses if there is a newer one. Keys are {@code namespace/name}, or the name alone.
 */
public final class VersionedStore {

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, ResourceHistory> histories = new HashMap<>();
    private long revision = 1;
    private long floor = 1;

    /** Returns the newest revision. */
    public long revision() {
        return locked(() -> revision);
    }

    /** Returns an object, if it exists. */
    public Optional<StoredObject> get(String resource, String key) {
        return locked(() -> Optional.ofNullable(history(resource).get(key)));
    }

    /** Returns what lies below a prefix, which is empty or ends with a slash. */
    public StoreSnapshot list(String resource, String prefix) {
        return locked(() -> new StoreSnapshot(history(resource).range(prefix), revision));
    }

    /**
     * Returns what lay below a prefix at an earlier revision.
     *
     * @throws ExpiredException if the log does not reach back so far
     */
    public StoreSnapshot listAt(String resource, String prefix, long at) {
        return locked(() -> new StoreSnapshot(history(resource).rangeAt(prefix, at), at));
    }

    /** Returns how many objects of a resource there are. */
    public int count(String resource) {
        return locked(() -> history(resource).size());
    }

    /** Stores a new object; empty if the key is taken. */
    public Optional<StoredObject> create(String resource, String key, ObjectNode object) {
        return locked(() -> history(resource).get(key) == null
                ? Optional.of(append(resource, StoredChange.ChangeType.ADDED, key, object, null))
                : Optional.empty());
    }

    /** Replaces an object; empty if the version read is no longer the newest. */
    public Optional<StoredObject> replace(String resource, String key, StoredObject read, ObjectNode object) {
        return locked(() -> history(resource).get(key) == read
                ? Optional.of(append(resource, StoredChange.ChangeType.MODIFIED, key, object, read))
                : Optional.empty());
    }

    /** Removes an object; empty if the version read is no longer the newest. */
    public Optional<StoredObject> remove(String resource, String key, StoredObject read) {
        return locked(() -> history(resource).get(key) == read
                ? Optional.of(append(resource, StoredChange.ChangeType.DELETED, key, read.copy(), read))
                : Optional.empty());
    }

    /**
     * Hands the changes of a resource after a revision to a watcher, in order and without a gap, and each later one as it
     * happens, until the subscription is closed. The watcher is called under the lock and must only take note.
     *
     * @throws ExpiredException if the log does not reach back so far
     */
    public Subscription watch(String resource, long after, Consumer<StoredChange> watcher) {
        return locked(() -> {
            history(resource).subscribe(after, watcher);
            return () -> locked(() -> {
                history(resource).unsubscribe(watcher);
                return revision;
            });
        });
    }

    /** Lists and subscribes in one step, so that nothing happens in between. */
    public StoreSnapshot listAndWatch(
            String resource, String prefix, Consumer<StoredChange> watcher, Consumer<Subscription> opened) {
        return locked(() -> {
            opened.accept(watch(resource, revision, watcher));
            return list(resource, prefix);
        });
    }

    /** Forgets the log up to now, as a server does that has just been started. */
    public void forgetHistory() {
        locked(() -> {
            floor = revision;
            histories.values().forEach(history -> history.forgetBefore(revision));
            return revision;
        });
    }

    private StoredObject append(
            String resource,
            StoredChange.ChangeType type,
            String key,
            ObjectNode object,
            @Nullable StoredObject previous) {
        StoredObject stored = new StoredObject(object, ++revision);
        object.withObject("metadata").put("resourceVersion", Long.toString(revision));
        history(resource).append(new StoredChange(type, key, stored, previous));
        return stored;
    }

    private ResourceHistory history(String resource) {
        return histories.computeIfAbsent(resource, name -> new ResourceHistory(floor));
    }

    private <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /** An open watch. */
    public interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
