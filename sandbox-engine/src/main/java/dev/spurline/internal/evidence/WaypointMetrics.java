// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.evidence;

import dev.spurline.internal.plan.CallingWorkload;
import dev.spurline.internal.plan.ForkService;
import dev.spurline.internal.plan.PlannedFork;
import dev.spurline.internal.tunnel.PodPages;
import dev.spurline.internal.tunnel.PodPort;
import dev.spurline.internal.work.EngineThreads;
import dev.spurline.internal.work.ErrorMessage;
import dev.spurline.internal.work.FailureCollector;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Asks the waypoints of ambient Istio how many requests they have led to a fork, whose pod has no proxy that counts. They know the
 * fork by the name of its Service.
 */
final class WaypointMetrics implements RequestCounter {

    private static final String METRIC = "istio_requests_total";

    private final PodPages pages;
    private final EngineThreads workers;
    private final Supplier<List<CallingWorkload>> waypoints;
    private final Map<PlannedFork, Set<PodPort>> seen = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /**
     * Prepares to ask.
     *
     * @param waypoints reads which there are, with their ready pods
     */
    WaypointMetrics(PodPages pages, EngineThreads workers, Supplier<List<CallingWorkload>> waypoints) {
        this.pages = pages;
        this.workers = workers;
        this.waypoints = waypoints;
    }

    /** Its pod has no proxy. */
    @Override
    public void expect(Pod pod) {}

    @Override
    public CompletableFuture<ProxyReading> readMetrics(PlannedFork fork, Pod pod, ServedPorts served) {
        return read(fork, pod, served);
    }

    @Override
    public CompletableFuture<ProxyReading> read(PlannedFork fork, Pod pod, ServedPorts served) {
        if (closed) {
            return CompletableFuture.completedFuture(ProxyReading.unreadable("the sandbox is closed"));
        }
        return workers.start(() -> pods(fork))
                .thenCompose(there -> read(fork, there))
                .exceptionally(failure ->
                        ProxyReading.unreadable("what its waypoint counts cannot be read: " + message(failure)));
    }

    private Set<PodPort> pods(PlannedFork fork) {
        List<String> services = fork.services().stream()
                .map(service -> fork.namespace() + "/" + service.baseline())
                .toList();
        return waypoints.get().stream()
                .filter(waypoint -> !waypoint.hidden().containsAll(services))
                .flatMap(waypoint -> waypoint.pods().stream().map(pod -> new PodPort(waypoint.namespace(), pod, 15020)))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private CompletableFuture<ProxyReading> read(PlannedFork fork, Set<PodPort> there) {
        if (there.isEmpty()) {
            return CompletableFuture.completedFuture(ProxyReading.unreadable(
                    "in Istio's ambient mode its waypoint counts, of which no ready pod was found"));
        }
        Set<PodPort> before = seen.computeIfAbsent(fork, first -> ConcurrentHashMap.newKeySet());
        Optional<String> gone = before.stream()
                .filter(pod -> !there.contains(pod))
                .map(PodPort::pod)
                .findFirst();
        before.addAll(there);
        List<CompletableFuture<ProxyTally>> reading =
                there.stream().map(waypoint -> read(waypoint, fork)).toList();
        return ProxyTally.sum(
                METRIC,
                reading,
                gone.map(
                        "pod [%s] of its waypoint is no more, and what that has counted at last is not known"
                                ::formatted));
    }

    private CompletableFuture<ProxyTally> read(PodPort waypoint, PlannedFork fork) {
        return pages.get(waypoint, "/stats/prometheus")
                .thenApply(page -> passed(waypoint, page, fork))
                .exceptionally(failure ->
                        ProxyTally.none("the metrics of pod [%s] of its waypoint on port [%d] cannot be read: %s"
                                .formatted(waypoint.pod(), waypoint.port(), message(failure))));
    }

    private static ProxyTally passed(PodPort waypoint, String page, PlannedFork fork) {
        Set<String> names = fork.services().stream().map(ForkService::fork).collect(Collectors.toSet());
        List<MetricSample> all = MetricSample.of(page, METRIC::equals).stream()
                .filter(sample -> sample.has("reporter", "waypoint"))
                .toList();
        Map<String, Long> series = new HashMap<>();
        all.stream()
                .filter(sample -> sample.has("destination_service_namespace", fork.namespace())
                        && names.contains(sample.label("destination_service_name")))
                .forEach(sample -> series.put(waypoint.pod() + "|" + sample.text(), sample.value()));
        return new ProxyTally(
                series,
                all.isEmpty()
                        ? Optional.of("the metrics of pod [%s] of its waypoint have no [%s] yet"
                                .formatted(waypoint.pod(), METRIC))
                        : Optional.empty());
    }

    private static String message(Throwable failure) {
        return ErrorMessage.of(FailureCollector.root(failure));
    }

    @Override
    public void close() {
        closed = true;
    }
}
