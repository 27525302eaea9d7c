// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static dev.spurline.engine.TwinVirtualServices.prefix;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.spurline.LiveSandbox;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Engines that choose the kind of routes by themselves, in a cluster that serves HTTPRoutes and VirtualServices: an owner
 * deletes his VirtualService and makes it again while sandboxes live.
 */
class KeptRouteKindTests extends TwoEnginesTestCase {

    private ForeignRoutes routes;

    KeptRouteKindTests() {
        super(Map.of("spurline.istio.shadow", "on"));
    }

    @BeforeAll
    void readRoutes() {
        routes = new ForeignRoutes(cluster.client());
    }

    @AfterEach
    void removeRoutes() {
        routes.removeAll();
    }

    @Test
    void requestsWithoutAKeyAreAnsweredAsWithoutSpurline() {
        virtual.put(prefix("/a", "SELF", "begin"), prefix("/", "SELF", "rest"));
        TwinLoad.awaitAnswers(cluster, "rest");
        try (TwinLoad load = TwinLoad.on(cluster);
                LiveSandbox one = first.open(forked("one"))) {
            for (int round = 0; round < 2; round++) {
                virtual.remove();
                load.awaitMore();
                try (LiveSandbox two = second.open(forked("two"))) {
                    virtual.put(prefix("/a", "canary", "again"), prefix("/", "SELF", "rest"));
                    load.awaitMore();
                    virtual.remove();
                    virtual.put(prefix("/b", "canary", "at-once"), prefix("/", "SELF", "rest"));
                    load.awaitMore();
                    assertThat(List.of(one, two))
                            .allSatisfy(sandbox ->
                                    assertThat(sandbox.evidence().forks()).hasSize(1));
                }
            }

            assertThat(load.wrong()).isEmpty();
        }
        assertThat(virtual.shared()).isEmpty();
    }

    /** A caller in the namespace follows an HTTPRoute even if the VirtualService that comes back is older. */
    @Test
    void sandboxesKeepTheirVirtualServiceWhenThatOfTheOwnerGoes() {
        virtual.put(prefix("/a", "SELF", "begin"), prefix("/", "SELF", "rest"));
        try (LiveSandbox one = first.open(forked("one"))) {
            virtual.remove();
            awaitShared("rest", false);

            assertThat(routes.of(one.key().value())).isEmpty();
            assertAnswers(one, "200 one -");
            try (LiveSandbox two = second.open(forked("two"))) {
                assertThat(routes.of(two.key().value())).isEmpty();
                assertAnswers(two, "200 two -");

                virtual.put(prefix("/", "SELF", "back"));
                awaitShared("back", true);

                assertAnswers(one, "200 one back");
                assertAnswers(two, "200 two back");
            }
        }
        assertThat(virtual.shared()).isEmpty();
        virtual.remove();
        try (LiveSandbox three = first.open(forked("three"))) {
            assertThat(routes.of(three.key().value())).hasSize(1);
            assertThat(virtual.shared()).isEmpty();
        }
    }

    @Test
    void sandboxesFollowAnOwnerWhoReplacesAVirtualServiceByAnHttpRoute() {
        virtual.put(prefix("/", "SELF", "virtual"));
        try (LiveSandbox one = first.open(forked("one"));
                LiveSandbox two = second.open(forked("two"))) {
            virtual.remove();
            awaitShared("virtual", false);

            routes.put("own", ForeignRoutes.NAMED, ForeignRoutes.prefix("/", "SELF", "route"));

            assertAnswers(one, "200 one route");
            assertAnswers(two, "200 two route");
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(virtual.shared()).isEmpty());
        }
    }

    private void awaitShared(String text, boolean there) {
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(
                                virtual.shared().orElseThrow().toString().contains(text))
                        .isEqualTo(there));
    }

    private void assertAnswers(LiveSandbox sandbox, String answer) {
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(cluster.ask(CallingPod.name("back"), "/", sandbox.headers()))
                        .isEqualTo(answer));
    }
}
