// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static dev.spurline.engine.TwinVirtualServices.prefix;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.spurline.ClusterSettings;
import dev.spurline.ForkSpec;
import dev.spurline.LiveSandbox;
import dev.spurline.SandboxEngine;
import dev.spurline.SandboxSpec;
import dev.spurline.Settings;
import dev.spurline.cluster.ClusterSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Engines that choose the kind of routes by themselves, in a cluster that serves HTTPRoutes and VirtualServices: an owner
 * deletes his VirtualService and makes it again while sandboxes live.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeptRouteKindTests {

    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Duration LONG = Duration.ofSeconds(60);

    private HopsCluster cluster;
    private TwinVirtualServices virtual;
    private ForeignRoutes routes;
    private SandboxEngine first;
    private SandboxEngine second;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        cluster = HopsCluster.start(directory, new Twins(ClusterSpec.Mesh.ISTIO).withVirtualServices());
        virtual = new TwinVirtualServices(cluster.client());
        routes = new ForeignRoutes(cluster.client());
        first = SandboxEngine.connect(settings());
        second = SandboxEngine.connect(settings());
    }

    private ClusterSettings settings() {
        Map<String, String> properties = new HashMap<>(cluster.properties(LEASE));
        properties.put("spurline.istio.shadow", "on");
        return ClusterSettings.from(
                name -> Optional.ofNullable(properties.get(name)).map(text -> new Settings.Value(text, "the test")));
    }

    @AfterAll
    void stop() {
        first.close();
        second.close();
        cluster.close();
    }

    @AfterEach
    void removeRoutes() {
        virtual.remove();
        routes.removeAll();
    }

    private static SandboxSpec forked(String word) {
        return SandboxSpec.builder().fork(ForkSpec.of("back").env("WORD", word)).build();
    }

    @Test
    void requestsWithoutAKeyAreAnsweredAsWithoutSpurline() {
        virtual.put(prefix("/a", "SELF", "begin"), prefix("/", "SELF", "rest"));
        TwinLoad.awaitAnswers(cluster, "rest");
        try (TwinLoad load = TwinLoad.on(cluster);
                LiveSandbox one = first.open(forked("one"))) {
            for (int round = 0; round < 2; round++) {
                virtual.remove();
                letSome(load);
                try (LiveSandbox two = second.open(forked("two"))) {
                    virtual.put(prefix("/a", "canary", "again"), prefix("/", "SELF", "rest"));
                    letSome(load);
                    virtual.remove();
                    virtual.put(prefix("/b", "canary", "at-once"), prefix("/", "SELF", "rest"));
                    letSome(load);
                    assertThat(List.of(one, two))
                            .allSatisfy(sandbox ->
                                    assertThat(sandbox.evidence().forks()).hasSize(1));
                }
            }

            assertThat(load.wrong()).isEmpty();
        }
        assertThat(virtual.shared()).isEmpty();
    }

    private static void letSome(TwinLoad load) {
        int before = load.sent();
        await().atMost(LONG).until(() -> load.sent() > before + 80);
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
