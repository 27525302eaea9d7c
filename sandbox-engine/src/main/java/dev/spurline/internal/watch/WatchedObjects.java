// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.watch;

import dev.spurline.PreflightException;
import dev.spurline.SandboxException;
import dev.spurline.internal.survey.SpurlineLabels;
import dev.spurline.internal.watch.EventReader.Event;
import dev.spurline.internal.work.Deadline;
import dev.spurline.internal.work.EngineThreads;
import dev.spurline.internal.work.ErrorMessage;
import dev.spurline.internal.work.RetryBackoff;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The objects of one kind, as a list call and the watch after it tell them. A watch that breaks, expires or falls silent
 * is opened again from a new list, after a pause that grows; meanwhile the view says that it is not current.
 *
 * @param <T> the kind
 */
public final class WatchedObjects<T extends HasMetadata> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WatchedObjects.class);
    private static final Set<Integer> FINAL = Set.of(401, 403, 404, 405);
    private static final int GONE = 410;

    /** A watch that ends sooner without a word would only be opened again and again. */
    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    private final KubernetesClient client;
    private final EngineThreads workers;
    private final Duration length;
    private final WatchTarget<T> target;
    private final EventReader<T> events;
    private final RetryBackoff backoff =
            new RetryBackoff(() -> ThreadLocalRandom.current().nextDouble());
    private final Map<String, T> objects = new ConcurrentHashMap<>();
    private final List<WatchListener<T>> followers = new CopyOnWriteArrayList<>();
    private final AtomicLong changes = new AtomicLong();
    private final AtomicLong foreignChanges = new AtomicLong();
    private final CompletableFuture<Boolean> opened = new CompletableFuture<>();
    private volatile ViewFreshness freshness = new ViewFreshness(false, System.nanoTime(), "it is not open yet");
    private @Nullable Attempt attempt;
    private boolean closed;

    /**
     * Prepares a watch.
     *
     * @param client reaches the cluster
     * @param workers run what the server's answers call for
     * @param length how long the server may leave a watch open; after that it is opened again, which proves that both
     *     sides are alive
     * @param target what to watch
     */
    WatchedObjects(KubernetesClient client, EngineThreads workers, Duration length, WatchTarget<T> target) {
        this.client = client;
        this.workers = workers;
        this.length = length;
        this.target = target;
        this.events = new EventReader<>(client.getKubernetesSerialization(), target.type());
    }

    /** Begins; {@link #opened()} tells when the first list is here. */
    WatchedObjects<T> start() {
        var unused = workers.run(this::refresh);
        return this;
    }

    /**
     * Begins with a list that was made already.
     *
     * @param listing the list
     * @param asked the {@link System#nanoTime()} before it was asked for
     */
    WatchedObjects<T> start(ListedObjects<T> listing, long asked) {
        var unused = workers.run(() -> begin(listing, asked));
        return this;
    }

    /** Returns what is done when the view is current for the first time; it fails if the server will never permit it. */
    public CompletableFuture<Boolean> opened() {
        return opened;
    }

    /**
     * Waits until the view is current for the first time.
     *
     * @throws SandboxException if it is not by then, or the server will never permit it
     */
    public void awaitOpened(Deadline deadline) {
        try {
            EngineThreads.join(opened.copy().orTimeout(deadline.left().toNanos(), TimeUnit.NANOSECONDS));
        } catch (CompletionException e) {
            throw new SandboxException(
                    "Watching [%s] has not begun %s: %s".formatted(target, deadline.within(), freshness.reason()), e);
        }
    }

    /** Returns what is there, as far as is known. */
    public Collection<T> all() {
        return List.copyOf(objects.values());
    }

    /** Returns how many changes were seen: as long as that is the same, so is what is derived of {@link #all()}. */
    public long changes() {
        return changes.get();
    }

    /** Returns how many changes were seen of objects that do not belong to one sandbox alone. */
    public long foreignChanges() {
        return foreignChanges.get();
    }

    /** Returns how fresh this view is. */
    public ViewFreshness freshness() {
        return freshness;
    }

    /**
     * Tells a follower of what happens from now on; what is there already is in {@link #all()}.
     *
     * @return what ends that
     */
    public Runnable follow(WatchListener<T> follower) {
        followers.add(follower);
        return () -> followers.remove(follower);
    }

    private void refresh() {
        if (closed()) {
            return;
        }
        long asked = System.nanoTime();
        try {
            begin(list(), asked);
        } catch (RuntimeException e) {
            // Whatever it is: nobody else would ask again.
            failed(e);
        }
    }

    private void begin(ListedObjects<T> listing, long asked) {
        replace(listing);
        prove(asked);
        opened.complete(true);
        open(listing.version());
    }

    private ListedObjects<T> list() {
        String json = client.raw(target.list());
        if (json == null) {
            throw new KubernetesClientException("there is no [%s]".formatted(target), 404, null);
        }
        return ListedObjects.read(client.getKubernetesSerialization(), target.type(), json);
    }

    /** What is missing in the list went while nobody looked. */
    private synchronized void replace(ListedObjects<T> listing) {
        Map<String, T> before = new HashMap<>(objects);
        for (T object : listing.objects()) {
            T known = before.remove(object.getMetadata().getUid());
            if (known == null || !version(known).equals(version(object))) {
                put(object);
            }
        }
        before.values().forEach(this::remove);
    }

    private static String version(HasMetadata object) {
        return String.valueOf(object.getMetadata().getResourceVersion());
    }

    private void put(T object) {
        ObjectTrimming.trim(object);
        T before = objects.put(object.getMetadata().getUid(), object);
        count(object, before);
        tell(follower -> follower.changed(object));
    }

    private void remove(T object) {
        T before = objects.remove(object.getMetadata().getUid());
        count(object, before);
        tell(follower -> follower.gone(object));
    }

    /**
     * After the objects have changed: who has counted before them looks again. What others label as if it belonged to a sandbox
     * is no longer there for those who follow what others have.
     */
    private void count(T object, @Nullable T before) {
        changes.incrementAndGet();
        if (isForeign(object) || (before != null && isForeign(before))) {
            foreignChanges.incrementAndGet();
        }
    }

    private static boolean isForeign(HasMetadata object) {
        return !SpurlineLabels.ofOneSandbox(object);
    }

    private void tell(Consumer<WatchListener<T>> news) {
        for (WatchListener<T> follower : followers) {
            try {
                news.accept(follower);
            } catch (RuntimeException e) {
                LOG.error("What followed a change of [{}] failed", target, e);
            }
        }
    }

    private synchronized void open(String version) {
        if (!closed) {
            attempt = new Attempt(version);
            attempt.open();
        }
    }

    private synchronized boolean closed() {
        return closed;
    }

    private synchronized void prove(long when) {
        boolean before = freshness.current();
        freshness = ViewFreshness.current(when);
        if (!before) {
            if (opened.isDone()) {
                LOG.info("Watch of [{}] is current again", target);
            }
            tell(follower -> follower.turned(freshness));
        }
    }

    private synchronized void lose(String reason) {
        if (freshness.current()) {
            LOG.warn("Watch of [{}] is lost: {}. Opening it again", target, reason);
            freshness = freshness.lost(reason);
            tell(follower -> follower.turned(freshness));
        } else {
            freshness = freshness.lost(reason);
        }
    }

    private void failed(Throwable failure) {
        if (closed()) {
            return;
        }
        Throwable root = failure.getCause() == null ? failure : failure.getCause();
        lose(ErrorMessage.of(root));
        if (!opened.isDone() && failure instanceof KubernetesClientException e && FINAL.contains(e.getCode())) {
            opened.completeExceptionally(refused(e));
            close();
            return;
        }
        var unused = workers.after(backoff.next(), this::refresh);
    }

    private PreflightException refused(KubernetesClientException e) {
        return new PreflightException(
                "Watching [%s] is refused: %s; ask for the verbs list and watch on it"
                        .formatted(target, ErrorMessage.of(e)),
                e);
    }

    @Override
    public void close() {
        Attempt open;
        synchronized (this) {
            closed = true;
            open = attempt;
        }
        if (open != null) {
            open.close();
        }
    }

    /** One watch from its opening to its end. */
    private final class Attempt implements EventStream.Sink {

        private final long start = System.nanoTime();
        private volatile String version;
        private volatile boolean spoken;
        private volatile @Nullable EventStream stream;
        private volatile @Nullable Future<?> alarm;

        Attempt(String version) {
            this.version = version;
        }

        void open() {
            alarm = workers.after(length.plus(patience()), this::silent);
            stream = EventStream.open(
                    client, target.watch(version, Math.max(1, length.toSeconds())), this, workers.executor());
        }

        /** A server ends a watch when it was asked to; one that is that much later is taken for dead. */
        private Duration patience() {
            Duration share = length.dividedBy(6);
            return share.compareTo(AT_ONCE) < 0 ? AT_ONCE : share;
        }

        @Override
        public void line(byte[] json) {
            Event<T> news;
            try {
                news = events.read(json);
            } catch (RuntimeException e) {
                close();
                end(events.error(json));
                return;
            }
            synchronized (WatchedObjects.this) {
                // What an attempt still hands over after it was given up is older than the list that came after it.
                if (attempt == this) {
                    take(news);
                }
            }
        }

        private void take(Event<T> news) {
            version = version(news.object());
            spoken = true;
            switch (news.type()) {
                case "ADDED", "MODIFIED" -> put(news.object());
                case "DELETED" -> remove(news.object());
                default -> LOG.trace("Watch of [{}] is alive", target);
            }
            backoff.reset();
            prove(System.nanoTime());
        }

        @Override
        public void end(@Nullable Throwable failure) {
            cancelAlarm();
            if (!conclude()) {
                return;
            }
            boolean served = spoken || System.nanoTime() - start > AT_ONCE.toNanos();
            if (failure == null && served) {
                // In order: a new one goes on where this one ended.
                prove(System.nanoTime());
                WatchedObjects.this.open(version);
            } else if (failure instanceof KubernetesClientException e && e.getCode() == GONE) {
                lose("its version has expired");
                var unused = workers.after(backoff.next(), WatchedObjects.this::refresh);
            } else {
                failed(failure == null ? new KubernetesClientException("the server ended it at once") : failure);
            }
        }

        private void silent() {
            if (conclude()) {
                close();
                failed(new KubernetesClientException("the server has fallen silent"));
            }
        }

        /** Of the server's end and the alarm, which may come at the same moment, only one leads to another attempt. */
        private boolean conclude() {
            synchronized (WatchedObjects.this) {
                boolean present = attempt == this;
                attempt = present ? null : attempt;
                return present;
            }
        }

        private void cancelAlarm() {
            Future<?> set = alarm;
            if (set != null) {
                set.cancel(false);
            }
        }

        void close() {
            cancelAlarm();
            EventStream open = stream;
            if (open != null) {
                open.close();
            }
        }
    }
}
