// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.evidence;

import dev.spurline.internal.evidence.ProxyCounter.Place;
import dev.spurline.internal.plan.PlannedFork;
import dev.spurline.internal.survey.MeshSigns;
import dev.spurline.internal.survey.PermissionQuery;
import dev.spurline.internal.tunnel.PodPages;
import dev.spurline.internal.tunnel.PodPort;
import dev.spurline.internal.work.EngineThreads;
import dev.spurline.internal.work.ErrorMessage;
import dev.spurline.internal.work.FailureCollector;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Asks the proxy of a pod what it served: by port-forward, else through the API server's pod proxy. */
final class ProxyMetrics implements RequestCounter {

    private static final ProxyReading NO_PORT = ProxyReading.unreadable(
            "its Services have no HTTP port, and requests with the key that come in elsewhere are not told from others");

    private final KubernetesClient client;
    private final EngineThreads workers;
    private final PodPages pages;
    private final PermissionQuery permit;
    private final Set<PodPort> ports = new LinkedHashSet<>();
    private volatile boolean closed;

    ProxyMetrics(KubernetesClient client, EngineThreads workers, PodPages pages, PermissionQuery permit) {
        this.client = client;
        this.workers = workers;
        this.pages = pages;
        this.permit = permit;
    }

    /** Connects as soon as there is somebody to answer: on the day of the first reading that would take its time. */
    @Override
    public synchronized void expect(Pod pod) {
        if (!closed && MeshSigns.proxyUp(pod)) {
            ProxyCounter.of(pod).map(counter -> counter.places(pod).get(0)).ifPresent(place -> warm(pod, place));
        }
    }

    private void warm(Pod pod, Place place) {
        PodPort port = port(pod, place);
        if (ports.add(port)) {
            pages.warm(port, place.path());
        }
    }

    @Override
    public void close() {
        List<PodPort> ending;
        synchronized (this) {
            closed = true;
            ending = List.copyOf(ports);
        }
        ending.forEach(port -> pages.forget(port.namespace(), port.pod()));
    }

    @Override
    public CompletableFuture<ProxyReading> readMetrics(PlannedFork fork, Pod pod, ServedPorts served) {
        return readMetrics(pod, served);
    }

    CompletableFuture<ProxyReading> readMetrics(Pod pod, ServedPorts served) {
        if (served.ports().isEmpty()) {
            return CompletableFuture.completedFuture(NO_PORT);
        }
        Optional<ProxyCounter> counter = ProxyCounter.of(pod);
        return counter.isPresent()
                ? metrics(pod, counter.get(), served)
                : CompletableFuture.completedFuture(ProxyReading.unreadable("it has no proxy that counts requests"));
    }

    @Override
    public CompletableFuture<ProxyReading> read(PlannedFork fork, Pod pod, ServedPorts served) {
        return read(pod, served);
    }

    CompletableFuture<ProxyReading> read(Pod pod, ServedPorts served) {
        return readMetrics(pod, served).thenCompose(reading -> {
            if (closed || served.ports().isEmpty()) {
                return CompletableFuture.completedFuture(reading);
            }
            if (reading.silent()) {
                return admin(pod, served).thenApply(reading::with);
            }
            return reading.lacksPorts() && served.others()
                    ? admin(pod, served).thenApply(reading::bounded)
                    : CompletableFuture.completedFuture(reading);
        });
    }

    private CompletableFuture<ProxyReading> metrics(Pod pod, ProxyCounter counter, ServedPorts served) {
        CompletableFuture<String> page = CompletableFuture.failedFuture(new IllegalStateException("nothing tried"));
        for (Place place : counter.places(pod)) {
            page = page.exceptionallyCompose(failure -> forwarded(pod, place));
        }
        return page.exceptionallyCompose(
                        failure -> otherwise(pod, counter.places(pod).get(0), failure))
                .thenApply(text -> counter.read(text, served))
                .exceptionally(failure -> ProxyReading.unreadable("its metrics cannot be read: " + message(failure)));
    }

    /** Of a proxy without such a page nothing more can be read, and what the metrics say stands. */
    private CompletableFuture<ProxyReading> admin(Pod pod, ServedPorts served) {
        ProxyCounter counter = ProxyCounter.of(pod).orElse(ProxyCounter.LINKERD);
        return counter.admin()
                .map(place -> forwarded(pod, place)
                        .thenApply(text -> counter.readAdmin(text, served))
                        .exceptionally(failure -> ProxyReading.unreadable(
                                "its admin page [%s] on port [%d], which nothing but a port-forward reaches, cannot be read: %s"
                                        .formatted(place.path(), place.port(), message(failure)))))
                .orElse(CompletableFuture.completedFuture(ProxyReading.unreadable("")));
    }

    private static String message(Throwable failure) {
        return ErrorMessage.of(FailureCollector.root(failure));
    }

    private synchronized CompletableFuture<String> forwarded(Pod pod, Place place) {
        if (closed) {
            return CompletableFuture.failedFuture(new IllegalStateException("the sandbox is closed"));
        }
        PodPort port = port(pod, place);
        ports.add(port);
        return pages.get(port, place.path());
    }

    private static PodPort port(Pod pod, Place place) {
        return new PodPort(pod.getMetadata().getNamespace(), pod.getMetadata().getName(), place.port());
    }

    private CompletableFuture<String> otherwise(Pod pod, Place place, Throwable failure) {
        if (closed) {
            return CompletableFuture.failedFuture(failure);
        }
        return workers.start(() -> permit.granted(
                        "get", "", "pods/proxy", pod.getMetadata().getNamespace()))
                .thenCompose(granted ->
                        granted ? workers.start(() -> proxied(pod, place)) : CompletableFuture.failedFuture(failure));
    }

    private String proxied(Pod pod, Place place) {
        String path = "/api/v1/namespaces/%s/pods/%s:%d/proxy%s"
                .formatted(pod.getMetadata().getNamespace(), pod.getMetadata().getName(), place.port(), place.path());
        String page = client.raw(path);
        if (page == null) {
            throw new KubernetesClientException("nothing at " + path);
        }
        return page;
    }
}
