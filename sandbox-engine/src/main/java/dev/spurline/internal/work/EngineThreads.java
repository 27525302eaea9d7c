// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.work;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** The threads of one engine: as many as are needed for calls that wait, and one clock. All end with it. */
public final class EngineThreads implements AutoCloseable {

    private final ExecutorService calls;
    private final ScheduledThreadPoolExecutor clock;

    /**
     * Prepares threads; none starts before there is something to do.
     *
     * @param name how the threads' names go on after {@code spurline-}
     */
    public EngineThreads(String name) {
        this.calls = Executors.newCachedThreadPool(named("spurline-" + name + "-"));
        this.clock = new ScheduledThreadPoolExecutor(1, named("spurline-clock-" + name + "-"));
        clock.setRemoveOnCancelPolicy(true);
    }

    private static ThreadFactory named(String prefix) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, prefix + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Starts a task. */
    public <T> CompletableFuture<T> start(Supplier<T> task) {
        return CompletableFuture.supplyAsync(task, calls);
    }

    /** Starts a task without a result. */
    public CompletableFuture<Boolean> run(Runnable task) {
        return start(() -> {
            task.run();
            return true;
        });
    }

    /** Returns what runs calls, for those who chain them. */
    public Executor executor() {
        return calls;
    }

    /** Runs all tasks at once and waits for all; the first failure is thrown, the others are suppressed in it. */
    public void all(Collection<? extends Runnable> tasks) {
        if (tasks.size() == 1) {
            tasks.iterator().next().run();
            return;
        }
        List<CompletableFuture<Boolean>> running = tasks.stream().map(this::run).toList();
        joinAll(running);
    }

    /** Waits for all; the first failure is thrown, the others are suppressed in it. */
    public static void joinAll(Collection<? extends CompletableFuture<?>> running) {
        FailureCollector failures = new FailureCollector();
        running.forEach(task -> failures.run(() -> join(task)));
        failures.rethrow();
    }

    /** Waits for a result; a failure is thrown as it was, not wrapped. */
    public static <T> T join(CompletableFuture<T> running) {
        try {
            return running.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                cause.addSuppressed(new Awaited());
                throw cause;
            }
            throw e;
        }
    }

    /** Does something again and again, with a pause between; whatever it throws ends that. */
    public ScheduledFuture<?> repeat(Runnable task, Duration first, Duration pause) {
        return clock.scheduleWithFixedDelay(task, first.toNanos(), pause.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Starts a task after a while. */
    public <T> CompletableFuture<T> later(Duration delay, Supplier<CompletableFuture<T>> task) {
        return new CompletableFuture<Boolean>()
                .completeOnTimeout(true, delay.toNanos(), TimeUnit.NANOSECONDS)
                .thenComposeAsync(due -> task.get(), calls);
    }

    /** Runs a task after a while, unless that is cancelled or the engine ends before. */
    public Future<?> after(Duration delay, Runnable task) {
        try {
            return clock.schedule(() -> calls.execute(task), delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedFuture(false);
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        calls.shutdownNow();
    }

    /**
     * Says where a failure of another thread was waited for. What the future throws would say so, too, but has the failure
     * as its cause: a circle.
     */
    private static final class Awaited extends RuntimeException {

        Awaited() {
            super("Thread [%s] waited for it here"
                    .formatted(Thread.currentThread().getName()));
        }
    }
}
