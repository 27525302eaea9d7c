// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.spurline.ForkFailedException;
import dev.spurline.ForkSpec;
import dev.spurline.SandboxEngine;
import dev.spurline.SandboxException;
import dev.spurline.SandboxSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What will not become ready by waiting ends the wait long before its time is over, and says why. */
class ForkFailureTests {

    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Duration AT_ONCE = Duration.ofMinutes(2);

    @TempDir
    static Path directory;

    private static HopsCluster cluster;
    private static SandboxEngine engine;

    @BeforeAll
    static void start() throws Exception {
        cluster = HopsCluster.start(directory);
        engine = SandboxEngine.connect(cluster.settings(LEASE));
    }

    @AfterAll
    static void close() {
        engine.close();
        cluster.close();
    }

    @AfterEach
    void liftTheQuota() {
        cluster.client().resourceQuotas().inNamespace("hops").delete();
    }

    @Test
    void aQuotaThatRefusesThePod() {
        ResourceQuota full = new ResourceQuotaBuilder()
                .withNewMetadata()
                .withName("full")
                .withNamespace("hops")
                .endMetadata()
                .withNewSpec()
                .addToHard("pods", new Quantity("2"))
                .endSpec()
                .build();
        cluster.client().resource(full).create();
        cluster.client()
                .resource(full)
                .waitUntilCondition(
                        quota -> quota.getStatus() != null
                                && quota.getStatus().getUsed() != null
                                && new Quantity("2")
                                        .equals(quota.getStatus().getUsed().get("pods")),
                        10,
                        TimeUnit.SECONDS);

        assertThat(failure(HopsCluster.backForked()))
                .isEqualTo(
                        "Fork [deployment/back] in namespace [hops] cannot become ready: no pod can be made, [FailedCreate]: "
                                + "pods \"back-KEY\" is forbidden: exceeded quota: full, requested: pods=1, used: pods=2, limited: pods=2\n"
                                + "  events of back-KEY:");
    }

    @Test
    void aConfigMapThatIsNotThere() {
        SandboxSpec spec = patched("""
                spec:
                  containers:
                  - name: back
                    env: [{name: WORD, value: null, valueFrom: {configMapKeyRef: {name: words, key: word}}}]
                """);

        assertThat(failure(spec))
                .isEqualTo(
                        "Fork [deployment/back] in namespace [hops] cannot become ready: container [back] with image "
                                + "[test/back:1] is in [CreateContainerConfigError]: configmap \"words\" not found\n"
                                + "  events of back-KEY:");
    }

    @Test
    void aPodThatNoNodeTakes() {
        // A node may come that takes it, so the wait goes on until the sandbox's timeout.
        Lateness late = Lateness.of("{spec: {nodeSelector: {disk: none}}}");

        assertThat(late.message())
                .startsWith("Fork [deployment/back] in namespace [hops] is not ready within [" + late.seconds()
                        + " s]: no node takes the pod, [Unschedulable]: 0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector. "
                        + "no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful "
                        + "for scheduling. Give it longer with timeout, or see what it does:\n"
                        + "  events of back-KEY:");
    }

    @Test
    void aPodThatNoProbeFindsReadyInTime() {
        String patch = """
                spec:
                  nodeSelector: {disk: none}
                  containers: [{name: back, readinessProbe: {initialDelaySeconds: 180}}]
                """;

        assertThat(engine.plan(patched(patch, Duration.ofSeconds(3))).prose())
                .contains(
                        "- Fork [back]: by its probes it is ready after [180 s] at the earliest, and the sandbox is to be "
                                + "open within [3 s]: give it longer with timeout or spurline.timeout\n");
        Lateness late = Lateness.of(patch);
        assertThat(late.message())
                .startsWith("Fork [deployment/back] in namespace [hops] is not ready within [" + late.seconds()
                        + " s]: no node takes the pod, ")
                .endsWith(
                        " for scheduling. By its probes it is ready after [180 s] at the earliest. Give it longer with "
                                + "timeout, or see what it does:\n  events of back-KEY:");
    }

    private static SandboxSpec patched(String patch) {
        return patched(patch, Duration.ofMinutes(5));
    }

    private static SandboxSpec patched(String patch, Duration timeout) {
        return SandboxSpec.builder()
                .timeout(timeout)
                .fork(ForkSpec.of("back").patch(patch))
                .build();
    }

    private static String failure(SandboxSpec spec) {
        long start = System.nanoTime();
        ForkFailedException failure = catchThrowableOfType(
                ForkFailedException.class, () -> engine.open(spec).close());
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(AT_ONCE);
        return sure(failure);
    }

    private static String sure(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        // Events are written by others in their own time: what comes under their heading is not for sure.
        String sure = message.substring(0, message.indexOf(":\n    ") + 1);
        return sure.replaceAll("back-[a-z][a-z2-7]{9}(-[a-z0-9]+)*", "back-KEY");
    }

    /**
     * How a sandbox fails that gets no node.
     *
     * @param seconds its timeout: on a busy machine it takes more of them to get so far
     * @param message the failure's
     */
    private record Lateness(long seconds, String message) {

        private static final Duration MOST = Duration.ofMinutes(3);

        static Lateness of(String patch) {
            Duration time = Duration.ofSeconds(3);
            Lateness last = within(time, patch);
            while (!last.message().contains("no node takes the pod") && time.compareTo(MOST) < 0) {
                time = time.multipliedBy(2);
                last = within(time, patch);
            }
            return last;
        }

        private static Lateness within(Duration time, String patch) {
            SandboxException failure = catchThrowableOfType(
                    SandboxException.class,
                    () -> engine.open(patched(patch, time)).close());
            return new Lateness(time.toSeconds(), sure(failure));
        }
    }
}
