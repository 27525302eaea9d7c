// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.spurline.ClusterSettings;
import dev.spurline.EvidenceReport.ForkEvidence;
import dev.spurline.ForkSpec;
import dev.spurline.KeyTrace;
import dev.spurline.KeyTrace.Call;
import dev.spurline.LiveSandbox;
import dev.spurline.SandboxEngine;
import dev.spurline.SandboxSpec;
import dev.spurline.Settings;
import dev.spurline.TraceRequest;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Traces and evidence in Istio's ambient mode, where the waypoint of a Service counts who calls it. */
class AmbientTraceTests {

    private static final String HINT =
            "Its pod template shows no agent of OpenTelemetry or Datadog and no setting of Micrometer: without such a library a program hands on only the headers that it copies itself. How services hand it on: docs/propagation.md";

    @TempDir
    Path directory;

    @Test
    void namesTheServiceThatDropsTheKey() throws Exception {
        with(ThreeHops.ambient("middle"), Map.of(), (cluster, sandbox) -> {
            List<String> before = cluster.objects(sandbox.key().value());

            KeyTrace trace = sandbox.trace(TraceRequest.get("front", "/"));

            assertThat(trace.unknown()).isEmpty();
            assertThat(trace.withKey()).containsExactly(new Call("front", "middle", 1));
            assertThat(trace.withoutKey()).containsExactly(new Call("middle", "back", 1));
            assertThat(trace.message())
                    .isEqualTo("middle received the key and called back without it: middle does not forward [baggage]. "
                            + HINT);
            await().untilAsserted(() ->
                    assertThat(cluster.objects(sandbox.key().value())).isEqualTo(before));
        });
    }

    @Test
    void followsTheKeyToTheForkWhoseWaypointProvesIt() throws Exception {
        with(ThreeHops.ambient("nobody"), Map.of(), (cluster, sandbox) -> {
            KeyTrace trace = sandbox.trace(TraceRequest.get("front", "/"));

            assertThat(trace.unknown()).isEmpty();
            assertThat(trace.withKey()).containsExactly(new Call("front", "middle", 1), new Call("middle", "back", 1));
            assertThat(trace.lost()).isEmpty();
            assertThat(back(sandbox).routed()).hasValue(1);
            assertThat(cluster.get(Map.of())).isEqualTo("front baseline, middle baseline, back baseline");
            assertThat(back(sandbox).routed()).hasValue(1);
        });
    }

    /** Requests have passed the waypoint, and it has counted none to the fork: so there was none. */
    @Test
    void hintsOfMissingEvidenceNameTheServiceThatDropsTheKey() throws Exception {
        Map<String, String> asked = Map.of("spurline.trace", "on-missing-evidence");
        with(ThreeHops.ambient("middle"), asked, (cluster, sandbox) -> {
            assertThat(back(sandbox).reason())
                    .matches(
                            "pod \\[back-.*] does not tell: the metrics of pod \\[waypoint-.*] of its waypoint have no \\[istio_requests_total] yet");
            String answer = HopsCluster.ask(sandbox.uri("front"), "/", sandbox.headers());
            sandbox.sent(sandbox.uri("front"));

            assertThat(answer).isEqualTo("200 front baseline, middle baseline, back baseline -");
            await().untilAsserted(() -> assertThat(back(sandbox).routed()).hasValue(0));
            assertThat(back(sandbox).hints())
                    .containsExactly(
                            "middle received the key and called back without it: middle does not forward [baggage], unless these were calls of its own or for requests that no proxy read here has counted. "
                                    + HINT);
        });
    }

    @Test
    void saysOfWhichServiceNobodyCounts() throws Exception {
        with(
                ThreeHops.ambient("middle"),
                Map.of(),
                AmbientTraceTests::takeMiddleFromItsWaypoint,
                (cluster, sandbox) -> {
                    KeyTrace trace = sandbox.trace(TraceRequest.get("front", "/"));

                    assertThat(trace.lost()).isEmpty();
                    assertThat(trace.withoutKey()).containsExactly(new Call("middle", "back", 1));
                    assertThat(trace.unknown())
                            .containsExactly(
                                    "Who calls Service [middle] is not known: it has no waypoint, which would count its requests");
                });
    }

    private interface SandboxTest {
        void run(HopsCluster cluster, LiveSandbox sandbox) throws Exception;
    }

    private void with(ThreeHops hops, Map<String, String> given, SandboxTest test) throws Exception {
        with(hops, given, cluster -> {}, test);
    }

    private void with(ThreeHops hops, Map<String, String> given, Consumer<HopsCluster> before, SandboxTest test)
            throws Exception {
        try (HopsCluster cluster = HopsCluster.start(directory, hops)) {
            before.accept(cluster);
            Map<String, String> properties = new HashMap<>(cluster.properties(Duration.ofMinutes(1)));
            properties.putAll(given);
            try (SandboxEngine engine =
                            SandboxEngine.connect(ClusterSettings.from(name -> Optional.ofNullable(properties.get(name))
                                    .map(text -> new Settings.Value(text, "the test"))));
                    LiveSandbox sandbox = engine.open(SandboxSpec.builder()
                            .fork(ForkSpec.of("back").env("WORD", "forked"))
                            .build())) {
                test.run(cluster, sandbox);
            }
        }
    }

    private static void takeMiddleFromItsWaypoint(HopsCluster cluster) {
        cluster.client()
                .services()
                .inNamespace("hops")
                .withName("middle")
                .edit(service -> new ServiceBuilder(service)
                        .editMetadata()
                        .addToLabels("istio.io/use-waypoint", "none")
                        .endMetadata()
                        .build());
    }

    private static ForkEvidence back(LiveSandbox sandbox) {
        return sandbox.evidence().forks().get(0);
    }
}
