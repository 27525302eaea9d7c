// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.spurline.ClusterSettings;
import dev.spurline.LiveSandbox;
import dev.spurline.SandboxEngine;
import dev.spurline.SandboxException;
import dev.spurline.framework.KeepableSandbox;
import dev.spurline.framework.KeepableSandbox.Kept;
import dev.spurline.reliability.bed.BedCallers;
import dev.spurline.reliability.bed.TestBed;
import dev.spurline.reliability.proxy.ApiProxy;
import dev.spurline.reliability.proxy.Disturbance;
import dev.spurline.reliability.proxy.ProxiedRequest;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.LocalPortForward;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A sandbox that is kept outlives its engine for the time that was asked for, and no longer, however the engine ends. */
class KeptSandboxTests {

    private static final Duration LEASE = Duration.ofSeconds(5);
    private static final Duration TIME = Duration.ofSeconds(15);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    static Path directory;

    private static HopsCluster cluster;

    @BeforeAll
    static void start() throws IOException {
        cluster = HopsCluster.start(directory);
    }

    @AfterAll
    static void close() {
        cluster.close();
    }

    @Test
    void itsForkAnswersUntilItsTimeIsOver() {
        String key;
        Kept kept;
        try (SandboxEngine engine = SandboxEngine.connect(cluster.settings(LEASE))) {
            LiveSandbox sandbox = engine.open(HopsCluster.backForked());
            key = sandbox.key().value();
            kept = keep(sandbox, TIME);
            assertThatThrownBy(() -> sandbox.uri("front")).hasMessage("Sandbox [%s] is closed".formatted(key));
        }

        assertThat(cluster.anchors())
                .contains("Job/spurline-kept-" + key)
                .allMatch(anchor -> anchor.startsWith("Job/spurline-kept-"));
        openAnother();
        assertThat(atFork(key)).isEqualTo("back forked");
        assertThat(cluster.get(Map.of())).isEqualTo(HopsCluster.BASELINE);

        awaitNothing(key);
        assertThat(Instant.now()).isAfter(kept.until().minusSeconds(2));
    }

    @Test
    void itTellsHowToLookAtItAndToRemoveItBefore() {
        try (SandboxEngine engine = SandboxEngine.connect(cluster.settings(LEASE))) {
            LiveSandbox sandbox = engine.open(HopsCluster.backForked());
            String key = sandbox.key().value();

            assertThat(keep(sandbox, TIME).lines())
                    .containsExactly(
                            KeptRoutesTests.REMOVED,
                            "kubectl --context spurline-embedded -n hops get deployments,pods,services -l spurline.dev/sandbox="
                                    + key,
                            "kubectl --context spurline-embedded -n hops logs deployment/back-%s -c back"
                                    .formatted(key),
                            "kubectl --context spurline-embedded -n hops port-forward service/back-%s 18080:80"
                                    .formatted(key),
                            "curl -H 'baggage: spurline=%1$s' -H 'x-spurline-key: %1$s' http://localhost:18080/"
                                    .formatted(key),
                            ("kubectl --context spurline-embedded -n hops delete"
                                            + " httproutes.gateway.networking.k8s.io,deployments,jobs,services,networkpolicies,configmaps"
                                            + " -l spurline.dev/sandbox=")
                                    + key);
        }
    }

    @Test
    void whatCannotBeKeptIsRemoved() throws IOException {
        try (ApiProxy proxy = ApiProxy.before(Config.fromKubeconfig(cluster.administrator()));
                SandboxEngine engine = SandboxEngine.connect(settings(proxy))) {
            LiveSandbox sandbox = engine.open(HopsCluster.backForked());
            String key = sandbox.key().value();
            proxy.rule(
                    request -> isPatchOf(request, "configmaps/") ? Disturbance.refuse("no patch") : Disturbance.NONE);

            assertThatThrownBy(() -> keep(sandbox, TIME))
                    .isInstanceOf(SandboxException.class)
                    .hasMessageStartingWith("Sandbox [%s] is not kept: Changing [ConfigMap hops/spurline-%s] failed:"
                            .formatted(key, key))
                    .hasMessageContaining("no patch")
                    .hasMessageEndingWith(
                            "If it is for want of the right, add to the rules of your Role (docs/rbac.yaml has all of them):\n"
                                    + "- {apiGroups: [\"\"], resources: [\"configmaps\"], verbs: [\"patch\"]}");
            awaitNothing(key);
        }
    }

    /** Killed after each write by which it is handed over. */
    @ParameterizedTest
    @ValueSource(strings = {"configmaps/", "jobs/spurline-kept-"})
    void whoIsKilledMeanwhileLeavesNothingBeyondTheTime(String write) throws IOException {
        try (ApiProxy proxy = ApiProxy.before(Config.fromKubeconfig(cluster.administrator()));
                SandboxProcess child = SandboxProcess.start(properties(proxy), directory)) {
            CountDownLatch killed = new CountDownLatch(1);
            proxy.rule(request -> isPatchOf(request, write)
                    ? Disturbance.after(() -> {
                        child.kill();
                        killed.countDown();
                    })
                    : Disturbance.NONE);

            child.keep(TIME);

            await().atMost(PATIENCE).until(() -> killed.getCount() == 0);
            awaitNothing(child.key());
        }
    }

    private static boolean isPatchOf(ProxiedRequest request, String object) {
        return request.verb().equals("PATCH") && request.path().contains("/" + object);
    }

    private static ClusterSettings settings(ApiProxy proxy) throws IOException {
        return TestBed.settings(properties(proxy));
    }

    private static Map<String, String> properties(ApiProxy proxy) throws IOException {
        return HopsCluster.properties(
                LEASE, Files.writeString(directory.resolve("proxied"), proxy.kubeconfig("spurline-embedded")));
    }

    private static Kept keep(LiveSandbox sandbox, Duration time) {
        return KeepableSandbox.of(sandbox).orElseThrow().keep(time);
    }

    private static String atFork(String key) {
        Pod pod = cluster.client()
                .pods()
                .inNamespace("hops")
                .withLabel("spurline.dev/sandbox", key)
                .list()
                .getItems()
                .get(0);
        try (LocalPortForward forward = cluster.client().pods().resource(pod).portForward(8080)) {
            return BedCallers.get(URI.create("http://localhost:%d/".formatted(forward.getLocalPort())), Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void openAnother() {
        try (SandboxEngine other = SandboxEngine.connect(cluster.settings(LEASE));
                LiveSandbox sandbox = other.open(HopsCluster.backForked())) {
            assertThat(cluster.get(sandbox.headers())).isEqualTo(HopsCluster.FORKED);
            assertThat(other.sweep("hops", Duration.ofHours(1))).isEmpty();
        }
    }

    private static void awaitNothing(String key) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(cluster.objects(key)).isEmpty();
            assertThat(cluster.anchors()).doesNotContain("Job/spurline-kept-" + key);
        });
    }
}
