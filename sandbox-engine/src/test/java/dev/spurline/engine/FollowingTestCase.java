// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static dev.spurline.engine.ForeignRoutes.NAMED;
import static dev.spurline.engine.ForeignRoutes.prefix;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.spurline.ForkSpec;
import dev.spurline.LiveSandbox;
import dev.spurline.SandboxEngine;
import dev.spurline.SandboxSpec;
import dev.spurline.cluster.ClusterSpec;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Other people change their routes while sandboxes live. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class FollowingTestCase {

    private static final Logger LOG = LoggerFactory.getLogger(FollowingTestCase.class);
    static final Duration LEASE = Duration.ofMinutes(1);
    private static final Duration FOLLOWED = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofSeconds(60);

    final ClusterSpec.Mesh mesh;
    HopsCluster cluster;
    ForeignRoutes routes;
    SandboxEngine engine;

    FollowingTestCase(ClusterSpec.Mesh mesh) {
        this.mesh = mesh;
    }

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        cluster = HopsCluster.start(directory, new Twins(mesh));
        routes = new ForeignRoutes(cluster.client());
        engine = SandboxEngine.connect(cluster.settings(LEASE));
    }

    @AfterAll
    void stop() {
        engine.close();
        cluster.close();
    }

    @AfterEach
    void removeRoutes() {
        routes.removeAll();
    }

    static SandboxSpec forked() {
        return SandboxSpec.builder()
                .fork(ForkSpec.of("back").env("WORD", "forked"))
                .build();
    }

    @Test
    void foreignRoutesAreFollowedWithinASecond() {
        try (LiveSandbox sandbox = engine.open(forked())) {
            List<Duration> delays = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                String added = "added" + i;
                String changed = "changed" + i;
                routes.put("own", NAMED, prefix("/a", "SELF", added));
                delays.add(followed(sandbox, added));
                routes.put("own", NAMED, prefix("/a", "SELF", changed));
                delays.add(followed(sandbox, changed));
                routes.remove("own");
                delays.add(followed(sandbox, "PathPrefix, value=/}, headers=[{type=RegularExpression"));
            }
            Collections.sort(delays);
            LOG.info("Foreign changes were followed after {}", delays);

            assertThat(delays.get(delays.size() / 2)).isLessThan(FOLLOWED);
        }
    }

    /** Returns how long it took until a route of the sandbox holds a text; a change is noticed within a poll. */
    private Duration followed(LiveSandbox sandbox, String text) {
        long start = System.nanoTime();
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .atMost(LONG)
                .until(() -> routes.of(sandbox.key().value()).toString().contains(text));
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @Test
    void requestsWithoutTheKeyAreAnsweredAsWithoutSpurline() {
        try (TwinLoad load = TwinLoad.on(cluster)) {
            for (int round = 0; round < 2; round++) {
                try (LiveSandbox one = engine.open(forked())) {
                    routes.put("first", NAMED, prefix("/a", "SELF", "first"));
                    load.awaitMore();
                    try (LiveSandbox two = engine.open(forked())) {
                        routes.put("first", NAMED, prefix("/", "canary", "all"));
                        load.awaitMore();
                        routes.put("second", NAMED, prefix("/a", "SELF", "second"), prefix("/b", "canary", "third"));
                        load.awaitMore();
                        routes.remove("first");
                        load.awaitMore();
                        assertThat(List.of(one, two))
                                .allSatisfy(sandbox ->
                                        assertThat(sandbox.evidence().forks()).hasSize(1));
                    }
                    load.awaitMore();
                    routes.removeAll();
                    load.awaitMore();
                }
                load.awaitMore();
            }

            assertThat(load.wrong()).isEmpty();
        }
    }

    @Test
    void requestsWithTheKeyFollowTheRuleOfTheMoment() {
        try (LiveSandbox sandbox = engine.open(forked())) {
            routes.put("own", NAMED, prefix("/a", "SELF", "own"), prefix("/", "canary", "rest"));
            followed(sandbox, "rest");

            await().atMost(LONG).untilAsserted(() -> {
                assertThat(cluster.ask(CallingPod.name("back"), "/a", sandbox.headers()))
                        .isEqualTo("200 forked own");
                assertThat(cluster.ask(CallingPod.name("back"), "/b", sandbox.headers()))
                        .isEqualTo("200 canary rest");
            });
        }
    }

    @Test
    void partsOfASplitRouteAreAsOldAsTheirOrderSays() {
        String[] rules = IntStream.range(0, 16)
                .mapToObj(i -> prefix("/p" + i, "SELF", "rule" + i))
                .toArray(String[]::new);
        routes.put("long", NAMED, rules);

        try (LiveSandbox sandbox = engine.open(forked())) {
            List<GenericKubernetesResource> parts = routes.of(sandbox.key().value());
            assertThat(parts).hasSizeGreaterThan(1);
            assertThat(parts)
                    .extracting(part -> Long.parseLong(part.getMetadata().getResourceVersion()))
                    .hasSizeGreaterThan(1);
            assertThat(parts)
                    .extracting(part -> part.getMetadata().getCreationTimestamp())
                    .isSorted();
            rules[15] = prefix("/p15", "SELF", "other");
            routes.put("long", NAMED, rules);
            followed(sandbox, "other");

            assertThat(routes.of(sandbox.key().value()))
                    .extracting(part -> part.getMetadata().getUid())
                    .containsExactlyElementsOf(parts.stream()
                            .map(part -> part.getMetadata().getUid())
                            .toList());
        }
    }
}
