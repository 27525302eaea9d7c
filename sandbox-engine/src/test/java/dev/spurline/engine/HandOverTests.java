// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.spurline.ForkSpec;
import dev.spurline.LiveSandbox;
import dev.spurline.SandboxEngine;
import dev.spurline.SandboxSpec;
import dev.spurline.cluster.ClusterSpec;
import dev.spurline.cluster.ClusterSpec.IstioRelease;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A sandbox that is handed over is one whose forks answer. Istio 1.31 tells callers of endpoints that are not ready, and
 * their Envoys may answer 503 for up to 1 s after one is ready.
 */
class HandOverTests {

    private static final Logger LOG = LoggerFactory.getLogger(HandOverTests.class);
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final int REQUESTS = 10;
    private static final String SEEN = "test/back:seen";
    private static final Map<String, List<String>> AT_START = new ConcurrentHashMap<>();

    private static HopsCluster cluster;
    private static SandboxEngine engine;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        cluster = HopsCluster.start(directory, HandOverTests::describe);
        engine = SandboxEngine.connect(cluster.settings(LEASE));
    }

    @AfterAll
    static void stop() {
        engine.close();
        cluster.close();
    }

    /** Callers have seen the fork's endpoint before its pod is ready, as they have of each that takes a moment to start. */
    private static void describe(ClusterSpec spec) {
        new TwoHops().describe(spec.istio(IstioRelease.V1_31));
        spec.images().inProcess(SEEN, container -> {
            await().pollInterval(Duration.ofMillis(5)).until(() -> seen(container.pod()));
            String key = Objects.requireNonNull(container.env().get("SPURLINE_POD_ROUTING_KEY"));
            AT_START.put(key, cluster.objects(key));
            return TwoHops.back().start(container);
        });
    }

    private static boolean seen(String pod) {
        return cluster.client().discovery().v1().endpointSlices().inNamespace("hops").list().getItems().stream()
                .map(EndpointSlice::getEndpoints)
                .filter(Objects::nonNull)
                .flatMap(List::stream)
                .anyMatch(endpoint -> endpoint.getTargetRef().getName().equals(pod));
    }

    private static SandboxSpec forked() {
        return SandboxSpec.builder()
                .fork(ForkSpec.of("back").image(SEEN).env("WORD", "forked"))
                .build();
    }

    @Test
    void noKeyedRequestFailsOnceASandboxIsOpen() {
        openings(20);
    }

    @Test
    void noRouteLeadsToAForkBeforeItIsReady() {
        try (LiveSandbox sandbox = engine.open(forked())) {
            String key = sandbox.key().value();

            assertThat(AT_START.get(key)).isNotEmpty().noneMatch(object -> object.startsWith("HTTPRoute/"));
            assertThat(cluster.objects(key)).anyMatch(object -> object.startsWith("HTTPRoute/"));
        }
    }

    @Test
    @Tag("reliability")
    void noKeyedRequestFailsInTwoHundredOpenings() {
        openings(200);
    }

    private static void openings(int count) {
        List<String> wrong = new ArrayList<>();
        try (SteadyLoad load = SteadyLoad.on(cluster)) {
            for (int opening = 0; opening < count; opening++) {
                try (LiveSandbox sandbox = engine.open(forked())) {
                    IntStream.range(0, REQUESTS)
                            .mapToObj(request -> cluster.get(sandbox.headers()))
                            .filter(answer -> !answer.equals(HopsCluster.FORKED))
                            .forEach(wrong::add);
                }
            }

            LOG.info(
                    "{} openings: {} of {} requests with the key failed; {} without it compared, {} different",
                    count,
                    wrong.size(),
                    count * REQUESTS,
                    load.sent(),
                    load.wrong().size());
            assertThat(wrong).isEmpty();
            assertThat(load.sent()).isPositive();
            assertThat(load.wrong()).isEmpty();
        }
    }
}
