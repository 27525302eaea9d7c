// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.config;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the newest {@link MeshConfig} by watching the API; each burst of changes makes one new state. */
public final class MeshWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MeshWatch.class);
    private final MeshViews views;
    private final ScheduledExecutorService worker =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "spurline-mesh-config"));
    private final AtomicBoolean dirty = new AtomicBoolean(true);
    private final Object changed = new Object();
    private final List<Runnable> observers = new CopyOnWriteArrayList<>();
    private final MergeWindow window;
    private volatile MeshConfig config;

    private MeshWatch(KubernetesClient client, MeshSettings settings) {
        window = new MergeWindow(settings.nanos());
        config = MeshConfig.empty(settings.mesh());
        views = new MeshViews(client, settings, this::markDirty);
    }

    /** Starts watching; the first state is there when this returns. */
    public static MeshWatch start(KubernetesClient client, MeshSettings settings) {
        MeshWatch watch = new MeshWatch(client, settings);
        watch.views.start();
        // Where all later states are computed, one after the other: none may be overtaken by an older one.
        CompletableFuture.runAsync(watch::rebuild, watch.worker).join();
        return watch;
    }

    /** Returns the newest state. */
    public MeshConfig config() {
        return config;
    }

    /** Returns the route objects as they are in the API. */
    List<GenericKubernetesResource> routeObjects() {
        return views.routeObjects();
    }

    /**
     * Has somebody told of each new state, on the watch's own thread.
     *
     * @return ends that
     */
    public Runnable observe(Runnable observer) {
        observers.add(observer);
        return () -> observers.remove(observer);
    }

    /**
     * Waits for a state.
     *
     * @return whether it came in time
     */
    public boolean await(Predicate<MeshConfig> condition, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        synchronized (changed) {
            while (!condition.test(config)) {
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
            var unused = worker.schedule(task, nanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            LOG.trace("The mesh is closed", e);
        }
    }

    private void rebuild() {
        dirty.set(false);
        try {
            MeshObjects objects = views.read();
            MeshConfig next = config.next(objects.withEndpoints(window.told(objects.endpoints())));
            synchronized (changed) {
                config = next;
                changed.notifyAll();
            }
            observers.forEach(Runnable::run);
            window.next().ifPresent(nanos -> schedule(this::markDirty, nanos));
        } catch (RuntimeException bug) {
            LOG.error("Mesh configuration could not be computed; the last one stays", bug);
        }
    }

    @Override
    public void close() {
        views.close();
        worker.shutdownNow();
    }
}
