// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.config;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spurline.embedded.internal.client.AnyChange;
import dev.spurline.embedded.internal.client.DiscoveredKind;
import dev.spurline.embedded.internal.client.DiscoveredKinds;
import dev.spurline.embedded.internal.client.ObjectWatch;
import dev.spurline.embedded.internal.mesh.routing.MeshRoute;
import dev.spurline.embedded.internal.mesh.routing.RouteKind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
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
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<ObjectWatch<?>> watches = new ArrayList<>();
    private final ObjectWatch<Service> services;
    private final ObjectWatch<EndpointSlice> slices;
    private final ObjectWatch<Pod> pods;
    private final List<ObjectWatch<GenericKubernetesResource>> routes = new ArrayList<>();
    private final Map<String, ReadRoute> readRoutes = new ConcurrentHashMap<>();
    private final ScheduledExecutorService worker =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "spurline-mesh-config"));
    private final AtomicBoolean dirty = new AtomicBoolean(true);
    private final Object changed = new Object();
    private final List<Runnable> observers = new CopyOnWriteArrayList<>();
    private final MeshSettings settings;
    private final MergeWindow window;
    private volatile MeshConfig config;

    private record ReadRoute(String resourceVersion, MeshRoute route) {}

    private MeshWatch(KubernetesClient client, MeshSettings settings) {
        this.settings = settings;
        window = new MergeWindow(settings.nanos());
        config = MeshConfig.empty(settings.mesh());
        services = keep(client.services().inAnyNamespace());
        slices = keep(client.discovery().v1().endpointSlices().inAnyNamespace());
        pods = keep(client.pods().inAnyNamespace());
        for (RouteKind kind : RouteKind.values()) {
            served(client, kind)
                    .ifPresent(context -> routes.add(
                            keep(client.genericKubernetesResources(context).inAnyNamespace())));
        }
    }

    /** Returns how to address a kind in the best version that the API serves, or empty if it serves none. */
    private static Optional<ResourceDefinitionContext> served(KubernetesClient client, RouteKind kind) {
        return kind.versions().stream()
                .flatMap(version -> DiscoveredKinds.of(client, version).stream())
                .filter(served -> served.kind().equals(kind.kind()))
                .findFirst()
                .map(DiscoveredKind::context);
    }

    /** Starts watching; the first state is there when this returns. */
    public static MeshWatch start(KubernetesClient client, MeshSettings settings) {
        MeshWatch watch = new MeshWatch(client, settings);
        // Where all later states are computed, one after the other: none may be overtaken by an older one.
        CompletableFuture.runAsync(watch::rebuild, watch.worker).join();
        return watch;
    }

    private <T extends HasMetadata> ObjectWatch<T> keep(Informable<T> objects) {
        ObjectWatch<T> watch = ObjectWatch.of(objects, new AnyChange(this::markDirty));
        watch.start().join();
        watches.add(watch);
        return watch;
    }

    /** Returns the newest state. */
    public MeshConfig config() {
        return config;
    }

    /** Returns the route objects as they are in the API. */
    List<GenericKubernetesResource> routeObjects() {
        return routes.stream().flatMap(watch -> watch.objects().stream()).toList();
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
            Collection<MeshService> all = services.objects().stream()
                    .map(service -> MeshService.of(service, config.mesh()))
                    .toList();
            EndpointReader reader = new EndpointReader(pods::get, settings.tellsUnready());
            MeshConfig next = config.next(all, window.told(reader.read(all, slices.objects())), readRoutes());
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

    private List<MeshRoute> readRoutes() {
        List<GenericKubernetesResource> objects = routeObjects();
        readRoutes.keySet().retainAll(objects.stream().map(MeshWatch::key).toList());
        return objects.stream().map(this::read).toList();
    }

    private MeshRoute read(GenericKubernetesResource object) {
        String version = object.getMetadata().getResourceVersion();
        ReadRoute known = readRoutes.get(key(object));
        if (known == null || !known.resourceVersion().equals(version)) {
            known = new ReadRoute(version, RouteKind.read(JSON.valueToTree(object)));
            readRoutes.put(key(object), known);
        }
        return known.route();
    }

    private static String key(GenericKubernetesResource object) {
        return object.getKind() + "/" + object.getMetadata().getNamespace() + "/"
                + object.getMetadata().getName() + "/" + object.getMetadata().getUid();
    }

    @Override
    public void close() {
        watches.forEach(ObjectWatch::close);
        worker.shutdownNow();
    }
}
