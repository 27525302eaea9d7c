// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.spurline.EvidenceReport.ForkEvidence;
import dev.spurline.LiveFork;
import dev.spurline.Workload;
import dev.spurline.internal.plan.ForkService;
import dev.spurline.internal.plan.PlannedFork;
import dev.spurline.internal.routing.ServicePorts;
import dev.spurline.internal.tunnel.ForwardingServer;
import dev.spurline.internal.tunnel.PodPages;
import dev.spurline.internal.work.EngineThreads;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EvidenceReaderTests {

    private static final PlannedFork FORK = new PlannedFork(
            new Workload("deployment", "price"),
            "shop",
            "price-k7f3q5tbma",
            "price",
            Map.of(),
            List.of(new ForkService(
                    "price", "price-k7f3q5tbma", List.of(new ServicePorts.Port("http", 80, "8080", true)))),
            Duration.ZERO,
            List.of());
    private static final LiveFork LIVE =
            new LiveFork(FORK.workload(), FORK.deployment(), "price-1", "shop/price:1", "", Duration.ZERO);

    private final ForwardingServer server = new ForwardingServer("/");
    private final EngineThreads workers = new EngineThreads("test");
    private final PodPages pages = new PodPages(server.client(), Duration.ofSeconds(10));
    private final EvidenceReader evidence = new EvidenceReader(
            new ProxyMetrics(server.client(), workers, pages, (verb, group, resource, namespace) -> false),
            workers,
            "kengine234",
            Duration.ofMillis(5));
    private volatile Optional<Pod> ready = Optional.of(pod("price-1"));

    private static Pod pod(String name) {
        return Serialization.unmarshal("""
                metadata: {name: %1$s, namespace: shop, uid: uid-of-%1$s}
                spec: {containers: [{name: price}, {name: linkerd-proxy}]}
                """.formatted(name), Pod.class);
    }

    private static String page(int admin, int served) {
        String series = "request_total{direction=\"inbound\",target_addr=\"%s\",tls=\"%s\"} %d\n";
        return series.formatted("0.0.0.0:4191", "no_identity", admin)
                + (served == 0 ? "" : series.formatted("10.0.0.1:8080", "true", served));
    }

    @BeforeEach
    void begin() {
        server.answerAll(page(1, 0));
        evidence.begin(FORK, pod("price-1"));
        evidence.awaitBegun(Duration.ofMinutes(1));
    }

    @AfterEach
    void stop() {
        evidence.close();
        pages.close();
        workers.close();
        server.close();
    }

    private ForkEvidence now() {
        return evidence.report(Map.of(FORK, LIVE), fork -> ready).forks().get(0);
    }

    @Test
    void lookingProvesNothing() {
        for (int look = 2; look < 6; look++) {
            server.answerAll(page(look, 0));

            assertThat(now().reached()).isFalse();
            assertThat(now().routed()).hasValue(0);
        }
    }

    @Test
    void whatTheProxyForgetsIsKnownFromALookBetween() {
        server.answerAll(page(2, 3));
        evidence.watch(List.of(FORK), fork -> ready);
        int seen = server.heard.size();
        await().until(() -> server.heard.size() > seen + 1);

        server.answerAll(page(3, 0));

        assertThat(now().routed()).hasValue(3);
    }

    @Test
    void whatAnEarlierPodServedCountsToo() {
        server.answerAll(page(2, 3));
        assertThat(now().routed()).hasValue(3);

        ready = Optional.of(pod("price-2"));
        server.answerAll(page(1, 2));
        assertThat(now().routed()).hasValue(5);

        ready = Optional.empty();
        assertThat(now().routed()).hasValue(5);
    }

    @Test
    void whatAPodServedAtLastIsNotKnown() {
        ready = Optional.of(pod("price-2"));

        assertThat(now().reason()).isEqualTo("pod [price-1] is no more, and what it served at last is not known");
        assertThat(now().unknown()).isTrue();
    }

    @Test
    void withoutAPodNothingIsKnown() {
        ready = Optional.empty();

        assertThat(now().reason()).isEqualTo("the fork has no ready pod any more");
    }

    @Test
    void aMetricThatIsNotThereIsUnknown() {
        server.answerAll("process_start_time_seconds 1\n");

        assertThat(now().routed()).isEmpty();
        assertThat(now().reason())
                .isEqualTo("pod [price-1] does not tell: its metrics have neither [request_total] nor"
                        + " [inbound_http_requests_total]");
    }

    @Test
    void portsOfALaterPlanCount() {
        PlannedFork later = new PlannedFork(
                FORK.workload(),
                FORK.namespace(),
                FORK.deployment(),
                FORK.container(),
                FORK.podLabels(),
                List.of(new ForkService(
                        "price", "price-k7f3q5tbma", List.of(new ServicePorts.Port("http", 80, "9090", true)))),
                Duration.ZERO,
                List.of());
        server.answerAll(page(2, 3));

        evidence.follow(List.of(later));

        assertThat(now().routed()).hasValue(0);
    }

    @Test
    void whatWasThereBeforeIsNotCounted() {
        server.answerAll(page(1, 7));
        evidence.begin(FORK, pod("price-1"));
        evidence.awaitBegun(Duration.ofMinutes(1));

        server.answerAll(page(2, 8));

        assertThat(now().routed()).hasValue(1);
    }

    @Test
    void aBeginningThatCannotBeReadInTimeWasNothing() {
        server.answerEach(request -> Optional.empty());
        evidence.begin(FORK, pod("price-2"));
        evidence.awaitBegun(Duration.ofMillis(5));
        ready = Optional.of(pod("price-2"));

        pages.forget("shop", "price-2");
        server.answerAll(page(1, 2));

        assertThat(now().routed()).hasValue(2);
    }
}
