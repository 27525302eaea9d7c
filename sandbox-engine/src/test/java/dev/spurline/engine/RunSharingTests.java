// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.spurline.ClusterSettings;
import dev.spurline.ForkSpec;
import dev.spurline.LiveSandbox;
import dev.spurline.PreflightException;
import dev.spurline.RoutingKey;
import dev.spurline.SandboxEngine;
import dev.spurline.SandboxException;
import dev.spurline.SandboxSpec;
import dev.spurline.Settings;
import dev.spurline.TraceRequest;
import dev.spurline.framework.RunSharing;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Engines of one run share a sandbox, and what one of them has made outlives it as long as another has it. */
@Execution(ExecutionMode.SAME_THREAD)
class RunSharingTests {

    private static final Duration LEASE = Duration.ofSeconds(20);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    static Path directory;

    private static HopsCluster cluster;

    private String run = "";
    private SandboxEngine first;
    private SandboxEngine second;

    @BeforeAll
    static void start() throws Exception {
        cluster = HopsCluster.start(directory);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @BeforeEach
    void connect(TestInfo test) {
        run = test.getDisplayName();
        first = SandboxEngine.connect(settings(run));
        second = SandboxEngine.connect(settings(run));
    }

    @AfterEach
    void close() {
        first.close();
        second.close();
    }

    @Test
    void theSecondEngineJoinsWhatTheFirstHasOpened() {
        LiveSandbox opened = open(first);
        assertThat(cluster.get(opened.headers())).isEqualTo(HopsCluster.FORKED);
        LiveSandbox joined = open(second);

        assertThat(opened.evidence().forks()).allMatch(fork -> fork.reached());
        assertThat(joined.evidence().forks()).noneMatch(fork -> fork.reached());
        assertThat(joined.key()).isEqualTo(opened.key());
        assertThat(joined.forks().get(0).pod()).isEqualTo(opened.forks().get(0).pod());
        assertThat(deployments(opened)).isEqualTo(1);
        assertThat(cluster.get(joined.headers())).isEqualTo(HopsCluster.FORKED);

        opened.close();

        assertThat(owners(joined)).hasSize(1);
        assertThat(cluster.get(joined.headers())).isEqualTo(HopsCluster.FORKED);
    }

    /** Twins and routes would belong to both engines, and only one of them would know of them. */
    @Test
    void nothingIsTracedInWhatEnginesShare() {
        try (SandboxEngine tracing =
                SandboxEngine.connect(settings(Map.of("spurline.run", run, "spurline.trace", "on-missing-evidence")))) {
            LiveSandbox opened = open(tracing);

            assertThat(cluster.objects(opened.key().value())).noneMatch(object -> object.contains("/trace-"));
            assertThatThrownBy(() -> opened.trace(TraceRequest.get("front", "/")))
                    .isInstanceOf(SandboxException.class)
                    .hasMessage(
                            "No request of sandbox [%s] can be traced here: that takes routes for a while, and JVMs of a run share it. Trace it without spurline.run"
                                    .formatted(opened.key()));
            assertThatThrownBy(() -> open(first).trace(TraceRequest.get("front", "/")))
                    .hasMessageEndingWith("JVMs of a run share it. Trace it without spurline.run");
        }
    }

    @Test
    void enginesThatBeginAtOnceHaveOneSandbox() {
        CompletableFuture<LiveSandbox> other =
                CompletableFuture.supplyAsync(() -> open(second), task -> new Thread(task, "second-engine").start());
        LiveSandbox one = open(first);

        assertThat(other.join().key()).isEqualTo(one.key());
        assertThat(deployments(one)).isEqualTo(1);
        assertThat(owners(one)).hasSize(2);
    }

    @Test
    void enginesOfOtherRunsHaveSandboxesOfTheirOwn() {
        LiveSandbox mine = open(first);
        try (SandboxEngine stranger = SandboxEngine.connect(settings("another"))) {
            assertThat(open(stranger).key()).isNotEqualTo(mine.key());
        }
    }

    @Test
    void itOutlivesTheEngineThatOpenedIt() {
        LiveSandbox opened = open(first);
        String opener = owners(opened).get(0).getName();
        LiveSandbox joined = open(second);

        kill(opener);

        await().atMost(PATIENCE)
                .during(Duration.ofSeconds(3))
                .until(() -> cluster.get(joined.headers()), HopsCluster.FORKED::equals);
        assertThat(deployments(joined)).isEqualTo(1);
    }

    @Test
    void itGoesWithTheLastOfItsEngines() {
        LiveSandbox opened = open(first);
        open(second);

        owners(opened).forEach(owner -> kill(owner.getName()));

        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(cluster.objects(opened.key().value())).isEmpty());
    }

    @Test
    void whenTheLastHasLeftItIsThereForALeaseAndThenRemoved() {
        LiveSandbox opened = open(first);
        opened.close();

        LiveSandbox again = open(second);

        assertThat(again.key()).isEqualTo(opened.key());
        assertThat(cluster.get(again.headers())).isEqualTo(HopsCluster.FORKED);

        again.close();

        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(cluster.objects(opened.key().value())).isEmpty());
    }

    @Test
    void itIsKnownWhetherOthersMayHaveReachedIt() {
        LiveSandbox opened = open(first);

        assertThat(RunSharing.isKnownToOthers(opened)).isFalse();

        LiveSandbox joined = open(second);

        assertThat(RunSharing.isKnownToOthers(opened)).isTrue();

        joined.close();

        assertThat(RunSharing.isKnownToOthers(opened)).isTrue();
    }

    @Test
    void engineThatPlansWithOtherSettingsHasASandboxOfItsOwn() {
        LiveSandbox opened = open(first);
        Map<String, String> other = Map.of("spurline.run", run, "spurline.no-store", "false");
        try (SandboxEngine stranger = SandboxEngine.connect(settings(other))) {
            assertThat(open(stranger).key()).isNotEqualTo(opened.key());
        }
    }

    @Test
    void engineThatMayNotJoinIsToldSoAtOnce() {
        open(first);
        Map<String, String> other = Map.of("spurline.run", run, "spurline.protected-namespaces", "hops");
        try (SandboxEngine refused = SandboxEngine.connect(settings(other))) {
            assertThatThrownBy(() -> open(refused))
                    .isInstanceOf(PreflightException.class)
                    .hasMessageContaining("[hops]");
        }
    }

    @Test
    void whoNeedsAnotherWhileItsEngineHasTheSharedOneHasItAlone() {
        LiveSandbox shared = open(first);
        LiveSandbox alone = open(first);

        assertThat(alone.key()).isNotEqualTo(shared.key());
        assertThat(label(alone)).isNotEqualTo(label(shared));
        assertThat(cluster.get(alone.headers())).isEqualTo(HopsCluster.FORKED);
        assertThat(RunSharing.isKnownToOthers(alone)).isFalse();
    }

    @Test
    void whoIsRefusedAKeyThatAnotherEngineOfTheRunHasRemovesNothing() {
        SandboxSpec spec = SandboxSpec.builder()
                .key(RoutingKey.random())
                .fork(ForkSpec.of("back").env("WORD", "forked"))
                .build();
        List<CompletableFuture<LiveSandbox>> both = List.of(begin(first, spec), begin(second, spec));
        both.forEach(one -> one.handle((sandbox, failure) -> true).join());

        List<LiveSandbox> opened = both.stream()
                .filter(one -> !one.isCompletedExceptionally())
                .map(CompletableFuture::join)
                .toList();
        assertThat(opened).hasSize(1);
        assertThat(cluster.get(opened.get(0).headers())).isEqualTo(HopsCluster.FORKED);
    }

    private static CompletableFuture<LiveSandbox> begin(SandboxEngine engine, SandboxSpec spec) {
        return CompletableFuture.supplyAsync(
                () -> engine.open(spec), task -> new Thread(task, "second-engine").start());
    }

    private static LiveSandbox open(SandboxEngine engine) {
        return RunSharing.open(engine, HopsCluster.backForked());
    }

    private static ClusterSettings settings(String run) {
        return settings(Map.of("spurline.run", run));
    }

    private static ClusterSettings settings(Map<String, String> given) {
        Map<String, String> properties = new HashMap<>(cluster.properties(LEASE));
        properties.putAll(given);
        return ClusterSettings.from(
                name -> Optional.ofNullable(properties.get(name)).map(text -> new Settings.Value(text, "the test")));
    }

    /** An engine that is killed renews its anchor no more: this is what the cluster makes of that. */
    private static void kill(String anchor) {
        cluster.client()
                .batch()
                .v1()
                .jobs()
                .inNamespace("hops")
                .withName(anchor)
                .withPropagationPolicy(DeletionPropagation.BACKGROUND)
                .delete();
    }

    private static List<OwnerReference> owners(LiveSandbox sandbox) {
        return record(sandbox).getMetadata().getOwnerReferences();
    }

    private static String label(LiveSandbox sandbox) {
        return record(sandbox).getMetadata().getLabels().getOrDefault("spurline.dev/engine", "");
    }

    private static ConfigMap record(LiveSandbox sandbox) {
        return cluster.client()
                .configMaps()
                .inNamespace("hops")
                .withName("spurline-" + sandbox.key())
                .get();
    }

    private static long deployments(LiveSandbox sandbox) {
        return cluster.objects(sandbox.key().value()).stream()
                .filter(object -> object.startsWith("Deployment"))
                .count();
    }
}
