// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.config;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps two states by watching the API: what it has, and what the proxies have been told of, which is the same unless the
 * mesh has a push delay. Each burst of changes makes one new state, and all proxies get a state as a whole.
 */
public final class MeshWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MeshWatch.class);

    /** Less would be no pause where the time is the test's. */
    private static final long SHORTEST = TimeUnit.MILLISECONDS.toNanos(1);

    private final MeshViews views;
    private final ScheduledExecutorService worker =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "spurline-mesh-config"));
    private final AtomicBoolean dirty = new AtomicBoolean(true);
    private final Object changed = new Object();
    private final List<Runnable> observers = new CopyOnWriteArrayList<>();
    private final MeshSettings settings;
    private final MergeWindow window;
    private final PushDebounce debounce;
    private MeshObjects objects = MeshObjects.NONE;
    private MeshObjects pushed = MeshObjects.NONE;
    private boolean pushScheduled;
    private volatile boolean delays;
    private volatile MeshConfig newest;
    private volatile MeshConfig config;

    private MeshWatch(KubernetesClient client, MeshSettings settings) {
        this.settings = settings;
        window = new MergeWindow(settings.nanos());
        debounce = new PushDebounce(settings.pushDelay());
        config = MeshConfig.empty(settings.mesh(), settings.nanos());
        newest = config;
        views = new MeshViews(client, settings, this::markDirty);
    }

    /** Starts watching; the first state is there when this returns. */
    public static MeshWatch start(KubernetesClient client, MeshSettings settings) {
        MeshWatch watch = new MeshWatch(client, settings);
        watch.views.start();
        // Where all later states are computed, one after the other: none may be overtaken by an older one.
        CompletableFuture.runAsync(() -> run(watch::rebuild), watch.worker).join();
        return watch;
    }

    /** From now on the proxies are told of changes after the push delay; until then, at once. */
    public void beginDelay() {
        delays = true;
        views.beginDelay();
    }

    /** Returns the state that the proxies have been told of. */
    public MeshConfig config() {
        return config;
    }

    /** Returns the state that the API has. */
    public MeshConfig newest() {
        return newest;
    }

    /** Returns the route objects as they are in the API. */
    List<GenericKubernetesResource> routeObjects() {
        return views.routeObjects();
    }

    /**
     * Has somebody told of each new state that the API has, on the watch's own thread.
     *
     * @return ends that
     */
    public Runnable observe(Runnable observer) {
        observers.add(observer);
        return () -> observers.remove(observer);
    }

    /**
     * Waits for a state that the proxies have been told of.
     *
     * @return whether it came in time
     */
    public boolean await(Predicate<MeshConfig> condition, Duration limit) throws InterruptedException {
        return await(() -> condition.test(config), limit);
    }

    /**
     * Waits for a state of the API.
     *
     * @return whether it came in time
     */
    public boolean awaitNewest(Predicate<MeshConfig> condition, Duration limit) throws InterruptedException {
        return await(() -> condition.test(newest), limit);
    }

    private boolean await(BooleanSupplier condition, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        synchronized (changed) {
            while (!condition.getAsBoolean()) {
                long left = (end - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    return false;
                }
                changed.wait(left);
            }
        }
        return true;
    }

    private void markDirty() {
        if (dirty.compareAndSet(false, true)) {
            schedule(this::rebuild, 0);
        }
    }

    private void schedule(Runnable task, long nanos) {
        try {
            var unused = worker.schedule(() -> run(task), nanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            LOG.trace("The mesh is closed", e);
        }
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException bug) {
            LOG.error("Mesh configuration could not be computed; the last one stays", bug);
        }
    }

    private void rebuild() {
        dirty.set(false);
        MeshObjects now = views.read();
        if (!now.equals(objects)) {
            objects = now;
            debounce.changed(settings.nanos().getAsLong());
            publish(() -> newest = newest.next(now));
        }
        push();
        views.next().ifPresent(nanos -> schedule(this::rebuild, Math.max(nanos, SHORTEST)));
        observers.forEach(Runnable::run);
    }

    /** Tells the proxies of what has changed if it is time, and has it done later if not. */
    private void push() {
        OptionalLong next = debounce.next(settings.nanos().getAsLong());
        if (next.isEmpty() || pushScheduled) {
            return;
        }
        if (delays && next.getAsLong() > 0) {
            pushScheduled = true;
            schedule(this::pushLater, next.getAsLong());
            return;
        }
        debounce.pushed();
        pushed = objects.discovered();
        apply();
    }

    private void pushLater() {
        pushScheduled = false;
        push();
    }

    /** The proxies hold some changes of health back after they were told of them. */
    private void apply() {
        publish(() -> config = config.next(pushed.withEndpoints(window.told(pushed.endpoints()))));
        window.next().ifPresent(nanos -> schedule(this::apply, nanos));
    }

    private void publish(Runnable change) {
        synchronized (changed) {
            change.run();
            changed.notifyAll();
        }
    }

    @Override
    public void close() {
        views.close();
        worker.shutdownNow();
    }
}
