// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.evidence;

import dev.spurline.internal.plan.CallingWorkload;
import dev.spurline.internal.plan.PlannedFork;
import dev.spurline.internal.tunnel.PodPages;
import dev.spurline.internal.tunnel.PodPort;
import dev.spurline.internal.work.ErrorMessage;
import dev.spurline.internal.work.FailureCollector;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Asks the Envoys of callers how many requests they have sent to a fork: each counts by host, and knows the fork by the name of
 * its Service. Other forks of the sandbox are callers, too.
 */
final class CallerMetrics implements RequestCounter {

    /** As many as are asked whether they obey. */
    private static final int LIMIT = 32;

    private static final String PAGE = "/clusters";

    private final PodPages pages;
    private final int port;
    private final List<PodPort> callers;
    private final Set<PodPort> forks = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    CallerMetrics(PodPages pages, List<CallingWorkload> callers, int port) {
        this.pages = pages;
        this.port = port;
        this.callers = callers.stream()
                .flatMap(caller -> caller.pods().stream().map(pod -> new PodPort(caller.namespace(), pod, port)))
                .distinct()
                .limit(LIMIT)
                .toList();
    }

    @Override
    public void expect(Pod pod) {
        forks.add(
                new PodPort(pod.getMetadata().getNamespace(), pod.getMetadata().getName(), port));
    }

    @Override
    public CompletableFuture<ProxyReading> readMetrics(PlannedFork fork, Pod pod, ServedPorts served) {
        return read(fork, pod, served);
    }

    @Override
    public CompletableFuture<ProxyReading> read(PlannedFork fork, Pod pod, ServedPorts served) {
        List<String> hosts = fork.services().stream()
                .map(service -> "%s.%s.svc.".formatted(service.fork(), fork.namespace()))
                .toList();
        List<CompletableFuture<ProxyTally>> reading = Stream.concat(
                        callers.stream(), forks.stream().filter(envoy -> !callers.contains(envoy)))
                .map(envoy -> read(envoy, hosts))
                .toList();
        return ProxyTally.sum(
                "rq_total",
                reading,
                callers.isEmpty() ? Optional.of("no caller whose Envoy counts was found") : Optional.empty());
    }

    private CompletableFuture<ProxyTally> read(PodPort envoy, List<String> hosts) {
        if (closed) {
            return CompletableFuture.completedFuture(ProxyTally.none("the sandbox is closed"));
        }
        return pages.get(envoy, PAGE)
                .thenApply(page -> new ProxyTally(sent(envoy, page, hosts), Optional.empty()))
                .exceptionally(failure -> new ProxyTally(Map.of(), doubt(envoy, failure)));
    }

    /** A fork's pod may have no Envoy, and then sends nothing to other forks. */
    private Optional<String> doubt(PodPort envoy, Throwable failure) {
        return callers.contains(envoy)
                ? Optional.of("the page [%s] of its caller [%s] on port [%d] cannot be read: %s"
                        .formatted(PAGE, envoy.pod(), port, ErrorMessage.of(FailureCollector.root(failure))))
                : Optional.empty();
    }

    /** Each line says something of a host: {@code cluster::address::rq_total::7}. */
    static Map<String, Long> sent(PodPort envoy, String page, List<String> hosts) {
        Map<String, Long> totals = new HashMap<>();
        Map<String, Long> sent = new HashMap<>();
        page.lines()
                .forEach(line -> after(line, "::rq_total::")
                        .ifPresent(total -> totals.put(before(line, "::rq_total::"), Long.valueOf(total))));
        page.lines()
                .forEach(line -> after(line, "::hostname::")
                        .filter(name -> hosts.stream().anyMatch(name::startsWith))
                        .map(name -> before(line, "::hostname::"))
                        .ifPresent(host -> sent.put(envoy.pod() + "|" + host, totals.getOrDefault(host, 0L))));
        return sent;
    }

    private static Optional<String> after(String line, String name) {
        int at = line.indexOf(name);
        return at < 0 ? Optional.empty() : Optional.of(line.substring(at + name.length()));
    }

    private static String before(String line, String name) {
        return line.substring(0, line.indexOf(name));
    }

    @Override
    public void close() {
        closed = true;
        forks.forEach(envoy -> pages.forget(envoy.namespace(), envoy.pod()));
    }
}
