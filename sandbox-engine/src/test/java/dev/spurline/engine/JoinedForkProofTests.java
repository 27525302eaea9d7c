// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spurline.ClusterSettings;
import dev.spurline.Comparison.Difference;
import dev.spurline.Explanation;
import dev.spurline.ForkSpec;
import dev.spurline.KeyTrace;
import dev.spurline.KeyTrace.Call;
import dev.spurline.KeyTrace.LostKey;
import dev.spurline.LiveSandbox;
import dev.spurline.MeshRequest;
import dev.spurline.SandboxEngine;
import dev.spurline.SandboxException;
import dev.spurline.SandboxSpec;
import dev.spurline.Settings;
import dev.spurline.TraceRequest;
import dev.spurline.cluster.ClusterSpec.Mesh;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Traces, explanations and comparisons of a sandbox whose requests reach forks of another one. */
@Execution(ExecutionMode.SAME_THREAD)
class JoinedForkProofTests {

    private static final Map<String, String> PR = Map.of("pr", "42");

    @TempDir
    static Path directory;

    private static HopsCluster cluster;

    private SandboxEngine team;
    private SandboxEngine own;

    @BeforeAll
    static void start() throws Exception {
        cluster = HopsCluster.start(directory, new ThreeHops(Mesh.ISTIO, "nobody"));
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @BeforeEach
    void connect() {
        team = SandboxEngine.connect(settings(Map.of("spurline.sandbox-labels", "pr=42")));
        own = SandboxEngine.connect(settings(Map.of()));
    }

    @AfterEach
    void close() {
        own.close();
        team.close();
    }

    @Test
    void aTraceFollowsTheKeyToTheForkOfTheOther() {
        try (LiveSandbox theirs = team.open(forkOf("back", "WORD", "theirs"));
                LiveSandbox mine = own.open(joining())) {
            List<String> before = cluster.objects(theirs.key().value());

            KeyTrace trace = mine.trace(TraceRequest.get("front", "/"));

            assertThat(trace.unknown()).isEmpty();
            assertThat(trace.withKey()).containsExactly(new Call("front", "middle", 1), new Call("middle", "back", 1));
            assertThat(trace.withoutKey()).isEmpty();
            assertThat(mine.evidence().forks().get(0).routed()).hasValue(1);
            assertThat(cluster.objects(theirs.key().value())).isEqualTo(before);
        }
    }

    @Test
    void aTraceNamesTheForkOfTheOtherThatDropsTheKeyAndWhoseItIs() {
        try (LiveSandbox theirs = team.open(forkOf("middle", "HANDS_ON", "false"));
                LiveSandbox mine = own.open(joining())) {
            KeyTrace trace = mine.trace(TraceRequest.get("front", "/"));

            String fork = "the fork of middle of sandbox [%s] of [TaxIT]".formatted(theirs.key());
            assertThat(trace.withKey()).containsExactly(new Call("front", "middle", 1));
            assertThat(trace.withoutKey()).containsExactly(new Call(fork, "back", 1));
            assertThat(trace.lost())
                    .extracting(LostKey::sentence)
                    .containsExactly("%1$s received the key and called back without it: %1$s does not forward [baggage]"
                            .formatted(fork));
            assertThat(trace.lost().get(0).hints())
                    .containsExactly(
                            "Its pod template shows no agent of OpenTelemetry or Datadog and no setting of Micrometer: without such a library a program hands on only the headers that it copies itself",
                            "How services hand it on: docs/propagation.md");
        }
    }

    @Test
    void explanationsLeadToTheForkOfTheOther() {
        try (LiveSandbox theirs = team.open(forkOf("back", "WORD", "theirs"));
                LiveSandbox mine = own.open(joining())) {
            MeshRequest request = MeshRequest.to("hops/back").from("hops/middle");

            Explanation keyed = own.explain(request.headers(mine.headers()));

            String fork = "hops/back-" + theirs.key();
            assertThat(keyed.destinations()).singleElement().satisfies(destination -> {
                assertThat(destination.service()).isEqualTo(fork);
                assertThat(destination.workloads()).containsExactly(fork);
            });
            assertThat(keyed.winner())
                    .get()
                    .hasFieldOrPropertyWithValue("object", "HTTPRoute [hops/back-%s]".formatted(mine.key()));
            assertThat(mine.diagnosis().files().get("routes.txt"))
                    .startsWith(
                            "GET / to hops/back: Service [%1$s:80], workloads [%1$s]%n  by HTTPRoute [hops/back-%2$s], spec.rules["
                                    .formatted(fork, mine.key()));
        }
    }

    @Test
    void comparisonsAreMadeWithTheForkOfTheOther() {
        try (LiveSandbox theirs = team.open(forkOf("back", "WORD", "theirs"));
                LiveSandbox mine = own.open(joining())) {
            assertThat(mine.compare("front", "/").differences())
                    .containsExactly(new Difference(
                            "line 1",
                            "\"front baseline, middle baseline, back baseline\"",
                            "\"front baseline, middle baseline, back theirs\""));
            assertThat(mine.evidence().forks().get(0).routed()).hasValue(1);
            assertThat(theirs.key()).isNotEqualTo(mine.key());
        }
    }

    /** It is another's, and so are its routes. */
    @Test
    void whoHasJoinedByKeyComparesAndExplainsAndTracesNothing() {
        try (LiveSandbox theirs = team.open(forkOf("back", "WORD", "theirs"));
                SandboxEngine guest = SandboxEngine.connect(
                        settings(Map.of("spurline.join", theirs.key().value())));
                LiveSandbox joined = guest.open(
                        SandboxSpec.builder().fork(ForkSpec.of("back")).build())) {
            assertThat(joined.compare("front", "/").differences())
                    .extracting(Difference::fork)
                    .containsExactly("\"front baseline, middle baseline, back theirs\"");
            assertThat(joined.diagnosis().files().get("routes.txt"))
                    .startsWith("GET / to hops/back: Service [hops/back-%s:80]".formatted(theirs.key()));
            assertThatThrownBy(() -> joined.trace(TraceRequest.get("front", "/")))
                    .isInstanceOf(SandboxException.class)
                    .hasMessage(
                            "No request of sandbox [%s] can be traced here: that takes routes for a while, and who joins a sandbox makes none. Trace it where the sandbox was opened",
                            theirs.key());
        }
    }

    private static SandboxSpec forkOf(String workload, String variable, String value) {
        return SandboxSpec.builder()
                .owner("TaxIT")
                .fork(ForkSpec.of(workload).env(variable, value))
                .build();
    }

    private static SandboxSpec joining() {
        return SandboxSpec.builder().owner("CheckoutIT").join(PR).build();
    }

    private static ClusterSettings settings(Map<String, String> given) {
        Map<String, String> properties = new HashMap<>(cluster.properties(Duration.ofMinutes(1)));
        properties.putAll(given);
        return ClusterSettings.from(
                name -> Optional.ofNullable(properties.get(name)).map(text -> new Settings.Value(text, "the test")));
    }
}
