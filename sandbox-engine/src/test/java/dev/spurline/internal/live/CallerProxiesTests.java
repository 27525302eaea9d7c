// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.spurline.internal.live.CallerProxies.ProxyObservation;
import dev.spurline.internal.live.CallerProxies.RouteName;
import dev.spurline.internal.plan.CallingWorkload;
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

    /** A gateway leaves out rules that are not for it, such as those for the mesh. */
    @Test
    void oneNameOfEachRouteIsEnoughAtGateways() {
        List<List<String>> routes =
                List.of(List.of("spurline-k7f3q5tbma-0", "spurline-k7f3q5tbma-1"), List.of("other"));
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<ProxyObservation> look =
                callers.appearInPart(proxy -> routes, over::get).get(0);
        server.answerAll("{\"name\": \"spurline-k7f3q5tbma-1\"}");
        int heard = server.heard.size();
        await().until(() -> server.heard.size() > heard + 2);
        assertThat(look).isNotDone();
        over.set(true);
        assertThat(look)
                .succeedsWithin(Duration.ofMinutes(1))
                .isEqualTo(new ProxyObservation(PROXY, List.of("other"), ""));

        server.answerAll("{\"name\": \"spurline-k7f3q5tbma-1\"}, {\"name\": \"other\"}");

        assertThat(callers.appearInPart(proxy -> routes, () -> false).get(0))
                .succeedsWithin(Duration.ofMinutes(1))
                .isEqualTo(new ProxyObservation(PROXY, List.of(), ""));
    }

    /** Proxies of another mesh may show their routes elsewhere and otherwise, such as by labels of a counter. */
    @Test
    void aNameIsLookedForAsTheProxiesOfTheMeshShowIt() {
        server.answerAll("route{name=\"pricing-k7f3q5tbma\"} 0");
        CallerProxies counters = looking(new RoutePage(4191, "/metrics", Labels::new));

        CompletableFuture<ProxyObservation> look = counters.appear(
                        namespace -> List.of(new RouteName("pricing-k7f3q5tbma", "shop", "pricing")), () -> false)
                .get(0);

        assertThat(look)
                .succeedsWithin(Duration.ofMinutes(1))
                .isEqualTo(new ProxyObservation(new PodPort("shop", "storefront-1", 4191), List.of(), ""));
        assertThat(server.heard).allMatch(request -> request.contains("/metrics"));
    }

    private record Labels(String page) implements ShownRoutes {

        @Override
        public boolean has(String name) {
            return page.contains("name=\"%s\"".formatted(name));
        }

        @Override
        public boolean knows(RouteName name) {
            return true;
        }
    }
}
