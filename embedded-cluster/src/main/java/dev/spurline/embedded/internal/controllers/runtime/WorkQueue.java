// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers.runtime;

import dev.spurline.embedded.internal.client.Backoff;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys that wait to be reconciled: each at most once, never two at a time for one key, and again with growing delay as
 * long as reconciling fails.
 *
 * <p>Source: client-go's {@code util/workqueue}.
 *
 * @param <K> the type of the keys
 */
public final class WorkQueue<K> {

    private static final Logger log = LoggerFactory.getLogger(WorkQueue.class);
    /** client-go's DefaultTypedControllerRateLimiter begins so, but goes on to 1000 s: longer than a test lives. */
    private static final Backoff RETRY = new Backoff(Duration.ofMillis(5), Duration.ofMillis(10_240));

    private final String name;
    private final ControllerThreads workers;
    private final Reconciler<K> reconciler;
    private final Set<K> waiting = new HashSet<>();
    private final Set<K> running = new HashSet<>();
    private final Map<K, Integer> failures = new HashMap<>();
    private final Map<K, DelayedKey> alarms = new HashMap<>();

    /** Makes a queue; the name appears in logs. */
    public WorkQueue(String name, ControllerThreads workers, Reconciler<K> reconciler) {
        this.name = name;
        this.workers = workers;
        this.reconciler = reconciler;
    }

    /** Has a key reconciled soon, after now. */
    public synchronized void add(K key) {
        if (waiting.add(key) && !running.contains(key)) {
            workers.run(() -> work(key));
        }
    }

    /** Has a key reconciled after a delay, or earlier if that was asked before. */
    public synchronized void addAfter(K key, Duration delay) {
        long due = System.nanoTime() + delay.toNanos();
        DelayedKey present = alarms.get(key);
        if (present != null) {
            if (present.due() - due <= 0) {
                return;
            }
            present.timer().cancel();
        }
        alarms.put(key, new DelayedKey(due, workers.after(delay, () -> ring(key, due))));
    }

    private void ring(K key, long due) {
        synchronized (this) {
            DelayedKey present = alarms.get(key);
            if (present != null && present.due() == due) {
                alarms.remove(key);
            }
        }
        add(key);
    }

    private void work(K key) {
        synchronized (this) {
            waiting.remove(key);
            running.add(key);
        }
        boolean done = false;
        try {
            reconciler.reconcile(key);
            done = true;
        } catch (RuntimeException failure) {
            explain(key, failure);
        } finally {
            finish(key, done);
        }
    }

    private synchronized void finish(K key, boolean done) {
        running.remove(key);
        if (done) {
            failures.remove(key);
        } else {
            int count = failures.merge(key, 1, Integer::sum);
            addAfter(key, RETRY.after(count));
        }
        if (waiting.contains(key)) {
            workers.run(() -> work(key));
        }
    }

    private void explain(K key, RuntimeException failure) {
        if (failure instanceof KubernetesClientException refused && refused.getCode() != 0) {
            if (refused.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                log.debug("{} [{}] will be retried: {}", name, key, refused.getMessage());
            }
        } else if (!Thread.currentThread().isInterrupted()) {
            log.debug("{} [{}] will be retried", name, key, failure);
        }
    }

    private record DelayedKey(long due, ControllerThreads.Timer timer) {}

    /**
     * Brings the cluster nearer to what one object asks for. It acts on what is, so it may be called at any time.
     *
     * @param <K> the type of the keys
     */
    @FunctionalInterface
    public interface Reconciler<K> {

        /** Reconciles one object; an exception has it tried again later. */
        void reconcile(K key);
    }
}
