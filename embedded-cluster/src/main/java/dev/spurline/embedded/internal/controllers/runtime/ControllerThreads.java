// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers.runtime;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads and timers of all controllers. */
public final class ControllerThreads implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ControllerThreads.class);
    private static final int THREADS = 8;

    private final ScheduledThreadPoolExecutor threads;

    /** Makes the workers; their threads start with the first work. */
    public ControllerThreads() {
        AtomicInteger number = new AtomicInteger();
        threads = new ScheduledThreadPoolExecutor(THREADS, work -> {
            Thread thread = new Thread(work, "spurline-controllers-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        threads.setRemoveOnCancelPolicy(true);
        threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Runs work soon. After close it is dropped: controllers act on what is, and there is nobody left to act. */
    public void run(Runnable work) {
        try {
            threads.execute(() -> guarded(work));
        } catch (RejectedExecutionException closed) {
            log.trace("Dropped work after close");
        }
    }

    /** Runs work after a delay, unless the timer is cancelled. */
    public Timer after(Duration delay, Runnable work) {
        try {
            var future = threads.schedule(() -> guarded(work), Math.max(0, delay.toNanos()), TimeUnit.NANOSECONDS);
            return () -> future.cancel(false);
        } catch (RejectedExecutionException closed) {
            return () -> {};
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(5, TimeUnit.SECONDS)) {
                log.warn("Controllers still work 5 s after they were told to stop");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException unexpected) {
            log.warn("A controller failed", unexpected);
        }
    }

    /** A pending piece of work. */
    public interface Timer {

        /** Takes the work back, if it has not begun. */
        void cancel();
    }
}
