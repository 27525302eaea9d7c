// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.spurline.internal.live.CallerProxies.ProxyObservation;
import dev.spurline.internal.live.CallerProxies.RouteName;
import dev.spurline.internal.plan.CallingWorkload;
import dev.spurline.internal.survey.ServiceMesh;
import dev.spurline.internal.tunnel.ForwardingServer;
import dev.spurline.internal.tunnel.PodPages;
import dev.spurline.internal.tunnel.PodPort;
import dev.spurline.internal.work.EngineThreads;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CallerProxiesTests {

    private static final PodPort PROXY = new PodPort("shop", "storefront-1", RouteDump.PAGE.port());
    private static final RouteName FORK = new RouteName("shop/pricing-k7f3q5tbma:80", "shop", "pricing");
    private static final RouteName NAME = new RouteName("shop.pricing-k7f3q5tbma.0", "shop", "pricing");

    private final ForwardingServer server = new ForwardingServer("/");
    private final EngineThreads workers = new EngineThreads("test");
    private final PodPages pages = new PodPages(server.client(), Duration.ofSeconds(10));
    private final CallerProxies callers = looking(RouteDump.PAGE);

    private CallerProxies looking(RoutePage page) {
        return new CallerProxies(
                pages, workers, page, List.of(new CallingWorkload("shop", "storefront", List.of("storefront-1"))));
    }

    @BeforeEach
    void knowTheService() {
        server.answerAll("{\"domains\": [\"pricing.shop.svc.cluster.local\"]}");
    }

    @AfterEach
    void stop() {
        pages.close();
        workers.close();
        server.close();
    }

    @Test
    void looksUntilNobodyWaitsAnyMore() {
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<ProxyObservation> look =
                callers.appear(namespace -> List.of(NAME), over::get).get(0);
        await().until(() -> server.heard.size() > 2);
        assertThat(look).isNotDone();
        over.set(true);

        assertThat(look)
                .succeedsWithin(Duration.ofMinutes(1))
                .isEqualTo(new ProxyObservation(PROXY, List.of("shop.pricing-k7f3q5tbma.0"), ""));
    }

    @Test
    void aNameThatIsShownSettlesIt() {
        CompletableFuture<ProxyObservation> look =
                callers.appear(namespace -> List.of(NAME), () -> false).get(0);
        server.answerAll("{\"name\": \"shop.pricing-k7f3q5tbma.0\"}");

        assertThat(look).succeedsWithin(Duration.ofMinutes(1)).isEqualTo(new ProxyObservation(PROXY, List.of(), ""));
    }

    /** Linkerd's proxies show backends, and only of the Services that they use. */
    @Test
    void aBackendIsLookedForInTheMetricsOfLinkerdsProxies() {
        server.answerAll(balancer("pricing", "pricing-k7f3q5tbma"));
        RoutePage page = RoutePage.of(ServiceMesh.LINKERD, 0, "").orElseThrow();
        CallerProxies counters = looking(page);

        CompletableFuture<ProxyObservation> look =
                counters.appear(namespace -> List.of(FORK), () -> false).get(0);

        assertThat(look)
                .succeedsWithin(Duration.ofMinutes(1))
                .isEqualTo(new ProxyObservation(new PodPort("shop", "storefront-1", 4191), List.of(), ""));
        assertThat(server.heard).allMatch(request -> request.contains("/metrics"));
        assertThat(page.complete()).isFalse();
    }

    @Test
    void aProxyOfLinkerdThatDoesNotUseTheServiceSaysNothing() {
        server.answerAll(balancer("other", "other"));
        CallerProxies counters =
                looking(RoutePage.of(ServiceMesh.LINKERD, 0, "").orElseThrow());

        CompletableFuture<ProxyObservation> look =
                counters.appear(namespace -> List.of(FORK), () -> false).get(0);

        assertThat(look)
                .succeedsWithin(Duration.ofMinutes(1))
                .isEqualTo(new ProxyObservation(
                        new PodPort("shop", "storefront-1", 4191),
                        List.of(),
                        "the proxies that could be asked do not know the Services"));
    }

    private static String balancer(String parent, String backend) {
        return ("outbound_http_balancer_endpoints{endpoint_state=\"ready\",parent_group=\"core\",parent_kind=\"Service\","
                        + "parent_namespace=\"shop\",parent_name=\"%s\",parent_port=\"80\",parent_section_name=\"\","
                        + "backend_group=\"core\",backend_kind=\"Service\",backend_namespace=\"shop\","
                        + "backend_name=\"%s\",backend_port=\"80\",backend_section_name=\"\"} 1\n")
                .formatted(parent, backend);
    }
}
