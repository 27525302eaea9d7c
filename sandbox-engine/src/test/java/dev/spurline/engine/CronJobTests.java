// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.spurline.ClusterSettings;
import dev.spurline.ForkFailedException;
import dev.spurline.ForkSpec;
import dev.spurline.JobResult;
import dev.spurline.LiveSandbox;
import dev.spurline.SandboxEngine;
import dev.spurline.SandboxException;
import dev.spurline.SandboxSpec;
import dev.spurline.Settings;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A CronJob's fork runs when a test asks for it, and its end is the result. */
class CronJobTests {

    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Duration AT_ONCE = Duration.ofSeconds(20);

    @TempDir
    static Path directory;

    private static HopsCluster cluster;
    private static SandboxEngine engine;

    @BeforeAll
    static void start() throws Exception {
        cluster = HopsCluster.start(directory, new TwoHops(), List.of(ReportJob.CRON_JOB));
        engine = SandboxEngine.connect(cluster.settings(LEASE));
    }

    @AfterAll
    static void close() {
        engine.close();
        cluster.close();
    }

    @Test
    void reachesOtherForksWithTheKeyAndTellsItsResult() {
        String gone;
        try (LiveSandbox sandbox = engine.open(SandboxSpec.builder()
                .fork(ForkSpec.of("cronjob/report").image("test/report:2"))
                .fork(ForkSpec.of("back").env("WORD", "forked"))
                .build())) {
            String key = sandbox.key().value();
            assertThat(sandbox.forks())
                    .extracting(fork -> fork.workload() + " " + fork.name())
                    .containsExactly("cronjob/report report-" + key, "deployment/back back-" + key);
            assertThat(cluster.objects(key)).noneMatch(object -> object.startsWith("Job/"));
            assertThat(reached(sandbox)).containsExactly(false, false);

            JobResult result = sandbox.run("cronjob/report");

            assertThat(result.succeeded()).isTrue();
            assertThat(result.exitCode()).hasValue(0);
            assertThat(result.name()).isEqualTo("report-" + key);
            assertThat(result.log()).isEqualTo("password=hunter2hunter2\nreport of back forked");
            assertThat(result.reason()).isEqualTo("container [report] ended with exit code [0], [Completed]");
            assertThat(result.took()).isPositive();
            assertThat(result)
                    .hasToString("JobResult[cronjob/report as Job report-" + key + ", pod " + result.pod()
                            + ": container [report] ended with exit code [0], [Completed]]");
            await().untilAsserted(() -> assertThat(reached(sandbox)).containsExactly(true, true));
            assertThat(sandbox.diagnosis().summary())
                    .contains("fork cronjob/report: run [1] times, last as Job [report-" + key
                            + "]: container [report] ended with exit code [0], [Completed]");
            assertThat(sandbox.diagnosis().files())
                    .containsKey("report.events")
                    .containsEntry("report.log", "password=***\nreport of back forked\n");
            assertThat(job(result).getSpec().getBackoffLimit()).isZero();
            assertThat(job(result).getMetadata().getOwnerReferences())
                    .singleElement()
                    .satisfies(owner -> assertThat(owner.getName()).isEqualTo("spurline-" + key));
            gone = key;
        }
        assertThatNothingIsLeft(gone);
    }

    private static List<Boolean> reached(LiveSandbox sandbox) {
        return sandbox.evidence().forks().stream().map(fork -> fork.reached()).toList();
    }

    @Test
    void aFailureIsAResultAndEachRunIsAJobOfItsOwn() {
        try (LiveSandbox sandbox = engine.open(report("END", "3"))) {
            JobResult first = sandbox.run("cronjob/report");
            JobResult second = sandbox.run("cj/report", Duration.ofMinutes(1));

            assertThat(first.succeeded()).isFalse();
            assertThat(first.exitCode()).hasValue(3);
            assertThat(first.reason()).isEqualTo("container [report] ended with exit code [3], [Error]");
            assertThat(first.log()).endsWith("report of back baseline");
            assertThat(second.name()).isEqualTo("report-" + sandbox.key() + "-2");
            assertThat(sandbox.evidence().forks())
                    .singleElement()
                    .satisfies(fork -> assertThat(fork.direct()).isEqualTo(2));
        }
    }

    @Test
    void anImageThatIsNotThereEndsTheRunAtOnce() {
        try (LiveSandbox sandbox = engine.open(image("nowhere/report:1"))) {
            long start = System.nanoTime();

            ForkFailedException failure =
                    catchThrowableOfType(ForkFailedException.class, () -> sandbox.run("cronjob/report"));

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(AT_ONCE);
            assertThat(failure)
                    .hasMessageStartingWith(
                            "Fork [cronjob/report] in namespace [hops] cannot start: container [report] with image [nowhere/report:1] is in [ImagePullBackOff]: ");
            assertThat(failure).hasMessageContaining("\n  events of report-" + sandbox.key());
            assertGone(sandbox);
            assertThat(reached(sandbox)).containsExactly(false);
        }
    }

    @Test
    void aRunThatDoesNotEndInTimeIsRemoved() {
        try (LiveSandbox sandbox = engine.open(image("test/report:endless"))) {
            assertThatThrownBy(() -> sandbox.run("cronjob/report", Duration.ofSeconds(1)))
                    .isInstanceOf(ForkFailedException.class)
                    .hasMessageMatching("(?s)Run \\[report-" + sandbox.key()
                            + "] of fork \\[cronjob/report] in namespace \\[hops] is not over within \\[1 s]: "
                            + "[^.]+\\. Give it longer with run\\(workload, limit\\), or see what it does:\n"
                            + "  events of report-" + sandbox.key() + ".*");

            assertGone(sandbox);
        }
    }

    @Test
    void aRunWhoseThreadIsInterruptedIsRemoved() throws InterruptedException {
        try (LiveSandbox sandbox = engine.open(image("test/report:endless"))) {
            AtomicReference<Throwable> failure = new AtomicReference<>();
            Thread test = new Thread(() -> {
                try {
                    sandbox.run("cronjob/report");
                } catch (SandboxException e) {
                    failure.set(e);
                }
            });
            test.start();
            await().untilAsserted(() ->
                    assertThat(cluster.objects(sandbox.key().value())).anyMatch(object -> object.startsWith("Pod/")));

            test.interrupt();
            test.join();

            assertThat(failure.get())
                    .hasMessage("Waiting for the run of fork [cronjob/report] of sandbox [" + sandbox.key()
                            + "] was interrupted; it is removed");
            assertGone(sandbox);
        }
    }

    @Test
    void aSandboxThatClosesEndsItsRuns() {
        LiveSandbox sandbox = engine.open(image("test/report:endless"));
        CompletableFuture<JobResult> run = CompletableFuture.supplyAsync(() -> sandbox.run("cronjob/report"));
        await().untilAsserted(() ->
                assertThat(cluster.objects(sandbox.key().value())).anyMatch(object -> object.startsWith("Pod/")));

        sandbox.close();

        assertThatThrownBy(run::join)
                .cause()
                .isInstanceOf(SandboxException.class)
                .hasMessage("Sandbox [" + sandbox.key() + "] is closed");
        await().untilAsserted(
                        () -> assertThat(cluster.objects(sandbox.key().value())).isEmpty());
    }

    @Test
    void aServiceThatSelectsARunningPodEndsTheSandbox() {
        Service greedy = new ServiceBuilder()
                .withNewMetadata()
                .withName("greedy")
                .withNamespace("hops")
                .endMetadata()
                .withNewSpec()
                .withSelector(Map.of("role", "endless"))
                .addNewPort()
                .withPort(80)
                .endPort()
                .endSpec()
                .build();
        LiveSandbox sandbox = engine.open(SandboxSpec.builder()
                .fork(ForkSpec.of("cronjob/report")
                        .image("test/report:endless")
                        .patch("metadata: {labels: {role: endless}}"))
                .build());
        CompletableFuture<JobResult> run = CompletableFuture.supplyAsync(() -> sandbox.run("cronjob/report"));
        await().untilAsserted(() ->
                assertThat(cluster.objects(sandbox.key().value())).anyMatch(object -> object.startsWith("Pod/")));

        cluster.client().resource(greedy).create();
        try {
            assertThatThrownBy(run::join)
                    .cause()
                    .isInstanceOf(SandboxException.class)
                    .hasMessage(
                            "Sandbox [" + sandbox.key()
                                    + "] is no longer safe to use: Service [greedy] selects its pod by {role=endless}, so requests of others would reach the fork. Its forks were removed; change that selector and run the tests again");
            assertGone(sandbox);
        } finally {
            cluster.client().resource(greedy).delete();
            sandbox.close();
        }
    }

    @Test
    void namesWhatCanBeRun() {
        try (LiveSandbox sandbox = engine.open(report("END", "1"))) {
            assertThatThrownBy(() -> sandbox.run("cronjob/reprot"))
                    .hasMessage(
                            "Sandbox [" + sandbox.key()
                                    + "] cannot run [cronjob/reprot], because it does not fork it: did you mean [cronjob/report]?");
            assertThatThrownBy(() -> sandbox.run("cronjob/billing"))
                    .hasMessage(
                            "Sandbox [" + sandbox.key()
                                    + "] cannot run [cronjob/billing], because it does not fork it: it can run [cronjob/report]");
        }
        try (LiveSandbox sandbox = engine.open(HopsCluster.backForked())) {
            assertThatThrownBy(() -> sandbox.run("cronjob/report"))
                    .isInstanceOf(SandboxException.class)
                    .hasMessage(
                            "Sandbox [" + sandbox.key()
                                    + "] cannot run [cronjob/report], because it does not fork it: it forks no CronJob at all; name it in the sandbox, as @Fork(\"cronjob/report\")");
        }
    }

    @Test
    void withoutAnAnchorTheRecordOwnsTheRunAndClosingRemovesBoth() {
        Map<String, String> properties = new HashMap<>(cluster.properties(LEASE));
        properties.put("spurline.anchor", "none");
        ClusterSettings settings = ClusterSettings.from(
                name -> Optional.ofNullable(properties.get(name)).map(text -> new Settings.Value(text, "the test")));
        String gone;
        try (SandboxEngine unanchored = SandboxEngine.connect(settings);
                LiveSandbox sandbox = unanchored.open(report("END", "4"))) {
            gone = sandbox.key().value();

            JobResult result = sandbox.run("cronjob/report");

            assertThat(result.exitCode()).hasValue(4);
            assertThat(job(result).getMetadata().getOwnerReferences())
                    .singleElement()
                    .satisfies(owner -> assertThat(owner.getName()).isEqualTo("spurline-" + gone));
            assertThat(record(gone).getMetadata().getOwnerReferences()).isEmpty();
        }
        assertThatNothingIsLeft(gone);
    }

    private static ConfigMap record(String key) {
        return cluster.client()
                .configMaps()
                .inNamespace("hops")
                .withName("spurline-" + key)
                .get();
    }

    private static void assertThatNothingIsLeft(String key) {
        await().untilAsserted(() -> assertThat(cluster.objects(key)).isEmpty());
    }

    private static void assertGone(LiveSandbox sandbox) {
        await().untilAsserted(() -> assertThat(cluster.objects(sandbox.key().value()))
                .noneMatch(object -> object.startsWith("Job/") || object.startsWith("Pod/")));
    }

    private static Job job(JobResult result) {
        return cluster.client()
                .batch()
                .v1()
                .jobs()
                .inNamespace("hops")
                .withName(result.name())
                .get();
    }

    private static SandboxSpec report(String name, String value) {
        return SandboxSpec.builder()
                .fork(ForkSpec.of("cronjob/report").env(name, value))
                .build();
    }

    private static SandboxSpec image(String image) {
        return SandboxSpec.builder()
                .fork(ForkSpec.of("cronjob/report").image(image))
                .build();
    }
}
