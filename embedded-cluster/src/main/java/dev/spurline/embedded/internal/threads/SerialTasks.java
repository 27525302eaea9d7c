// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.threads;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks in the order in which they come, one at a time, on borrowed threads and, when there are none left, what follows
 * from them.
 */
public final class SerialTasks {

    private static final Logger LOG = LoggerFactory.getLogger(SerialTasks.class);

    private final Executor threads;
    private final Runnable conclusion;
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private boolean running;

    /** Runs tasks from which nothing follows. */
    public SerialTasks(Executor threads) {
        this(threads, () -> {});
    }

    /**
     * Runs tasks.
     *
     * @param conclusion runs after the last of those that waited, as one of them
     */
    public SerialTasks(Executor threads, Runnable conclusion) {
        this.threads = threads;
        this.conclusion = conclusion;
    }

    /**
     * Runs a task soon.
     *
     * @throws RejectedExecutionException if there are no threads any more; what was waiting is forgotten then
     */
    public void execute(Runnable task) {
        synchronized (tasks) {
            tasks.add(task);
            if (running) {
                return;
            }
            running = true;
        }
        try {
            threads.execute(this::run);
        } catch (RejectedExecutionException e) {
            synchronized (tasks) {
                tasks.clear();
                running = false;
            }
            throw e;
        }
    }

    private void run() {
        do {
            for (Runnable task = next(); task != null; task = next()) {
                attempt(task);
            }
            attempt(conclusion);
        } while (!finished());
    }

    private @Nullable Runnable next() {
        synchronized (tasks) {
            return tasks.poll();
        }
    }

    private boolean finished() {
        synchronized (tasks) {
            running = !tasks.isEmpty();
            return !running;
        }
    }

    private static void attempt(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            if (Thread.currentThread().isInterrupted()) {
                LOG.debug("A task was interrupted, as its threads end", e);
            } else {
                LOG.error("A task failed", e);
            }
        }
    }
}
