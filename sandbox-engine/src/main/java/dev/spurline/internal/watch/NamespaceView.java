// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.watch;

import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.Labels;
import dev.spurline.internal.survey.Permit;
import dev.spurline.internal.survey.ServedKinds;
import dev.spurline.internal.work.Deadline;
import dev.spurline.internal.work.Workers;
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
    private final Workers workers;
    private final Duration length;
    private final Watched<Pod> pods;
    private final Watched<Deployment> deployments;
    private final Watched<EndpointSlice> slices;
    private final Watched<Service> services;
    private final Map<CustomKind, Watched<GenericKubernetesResource>> routes;
    private final Target<Job> jobTarget;
    private @Nullable Watched<Job> jobs;

    NamespaceView(
            KubernetesClient client,
            Workers workers,
            Duration length,
            String namespace,
            String engine,
            ServedKinds kinds,
            Permit permit) {
        this.client = client;
        this.workers = workers;
        this.length = length;
        String own = Labels.ENGINE + "=" + engine;
        this.pods = watch(Target.of(Pod.class, namespace, own));
        this.deployments = watch(Target.of(Deployment.class, namespace, own));
        // The controller gives a slice the labels of its Service.
        this.slices = watch(Target.of(EndpointSlice.class, namespace, own));
        this.services = watch(Target.of(Service.class, namespace, ""));
        this.jobTarget = Target.of(Job.class, namespace, own);
        Map<CustomKind, Watched<GenericKubernetesResource>> found = new EnumMap<>(CustomKind.class);
        // Routes of other namespaces can concern our Services too, for their own callers.
        CustomKind.of(CustomKind.Role.FOREIGN_ROUTE)
                .forEach(kind -> kinds.version(kind)
                        .ifPresent(version -> Stream.of("", namespace)
                                .filter(where -> followable(permit, kind, where))
                                .findFirst()
                                .ifPresent(where -> found.put(
                                        kind,
                                        watch(Target.of(
                                                kind,
                                                version,
                                                Optional.of(where).filter(name -> !name.isEmpty())))))));
        this.routes = Collections.unmodifiableMap(found);
    }

    private static boolean followable(Permit permit, CustomKind kind, String where) {
        return permit.granted("list", kind.group(), kind.plural(), where)
                && permit.granted("watch", kind.group(), kind.plural(), where);
    }

    private <T extends HasMetadata> Watched<T> watch(Target<T> target) {
        return new Watched<>(client, workers, length, target).start();
    }

    /** Returns the pods of this engine's forks. */
    public Watched<Pod> pods() {
        return pods;
    }

    /** Returns the Deployments of this engine's forks. */
    public Watched<Deployment> deployments() {
        return deployments;
    }

    /** Returns the EndpointSlices of this engine's Services. */
    public Watched<EndpointSlice> slices() {
        return slices;
    }

    /** Returns the Jobs of this engine, followed from when somebody first asks: few sandboxes run one. */
    public synchronized Watched<Job> jobs() {
        if (jobs == null) {
            jobs = watch(jobTarget);
        }
        return jobs;
    }

    /** Returns all Services of the namespace. */
    public Watched<Service> services() {
        return services;
    }

    /**
     * Returns all routes of a kind: of all namespaces if this user may read them, else of this one.
     *
     * @param kind one that others may route a Service with
     * @return empty if the kind is not served
     */
    public Optional<Watched<GenericKubernetesResource>> routes(CustomKind kind) {
        return Optional.ofNullable(routes.get(kind));
    }

    private Stream<Watched<?>> all() {
        return Stream.concat(Stream.of(pods, deployments, slices, services), routes.values().stream());
    }

    private Stream<Watched<?>> foreign() {
        return Stream.concat(Stream.of(services), routes.values().stream());
    }

    /** Returns what is done when all watches have become current once; it fails if one is not permitted. */
    public CompletableFuture<Boolean> opened() {
        return CompletableFuture.allOf(all().map(Watched::opened).toArray(CompletableFuture[]::new))
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

    /** Returns whether what is known of foreign Services and routes is what is: what a heartbeat depends on. */
    public ViewFreshness foreignFreshness() {
        return ViewFreshness.weakest(foreign().map(Watched::freshness).toList());
    }

    /** Returns whether all that is known is what is. */
    public ViewFreshness freshness() {
        return ViewFreshness.weakest(all().map(Watched::freshness).toList());
    }

    @Override
    public void close() {
        all().forEach(Watched::close);
        synchronized (this) {
            if (jobs != null) {
                jobs.close();
            }
        }
    }
}
