// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.blueprint;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts of a cluster; closed in reverse order of their coming, each once, whatever the others do. */
public final class ClusterParts implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterParts.class);

    private final Deque<AutoCloseable> owned = new ArrayDeque<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "spurline-cluster-start");
        thread.setDaemon(true);
        return thread;
    });
    private boolean closed;

    /** Makes an empty collection. */
    public ClusterParts() {}

    /** Takes a part over. */
    public <T extends AutoCloseable> T own(T part) {
        synchronized (owned) {
            if (!closed) {
                owned.push(part);
                return part;
            }
        }
        // It comes too late: the cluster is gone.
        close(part);
        return part;
    }

    /** Does something beside everything else. */
    public CompletableFuture<Void> begin(Runnable task) {
        return CompletableFuture.runAsync(task, threads);
    }

    /** Makes a part beside everything else. */
    public <T> CompletableFuture<T> begin(Supplier<T> task) {
        return CompletableFuture.supplyAsync(task, threads);
    }

    /** Waits, and throws what the task has thrown. */
    public static <T> T await(CompletableFuture<T> task) {
        try {
            return task.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    @Override
    public void close() {
        threads.shutdown();
        try {
            // What is still being started is waited for, so that it can be closed.
            threads.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Deque<AutoCloseable> parts;
        synchronized (owned) {
            closed = true;
            parts = new ArrayDeque<>(owned);
            owned.clear();
        }
        parts.forEach(ClusterParts::close);
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.warn("{} did not close in order", part.getClass().getSimpleName(), e);
        }
    }
}
