// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.RoutingKey;
import dev.spurline.Workload;
import dev.spurline.internal.plan.PlanStep;
import dev.spurline.internal.plan.PlannedJob;
import dev.spurline.internal.plan.Wave;
import dev.spurline.internal.ready.ForkState;
import dev.spurline.internal.routing.SandboxNames;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class JobRunStateTests {

    private static final String RUNNING = "{name: report, image: r, ready: true, state: {running: {}}}";
    private static final String ENDED =
            "{name: report, image: r, ready: false, state: {terminated: {exitCode: %d, reason: %s}}}";

    @Test
    void goesOnUntilTheJobOrItsContainersHaveEnded() {
        assertThat(state("", "")).isEqualTo(new JobRunState.Waiting("pod [report-k-x] is [Running]"));
        assertThat(JobRunState.of(fork(), job(""), List.of())).isEqualTo(new JobRunState.Waiting("no pod yet"));
        assertThat(state("", RUNNING)).isEqualTo(new JobRunState.Waiting("pod [report-k-x] is [Running]"));
    }

    @Test
    void endsWithItsContainerAlthoughAnInjectedOneRunsOn() {
        String proxy = ", {name: istio-proxy, image: p, ready: true, state: {running: {}}}";

        assertThat(state("", ENDED.formatted(0, "Completed") + proxy)).isEqualTo(over(true, 0, "Completed"));
        assertThat(state("", ENDED.formatted(3, "Error") + proxy)).isEqualTo(over(false, 3, "Error"));
    }

    @Test
    void tellsWhyTheJobWasEnded() {
        String failed =
                "conditions: [{type: Failed, status: 'True', reason: DeadlineExceeded, message: 'Job was active too long'}]";

        assertThat(JobRunState.of(fork(), job(failed), List.of()))
                .isEqualTo(new JobRunState.Over(
                        false,
                        OptionalInt.empty(),
                        "Job is [Failed], [DeadlineExceeded]: Job was active too long",
                        Optional.empty()));
        assertThat(state(failed, ENDED.formatted(137, "Error"))).isEqualTo(over(false, 137, "Error"));
    }

    @Test
    void doesNotTakeAnAnnouncedEndForTheEnd() {
        String announced = "conditions: [{type: SuccessCriteriaMet, status: 'True'}, {type: Failed, status: 'False'}]";

        assertThat(state(announced, RUNNING)).isInstanceOf(JobRunState.Waiting.class);
    }

    @Test
    void doesNotWaitForAnImageThatIsNotThere() {
        String pulling =
                "{name: report, image: r, ready: false, state: {waiting: {reason: ImagePullBackOff, message: none}}}";

        assertThat(state("", pulling))
                .isEqualTo(new JobRunState.Hopeless(new ForkState.Failed(
                        "container [report] with image [r] is in [ImagePullBackOff]: none",
                        Optional.of("report-k-x"),
                        Optional.empty())));
    }

    @Test
    void aPodThatIsRemovedBeforeItsResultIsReadTakesItAlong() {
        assertThat(JobRunState.of(fork(), job(""), List.of())).isNotInstanceOf(JobRunState.Over.class);
        assertThat(JobRunWatch.gone(fork(), "report-k"))
                .hasMessage("Run [report-k] of fork [cronjob/report] in namespace [shop] has lost its pod: somebody"
                        + " removed it before its result was read; run it again");
    }

    @Test
    void regardsNoPodOfAnotherRun() {
        Pod other = pod(ENDED.formatted(0, "Completed"), "u2");

        assertThat(JobRunState.of(fork(), job(""), List.of(other))).isEqualTo(new JobRunState.Waiting("no pod yet"));
    }

    private static JobRunState.Over over(boolean succeeded, int code, String reason) {
        return new JobRunState.Over(
                succeeded,
                OptionalInt.of(code),
                "container [report] ended with exit code [%d], [%s]".formatted(code, reason),
                Optional.of("report-k-x"));
    }

    private static JobRunState state(String status, String containers) {
        return JobRunState.of(fork(), job(status), List.of(pod(containers, "u1")));
    }

    private static PlannedJob fork() {
        return new PlannedJob(
                Workload.parse("cronjob/report"),
                "report",
                new PlanStep(Wave.RUN, job(""), "", 0),
                new SandboxNames("", new RoutingKey("k7f3q5tbma")),
                List.of());
    }

    private static Job job(String status) {
        return Serialization.unmarshal("""
                apiVersion: batch/v1
                kind: Job
                metadata: {name: report-k, namespace: shop, uid: u1}
                spec: {template: {spec: {containers: [{name: report, image: r}]}}}
                status: {%s}
                """.formatted(status), Job.class);
    }

    private static Pod pod(String containers, String owner) {
        return Serialization.unmarshal("""
                apiVersion: v1
                kind: Pod
                metadata:
                  name: report-k-x
                  creationTimestamp: "2026-05-04T08:00:00Z"
                  ownerReferences: [{apiVersion: batch/v1, kind: Job, name: report-k, uid: %s}]
                spec: {containers: [{name: report, image: r}]}
                status: {phase: Running, containerStatuses: [%s]}
                """.formatted(owner, containers), Pod.class);
    }
}
