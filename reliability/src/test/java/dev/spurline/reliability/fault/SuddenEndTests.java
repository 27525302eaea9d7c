// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.spurline.LiveSandbox;
import dev.spurline.SandboxEngine;
import dev.spurline.engine.HopsCluster;
import dev.spurline.engine.SandboxProcess;
import dev.spurline.engine.SteadyLoad;
import dev.spurline.reliability.proxy.ApiProxy;
import dev.spurline.reliability.proxy.Disturbance;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of a sandbox whose JVM ends without closing it: nothing. */
class SuddenEndTests {

    private static final Duration LEASE = Duration.ofSeconds(5);
    private static final Duration LONG_LEASE = Duration.ofMinutes(2);
    private static final Duration GRACE = Duration.ofSeconds(30);
    private static final Duration HANGING = Duration.ofSeconds(20);

    @TempDir
    static Path directory;

    private static HopsCluster cluster;

    @BeforeAll
    static void start() throws Exception {
        cluster = HopsCluster.start(directory);
    }

    @AfterAll
    static void close() {
        cluster.close();
    }

    @Test
    void theClusterRemovesTheSandboxOfAKilledJvm() throws Exception {
        try (SteadyLoad load = SteadyLoad.on(cluster);
                SandboxProcess child = SandboxProcess.start(cluster.properties(LEASE), directory)) {
            assertThat(cluster.get(child.headers())).isEqualTo(HopsCluster.FORKED);
            assertThat(kinds(child.key()))
                    .contains("ConfigMap", "Deployment", "EndpointSlice", "HTTPRoute", "Pod", "ReplicaSet", "Service");

            child.kill();

            await().atMost(LEASE.plus(GRACE))
                    .untilAsserted(() -> assertThat(left(child.key())).isEmpty());
            assertThat(cluster.get(child.headers())).isEqualTo(HopsCluster.BASELINE);
            theSameOpensAgain();
            assertThat(load.sent()).isGreaterThan(100);
            assertThat(load.wrong()).isEmpty();
        }
    }

    @Test
    void aTerminatedJvmRemovesItsSandboxItself() throws Exception {
        try (SandboxProcess child = SandboxProcess.start(cluster.properties(LONG_LEASE), directory)) {
            assertThat(kinds(child.key())).contains("Deployment", "HTTPRoute");

            child.terminate();

            await().atMost(GRACE)
                    .untilAsserted(() -> assertThat(left(child.key())).isEmpty());
        }
    }

    @Test
    void aJvmThatExitsRemovesItsSandboxItself() throws Exception {
        try (SandboxProcess child = SandboxProcess.start(cluster.properties(LONG_LEASE), directory)) {
            assertThat(kinds(child.key())).contains("Deployment", "HTTPRoute");

            child.exit();

            await().atMost(GRACE)
                    .untilAsserted(() -> assertThat(left(child.key())).isEmpty());
        }
    }

    @Test
    void ctrlCRemovesTheSandboxAtOnce() throws Exception {
        try (SandboxProcess child = SandboxProcess.start(cluster.properties(LONG_LEASE), directory)) {
            Duration end = child.interrupt();

            await().atMost(GRACE)
                    .untilAsserted(() -> assertThat(left(child.key())).isEmpty());
            assertThat(end).isLessThan(HANGING);
        }
    }

    @Test
    @Tag("reliability")
    void ctrlCEndsTheJvmAlthoughTheServerSaysNothing() throws Exception {
        try (ApiProxy proxy = ApiProxy.before(cluster.client().getConfiguration())) {
            Path kubeconfig = Files.writeString(directory.resolve("proxied"), proxy.kubeconfig("spurline-embedded"));
            try (SandboxProcess child = SandboxProcess.start(HopsCluster.properties(LEASE, kubeconfig), directory)) {
                proxy.rule(request -> Disturbance.stall(HANGING.multipliedBy(3)));

                assertThat(child.interrupt()).isLessThan(HANGING);

                await().atMost(LEASE.plus(GRACE))
                        .untilAsserted(() -> assertThat(left(child.key())).isEmpty());
            }
        }
    }

    @Test
    void aTestThatTakesAllMemoryLeavesNothing() throws Exception {
        try (SandboxProcess child = SandboxProcess.start(cluster.properties(LONG_LEASE), directory)) {
            child.exhaust();

            await().atMost(GRACE)
                    .untilAsserted(() -> assertThat(left(child.key())).isEmpty());
        }
    }

    @Test
    void underADebuggerTheLeaseOutlivesABreakpoint() throws Exception {
        try (SandboxProcess child = SandboxProcess.start(
                cluster.properties(LEASE),
                directory,
                "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:0")) {
            assertThat(cluster.client()
                            .batch()
                            .v1()
                            .jobs()
                            .inNamespace("hops")
                            .list()
                            .getItems())
                    .extracting(job -> job.getSpec().getActiveDeadlineSeconds())
                    .containsExactly(Duration.ofMinutes(60).toSeconds());

            child.terminate();

            await().atMost(GRACE)
                    .untilAsserted(() -> assertThat(left(child.key())).isEmpty());
        }
    }

    @Test
    @Tag("reliability")
    void aJvmThatSleptLongerThanItsLeaseIsToldThatItsSandboxIsGone() throws Exception {
        try (SandboxProcess child = SandboxProcess.start(cluster.properties(LEASE), directory)) {
            assertThat(child.entry()).startsWith("http://");

            child.signal("STOP");
            long stopped = System.nanoTime();
            await().atMost(LEASE.plus(GRACE))
                    .untilAsserted(() -> assertThat(left(child.key())).isEmpty());
            // The cluster's clock tells whole seconds, so it may be a moment early.
            await().atMost(LEASE.multipliedBy(2)).until(() -> System.nanoTime() - stopped > LEASE.toNanos());
            child.signal("CONT");

            assertThat(child.entry())
                    .startsWith("The sandboxes of this JVM are gone: anchor [Job hops/spurline-engine-")
                    .endsWith("The cluster has removed them; nothing is re-created silently. Run the tests again");
        }
    }

    private static void theSameOpensAgain() {
        try (SandboxEngine engine = SandboxEngine.connect(cluster.settings(LEASE));
                LiveSandbox sandbox = engine.open(HopsCluster.backForked())) {
            assertThat(cluster.get(sandbox.headers())).isEqualTo(HopsCluster.FORKED);
        }
    }

    private static List<String> kinds(String key) {
        return cluster.objects(key).stream()
                .map(object -> object.substring(0, object.indexOf('/')))
                .distinct()
                .toList();
    }

    private static List<String> left(String key) {
        List<String> left = new ArrayList<>(cluster.objects(key));
        left.addAll(cluster.anchors());
        return left;
    }
}
