// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.storage;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The objects of one resource with the log of their changes. Guarded by the lock of its {@link VersionedStore}. */
final class ResourceHistory {

    /** A watch that falls behind by more changes than this has to list again. */
    private static final int LOG_LENGTH = 8192;

    private final NavigableMap<String, StoredObject> objects = new TreeMap<>();
    private final Deque<StoredChange> log = new ArrayDeque<>();
    private final List<Consumer<StoredChange>> watchers = new CopyOnWriteArrayList<>();
    private long floor;

    ResourceHistory(long floor) {
        this.floor = floor;
    }

    @Nullable
    StoredObject get(String key) {
        return objects.get(key);
    }

    void append(StoredChange change) {
        if (change.type() == StoredChange.ChangeType.DELETED) {
            objects.remove(change.key());
        } else {
            objects.put(change.key(), change.object());
        }
        log.addLast(change);
        if (log.size() > LOG_LENGTH) {
            floor = log.removeFirst().revision();
        }
        watchers.forEach(watcher -> watcher.accept(change));
    }

    /** Returns what lies below a prefix that is empty or ends with a slash. */
    List<StoredObject> range(String prefix) {
        return new ArrayList<>(below(objects, prefix).values());
    }

    /** Returns what lay below a prefix when the storage was at an earlier revision, by taking back what happened since. */
    List<StoredObject> rangeAt(String prefix, long revision) {
        requireLogged(revision);
        NavigableMap<String, StoredObject> past = new TreeMap<>(below(objects, prefix));
        for (Iterator<StoredChange> newest = log.descendingIterator(); newest.hasNext(); ) {
            StoredChange change = newest.next();
            if (change.revision() <= revision) {
                break;
            }
            if (change.key().startsWith(prefix)) {
                takeBack(past, change);
            }
        }
        return new ArrayList<>(past.values());
    }

    private static void takeBack(NavigableMap<String, StoredObject> past, StoredChange change) {
        StoredObject previous = change.previous();
        if (previous == null) {
            past.remove(change.key());
        } else {
            past.put(change.key(), previous);
        }
    }

    private static NavigableMap<String, StoredObject> below(NavigableMap<String, StoredObject> all, String prefix) {
        if (prefix.isEmpty()) {
            return all;
        }
        String end = prefix.substring(0, prefix.length() - 1) + (char) ('/' + 1);
        return all.subMap(prefix, true, end, false);
    }

    /** Hands the changes after a revision to a watcher, and from then on each one as it happens. */
    void subscribe(long after, Consumer<StoredChange> watcher) {
        requireLogged(after);
        Deque<StoredChange> missed = new ArrayDeque<>();
        for (Iterator<StoredChange> newest = log.descendingIterator(); newest.hasNext(); ) {
            StoredChange change = newest.next();
            if (change.revision() <= after) {
                break;
            }
            missed.addFirst(change);
        }
        missed.forEach(watcher);
        watchers.add(watcher);
    }

    void unsubscribe(Consumer<StoredChange> watcher) {
        watchers.remove(watcher);
    }

    int size() {
        return objects.size();
    }

    void forgetBefore(long revision) {
        log.removeIf(change -> change.revision() <= revision);
        floor = Math.max(floor, revision);
    }

    private void requireLogged(long revision) {
        if (revision < floor) {
            throw new ExpiredException(revision, floor);
        }
    }
}
