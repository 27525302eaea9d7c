// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.Workload;
import dev.spurline.internal.evidence.ProxyReading.Count;
import dev.spurline.internal.plan.CallingWorkload;
import dev.spurline.internal.plan.ForkService;
import dev.spurline.internal.plan.PlannedFork;
import dev.spurline.internal.tunnel.ForwardingServer;
import dev.spurline.internal.tunnel.PodPages;
import dev.spurline.internal.work.EngineThreads;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WaypointMetricsTests {

    private static final PlannedFork FORK = new PlannedFork(
            new Workload("deployment", "price"),
            "shop",
            "price-k7f3q5tbma",
            "price",
            Map.of(),
            List.of(
                    new ForkService("price", "price-k7f3q5tbma", List.of()),
                    new ForkService("quote", "quote-k7f3q5tbma", List.of())),
            Duration.ZERO,
            List.of());

    private static final String PAGE = """
            istio_requests_total{reporter="waypoint",destination_service_namespace="shop",destination_service_name="price-k7f3q5tbma"} 3
            istio_requests_total{reporter="waypoint",destination_service_namespace="shop",destination_service_name="price"} 5
            istio_requests_total{reporter="waypoint",destination_service_namespace="bank",destination_service_name="price-k7f3q5tbma"} 7
            istio_requests_total{reporter="source",destination_service_namespace="shop",destination_service_name="price-k7f3q5tbma"} 9
            """;

    private final ForwardingServer server = new ForwardingServer("/");
    private final EngineThreads workers = new EngineThreads("test");
    private final PodPages pages = new PodPages(server.client(), Duration.ofSeconds(10));
    private volatile List<CallingWorkload> waypoints = List.of();
    private final WaypointMetrics metrics = new WaypointMetrics(pages, workers, () -> waypoints);

    @BeforeEach
    void tell() {
        server.answerAll(PAGE);
    }

    @AfterEach
    void stop() {
        pages.close();
        workers.close();
        server.close();
    }

    private ProxyReading read() throws Exception {
        return metrics.read(FORK, new Pod(), new ServedPorts(Set.of(8080), false, Map.of(), ""))
                .get(1, TimeUnit.MINUTES);
    }

    /** @param hidden the Services of the fork that another waypoint routes */
    private static CallingWorkload waypoint(String pod, String... hidden) {
        return new CallingWorkload("shop", "waypoint", List.of(pod), Set.of(hidden), Map.of());
    }

    private static Map<String, Long> counted(ProxyReading reading) {
        assertThat(reading.counts()).extracting(Count::metric).containsExactly("istio_requests_total");
        return reading.counts().get(0).series();
    }

    @Test
    void aForkBehindTwoWaypointsIsCountedByBoth() throws Exception {
        waypoints = List.of(waypoint("east-1", "shop/quote"), waypoint("west-1", "shop/price"));

        ProxyReading reading = read();

        assertThat(counted(reading).values()).containsExactly(3L, 3L);
        assertThat(counted(reading).keySet())
                .allMatch(series -> series.matches("(east|west)-1[|].*\"price-k7f3q5tbma\".*"));
        assertThat(reading.doubt()).isEmpty();
    }

    @Test
    void aWaypointOfOtherServicesIsNotAsked() throws Exception {
        waypoints = List.of(waypoint("east-1", "shop/price", "shop/quote"), waypoint("west-1"));

        assertThat(counted(read()).keySet())
                .singleElement()
                .satisfies(series -> assertThat(series).startsWith("west-1|"));
    }

    @Test
    void withoutAWaypointNothingIsKnown() throws Exception {
        assertThat(read())
                .isEqualTo(ProxyReading.unreadable(
                        "in Istio's ambient mode its waypoint counts, of which no ready pod was found"));
    }

    @Test
    void whatAPodHasCountedThatIsGoneIsNotKnown() throws Exception {
        waypoints = List.of(waypoint("east-1"));
        assertThat(read().doubt()).isEmpty();

        waypoints = List.of(waypoint("east-2"));
        assertThat(read().doubt())
                .isEqualTo("pod [east-1] of its waypoint is no more, and what that has counted at last is not known");
    }

    @Test
    void aPageThatHasCountedNobodyIsNoProof() throws Exception {
        server.answerEach(request -> Optional.of(ForwardingServer.ok("envoy_server_live 1\n")));
        waypoints = List.of(waypoint("east-1"));

        assertThat(read().doubt())
                .isEqualTo("the metrics of pod [east-1] of its waypoint have no [istio_requests_total] yet");
    }
}
