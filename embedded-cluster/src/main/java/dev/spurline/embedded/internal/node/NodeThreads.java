// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node;

import dev.spurline.embedded.internal.threads.NamedVertx;
import io.vertx.core.Vertx;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads of a node. */
final class NodeThreads implements AutoCloseable {

    private final ExecutorService workers = Executors.newCachedThreadPool(named("spurline-node-"));
    private final ScheduledExecutorService timer = makeTimer();
    private final Vertx vertx = NamedVertx.start("spurline-node-", 1, 1);

    ExecutorService workers() {
        return workers;
    }

    ScheduledExecutorService timer() {
        return timer;
    }

    Vertx vertx() {
        return vertx;
    }

    @Override
    public void close() {
        timer.shutdownNow();
        workers.shutdownNow();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        await(workers);
        await(timer);
    }

    private static void await(ExecutorService service) {
        try {
            if (!service.awaitTermination(2, TimeUnit.SECONDS)) {
                service.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ScheduledExecutorService makeTimer() {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, named("spurline-node-timer-"));
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        return executor;
    }

    private static ThreadFactory named(String prefix) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, prefix + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
