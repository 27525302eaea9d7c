// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.internal.evidence.ProxyReading.Count;
import dev.spurline.internal.tunnel.ForwardingServer;
import dev.spurline.internal.tunnel.PodPages;
import dev.spurline.internal.work.EngineThreads;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProxyMetricsTests {

    private static final Pod POD = new PodBuilder()
            .withNewMetadata()
            .withNamespace("shop")
            .withName("pricing-1")
            .endMetadata()
            .withNewSpec()
            .addNewContainer()
            .withName("app")
            .endContainer()
            .addNewContainer()
            .withName("istio-proxy")
            .endContainer()
            .endSpec()
            .build();

    private static final ServedPorts PORTS = new ServedPorts(Set.of(8080), false, Map.of(), "");
    private static final String NO_METRIC = "# TYPE envoy_server_live gauge\nenvoy_server_live{} 1\n";
    private static final String SILENT = "its metrics have neither [istio_requests_total] of the receiving side nor"
            + " [envoy_cluster_upstream_rq_total] of inbound clusters";
    private static final String NOT_FOUND = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";

    private final Queue<String> permits = new ConcurrentLinkedQueue<>();
    private final ForwardingServer server = new ForwardingServer("/");
    private final EngineThreads workers = new EngineThreads("test");
    private final PodPages pages = new PodPages(server.client(), Duration.ofSeconds(10));
    private final ProxyMetrics metrics = new ProxyMetrics(
            server.client(), workers, pages, (verb, group, resource, namespace) -> !permits.add(resource));

    @AfterEach
    void stop() {
        pages.close();
        workers.close();
        server.close();
    }

    private ProxyReading read() throws Exception {
        return metrics.read(POD, PORTS).get(1, TimeUnit.MINUTES);
    }

    private List<String> asked() {
        return server.heard.stream()
                .map(request -> request.lines().limit(2).collect(Collectors.joining(" ")))
                .toList();
    }

    @Test
    void metricsThatTellAreEnough() throws Exception {
        server.answerAll("istio_requests_total{reporter=\"destination\"} 3\n");

        assertThat(read().counts())
                .contains(new Count("istio_requests_total", Map.of("reporter=\"destination\"", 3L), true, false));
        assertThat(asked()).containsExactly("GET /stats/prometheus HTTP/1.1 Host: localhost:15090");
    }

    @Test
    void theAdminPageTellsThePortWhereTheMetricsDoNot() throws Exception {
        server.answerEach(request -> Optional.of(ForwardingServer.ok(
                request.startsWith("GET /clusters")
                        ? "inbound|8080||::added_via_api::true\ninbound|9090||::10.244.0.9:9090::rq_total::12\n"
                        : "istio_requests_total{reporter=\"destination\",source_workload=\"prometheus\"} 12\n")));

        assertThat(served(metrics.read(POD, new ServedPorts(Set.of(8080), true, Map.of(), ""))))
                .isEqualTo(ServedRequests.Known.NOTHING);
        assertThat(asked()).contains("GET /clusters HTTP/1.1 Host: localhost:15000");
    }

    @Test
    void whatNoPortIsToldForCountsWhereTheAdminPageCannotBeRead() throws Exception {
        server.answerEach(request -> Optional.of(
                request.startsWith("GET /clusters")
                        ? NOT_FOUND
                        : ForwardingServer.ok("istio_requests_total{reporter=\"destination\"} 3\n")));

        assertThat(served(metrics.read(POD, new ServedPorts(Set.of(8080), true, Map.of(), ""))))
                .isEqualTo(new ServedRequests.Known(3, Map.of()));
    }

    @Test
    void aForkWithoutHttpPortsIsUnknown() throws Exception {
        server.answerAll("istio_requests_total{reporter=\"destination\"} 3\n");

        assertThat(served(metrics.read(POD, new ServedPorts(Set.of(), true, Map.of(), ""))))
                .isEqualTo(new ServedRequests.Unknown(
                        "its Services have no HTTP port, and requests with the key that come in elsewhere are not told"
                                + " from others"));
        assertThat(server.asked).isEmpty();
    }

    private static ServedRequests served(CompletableFuture<ProxyReading> reading) throws Exception {
        PodTally tally = new PodTally("kengine234");
        tally.add(reading.get(1, TimeUnit.MINUTES));
        return tally.served();
    }

    @Test
    void theAdminPageIsReadWhereTheMetricsAreSilent() throws Exception {
        server.answerEach(request -> Optional.of(ForwardingServer.ok(
                request.startsWith("GET /clusters") ? "inbound|8080||::10.244.0.9:8080::rq_total::326\n" : NO_METRIC)));

        ProxyReading reading = read();

        assertThat(reading.counts())
                .contains(new Count("rq_total", Map.of("inbound|8080||::10.244.0.9:8080", 326L), true, true));
        assertThat(reading.doubt()).isEmpty();
        assertThat(asked())
                .containsExactly(
                        "GET /stats/prometheus HTTP/1.1 Host: localhost:15090",
                        "GET /clusters HTTP/1.1 Host: localhost:15000");
    }

    @Test
    void theAdminPageIsReadWhereThereAreNoMetrics() throws Exception {
        server.answerEach(request -> Optional.of(
                request.startsWith("GET /clusters")
                        ? ForwardingServer.ok("inbound|8080||::added_via_api::true\n")
                        : NOT_FOUND));

        assertThat(read().doubt()).isEmpty();
        assertThat(permits).containsExactly("pods/proxy");
    }

    @Test
    void nothingIsKnownWhereNoPageTells() throws Exception {
        server.answerEach(request ->
                Optional.of(request.startsWith("GET /clusters") ? NOT_FOUND : ForwardingServer.ok(NO_METRIC)));

        assertThat(read().doubt())
                .isEqualTo(SILENT + ", and its admin page [/clusters] on port [15000], which nothing but a port-forward"
                        + " reaches, cannot be read: [shop/pricing-1:15000] answered [404] to [/clusters]");
        assertThat(permits).isEmpty();
    }

    @Test
    void whileASandboxOpensOnlyMetricsAreRead() throws Exception {
        server.answerAll(NO_METRIC);

        ProxyReading reading = metrics.readMetrics(POD, PORTS).get(1, TimeUnit.MINUTES);

        assertThat(reading.doubt()).isEqualTo(SILENT);
        assertThat(asked()).containsExactly("GET /stats/prometheus HTTP/1.1 Host: localhost:15090");
    }

    @Test
    void nothingIsAskedAfterClose() throws Exception {
        metrics.close();

        assertThat(read()).isEqualTo(ProxyReading.unreadable("its metrics cannot be read: the sandbox is closed"));
        assertThat(server.asked).isEmpty();
        assertThat(permits).isEmpty();
    }

    @Test
    void aReadingUnderWayWhenItIsClosedTriesNoOtherWay() throws Exception {
        CompletableFuture<ProxyReading> reading = metrics.read(POD, PORTS);
        assertThat(server.asked.poll(1, TimeUnit.MINUTES)).isNotNull();
        metrics.close();

        assertThat(reading.get(1, TimeUnit.MINUTES).silent()).isTrue();
        assertThat(server.asked).isEmpty();
        assertThat(permits).isEmpty();
    }
}
