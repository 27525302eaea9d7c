// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.watch;

import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.PermissionQuery;
import dev.spurline.internal.survey.ServedKinds;
import dev.spurline.internal.survey.SpurlineLabels;
import dev.spurline.internal.work.Deadline;
import dev.spurline.internal.work.EngineThreads;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What all sandboxes of one engine follow in one namespace: the engine's own pods, Deployments and EndpointSlices, and,
 * whoever made them, all Services and routes. One watch a kind, however many sandboxes there are.
 */
public final class NamespaceView implements AutoCloseable {

    private final KubernetesClient client;
    private final EngineThreads workers;
    private final Duration length;
    private final WatchedObjects<Pod> pods;
    private final WatchedObjects<Deployment> deployments;
    private final WatchedObjects<EndpointSlice> slices;
    private final WatchedObjects<Service> services;
    private final Map<CustomKind, WatchedObjects<GenericKubernetesResource>> routes;
    private final WatchTarget<Job> jobTarget;
    private @Nullable WatchedObjects<Job> jobs;

    NamespaceView(
            KubernetesClient client,
            EngineThreads workers,
            Duration length,
            String namespace,
            String engine,
            ServedKinds kinds,
            PermissionQuery permit) {
        this.client = client;
        this.workers = workers;
        this.length = length;
        String own = SpurlineLabels.ENGINE + "=" + engine;
        this.pods = watch(WatchTarget.of(Pod.class, namespace, own));
        this.deployments = watch(WatchTarget.of(Deployment.class, namespace, own));
        // The controller gives a slice the labels of its Service.
        this.slices = watch(WatchTarget.of(EndpointSlice.class, namespace, own));
        this.services = watch(WatchTarget.of(Service.class, namespace, ""));
        this.jobTarget = WatchTarget.of(Job.class, namespace, own);
        Map<CustomKind, WatchedObjects<GenericKubernetesResource>> found = new EnumMap<>(CustomKind.class);
        // Routes of other namespaces can concern our Services too, for their own callers.
        CustomKind.of(CustomKind.Role.FOREIGN_ROUTE)
                .forEach(kind -> kinds.version(kind)
                        .ifPresent(version -> Stream.of("", namespace)
                                .filter(where -> followable(permit, kind, where))
                                .findFirst()
                                .ifPresent(where -> found.put(
                                        kind,
                                        watch(WatchTarget.of(
                                                kind,
                                                version,
                                                Optional.of(where).filter(name -> !name.isEmpty())))))));
        this.routes = Collections.unmodifiableMap(found);
    }

    private static boolean followable(PermissionQuery permit, CustomKind kind, String where) {
        return permit.granted("list", kind.group(), kind.plural(), where)
                && permit.granted("watch", kind.group(), kind.plural(), where);
    }

    private <T extends HasMetadata> WatchedObjects<T> watch(WatchTarget<T> target) {
        return new WatchedObjects<>(client, workers, length, target).start();
    }

    /** Returns the pods of this engine's forks. */
    public WatchedObjects<Pod> pods() {
        return pods;
    }

    /** Returns the Deployments of this engine's forks. */
    public WatchedObjects<Deployment> deployments() {
        return deployments;
    }

    /** Returns the EndpointSlices of this engine's Services. */
    public WatchedObjects<EndpointSlice> slices() {
        return slices;
    }

    /** Returns the Jobs of this engine, followed from when somebody first asks: few sandboxes run one. */
    public synchronized WatchedObjects<Job> jobs() {
        if (jobs == null) {
            jobs = watch(jobTarget);
        }
        return jobs;
    }

    /** Returns all Services of the namespace. */
    public WatchedObjects<Service> services() {
        return services;
    }

    /**
     * Returns all routes of a kind: of all namespaces if this user may read them, else of this one.
     *
     * @param kind one that others may route a Service with
     * @return empty if the kind is not served
     */
    public Optional<WatchedObjects<GenericKubernetesResource>> routes(CustomKind kind) {
        return Optional.ofNullable(routes.get(kind));
    }

    private Stream<WatchedObjects<?>> all() {
        return Stream.concat(Stream.of(pods, deployments, slices, services), routes.values().stream());
    }

    private Stream<WatchedObjects<?>> foreign() {
        return Stream.concat(Stream.of(services), routes.values().stream());
    }

    /** Returns what is done when all watches have become current once; it fails if one is not permitted. */
    public CompletableFuture<Boolean> opened() {
        return CompletableFuture.allOf(all().map(WatchedObjects::opened).toArray(CompletableFuture[]::new))
                .thenApply(done -> true);
    }

    /**
     * Waits until all watches have become current once.
     *
     * @throws SandboxException if one is not permitted, or has not begun by then
     */
    public void awaitOpened(Deadline deadline) {
        all().forEach(watched -> watched.awaitOpened(deadline));
    }

    /** Returns how fresh the view of foreign Services and routes is, on which a heartbeat depends. */
    public ViewFreshness foreignFreshness() {
        return ViewFreshness.weakest(foreign().map(WatchedObjects::freshness).toList());
    }

    /** Returns how fresh the least fresh of the views is. */
    public ViewFreshness freshness() {
        return ViewFreshness.weakest(all().map(WatchedObjects::freshness).toList());
    }

    @Override
    public void close() {
        all().forEach(WatchedObjects::close);
        synchronized (this) {
            if (jobs != null) {
                jobs.close();
            }
        }
    }
}
