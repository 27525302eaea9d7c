// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node;

import dev.spurline.embedded.internal.client.EventRecorder;
import dev.spurline.embedded.internal.client.ObjectWatch;
import dev.spurline.embedded.internal.node.kubelet.KubeletEndpoint;
import dev.spurline.embedded.internal.node.machine.HealthCheck;
import dev.spurline.embedded.internal.node.machine.ImageCatalogue;
import dev.spurline.embedded.internal.node.machine.KubeletEvents;
import dev.spurline.embedded.internal.node.machine.NodeContext;
import dev.spurline.embedded.internal.node.machine.NodeDirectory;
import dev.spurline.embedded.internal.node.machine.NodeSettings;
import dev.spurline.embedded.internal.node.machine.PodAddresses;
import dev.spurline.embedded.internal.node.machine.PodNetwork;
import dev.spurline.embedded.internal.node.machine.ProcessGuard;
import dev.spurline.embedded.internal.node.pod.PodWorker;
import dev.spurline.embedded.internal.tls.KubeletCertificate;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node of a cluster: runs the pods that the scheduler binds to it, and tells the API server how they are.
 *
 * <p>Source: {@code pkg/kubelet/kubelet.go} (syncLoop).
 */
public final class EmbeddedNode implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedNode.class);
    private static final Duration LAST_GRACE = Duration.ofSeconds(2);
    private static final Duration LONGEST_DRAIN = Duration.ofSeconds(35);

    private final NodeThreads threads = new NodeThreads();
    private final Vertx vertx = threads.vertx();
    private final Map<String, PodWorker> byUid = new ConcurrentHashMap<>();
    private final Map<String, PodWorker> byName = new ConcurrentHashMap<>();
    private final ProcessGuard guard = new ProcessGuard();
    private final NodeDirectory directory = new NodeDirectory(guard::remove);
    private final NodeContext context;
    private final NodeRegistration registration;
    private final ObjectWatch<Pod> pods;
    private volatile @Nullable ScheduledFuture<?> renewal;
    private final Thread atExit = new Thread(this::kill, "spurline-node-exit");

    private EmbeddedNode(KubernetesClient client, NodeSettings settings, ImageCatalogue images, PodNetwork network) {
        this.context = new NodeContext(
                client,
                settings,
                images,
                network,
                new KubeletEvents(new EventRecorder(client, threads.workers()), settings.name()),
                new HealthCheck(vertx),
                guard,
                new PodAddresses(),
                directory,
                threads.workers(),
                threads.timer());
        HttpServer endpoint = KubeletEndpoint.open(vertx, KubeletCertificate.make(settings.name()), this::pod)
                .join();
        this.registration = new NodeRegistration(client, settings, endpoint.actualPort());
        this.pods = ObjectWatch.of(
                client.pods().inAnyNamespace().withField("spec.nodeName", settings.name()), new PodHandler());
    }

    /**
     * Starts a node with standard settings.
     *
     * @param client leads to the API server; stays the caller's
     * @param images what the node can run
     * @param network where its pods live
     * @return the node, registered and ready
     */
    public static EmbeddedNode start(KubernetesClient client, ImageCatalogue images, PodNetwork network) {
        return start(client, NodeSettings.standard(), images, network);
    }

    /** Starts a node. */
    public static EmbeddedNode start(
            KubernetesClient client, NodeSettings settings, ImageCatalogue images, PodNetwork network) {
        EmbeddedNode node = new EmbeddedNode(client, settings, images, network);
        try {
            node.start();
            return node;
        } catch (RuntimeException e) {
            node.close();
            throw e;
        }
    }

    /** Returns the node's name. */
    public String name() {
        return context.settings().name();
    }

    /** Has the kubelet answer without TLS too, for an API server of this JVM, and returns the port. */
    public int openPlainPort() {
        return KubeletEndpoint.openPlain(vertx, this::pod).join().actualPort();
    }

    private void start() {
        Runtime.getRuntime().addShutdownHook(atExit);
        CompletableFuture<Void> registered = CompletableFuture.runAsync(registration::register, context.threads());
        pods.start().join();
        registered.join();
        context.threads().execute(registration::renew);
        renewal = context.timer()
                .scheduleWithFixedDelay(
                        () -> context.threads().execute(registration::renew),
                        NodeRegistration.RENEW_SECONDS,
                        NodeRegistration.RENEW_SECONDS,
                        TimeUnit.SECONDS);
    }

    /**
     * Takes the node out of a cluster that goes on without it: no new pods, the present ones deleted and awaited for
     * some time, then the Node and its Lease removed. Closing has still to be done.
     */
    public void leave() {
        try {
            registration.cordon();
            context.client()
                    .pods()
                    .inAnyNamespace()
                    .withField("spec.nodeName", context.settings().name())
                    .list()
                    .getItems()
                    .forEach(pod -> context.client().resource(pod).delete());
            allOf(byUid.values().stream().map(PodWorker::released)).get(LONGEST_DRAIN.toSeconds(), TimeUnit.SECONDS);
        } catch (KubernetesClientException | ExecutionException | TimeoutException e) {
            LOG.warn(
                    "Node {} leaves behind pods [{}]",
                    context.settings().name(),
                    String.join(", ", byName.keySet()),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ScheduledFuture<?> present = renewal;
        if (present != null) {
            present.cancel(false);
        }
        withdraw();
    }

    private void withdraw() {
        try {
            registration.withdraw();
        } catch (KubernetesClientException e) {
            LOG.warn("Node {} could not be removed", context.settings().name(), e);
        }
    }

    @Override
    public void close() {
        pods.close();
        try {
            allOf(byUid.values().stream().map(worker -> worker.shutDown(LAST_GRACE)))
                    .get(LAST_GRACE.toSeconds() + 3, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn(
                    "Some pods of node {} did not end in time",
                    context.settings().name(),
                    e);
        }
        guard.close();
        threads.close();
        directory.close();
        removeHook();
    }

    private static CompletableFuture<Void> allOf(Stream<CompletableFuture<Void>> futures) {
        return CompletableFuture.allOf(futures.toArray(CompletableFuture<?>[]::new));
    }

    private void removeHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            LOG.trace("The JVM is ending", e);
        }
    }

    /** Kills and removes what would outlive the JVM. */
    private void kill() {
        guard.killAll();
        directory.close();
    }

    private Optional<PodWorker> pod(String namespace, String name) {
        return Optional.ofNullable(byName.get(namespace + "/" + name));
    }

    /** Hands the pods of this node to their workers. */
    private final class PodHandler implements ResourceEventHandler<Pod> {

        @Override
        public void onAdd(Pod pod) {
            byUid.computeIfAbsent(pod.getMetadata().getUid(), uid -> {
                PodWorker worker = new PodWorker(context, pod);
                byName.put(
                        pod.getMetadata().getNamespace() + "/"
                                + pod.getMetadata().getName(),
                        worker);
                return worker;
            });
            onUpdate(pod, pod);
        }

        @Override
        public void onUpdate(Pod before, Pod pod) {
            PodWorker worker = byUid.get(pod.getMetadata().getUid());
            if (worker == null) {
                onDelete(before, false);
                onAdd(pod);
            } else {
                worker.update(pod);
            }
        }

        @Override
        public void onDelete(Pod pod, boolean unknown) {
            PodWorker worker = byUid.remove(pod.getMetadata().getUid());
            if (worker != null) {
                byName.remove(
                        pod.getMetadata().getNamespace() + "/"
                                + pod.getMetadata().getName(),
                        worker);
                worker.remove();
            }
        }
    }
}
