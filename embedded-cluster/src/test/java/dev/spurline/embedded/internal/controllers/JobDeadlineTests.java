// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Jobs that never make a pod: their deadline, their end, and what goes with them. */
class JobDeadlineTests extends ControllersTestCase {

    @Test
    void a_job_without_parallelism_starts_at_once_and_makes_no_pod() {
        Job job = client.resource(job("a", 600L, 0)).create();

        Job started = awaitStart(job);

        assertThat(started.getStatus().getTerminating()).isZero();
        assertThat(started.getStatus().getReady()).isZero();
        assertThat(started.getStatus().getUncountedTerminatedPods()).isNotNull();
        assertThat(started.getStatus().getActive()).isNull();
        assertThat(started.getStatus().getConditions()).isEmpty();
        assertThat(client.pods().inNamespace(namespace).list().getItems()).isEmpty();
    }

    @Test
    void a_deadline_takes_the_job_and_what_it_owns() {
        Job job = client.resource(job("a", 1L, 0)).create();
        ConfigMap record = configMap("record", owner(job));

        awaitGone(record);

        awaitGone(job);
    }

    @Test
    void a_failed_job_says_why_and_a_patch_revives_nothing() {
        Job job = client.resource(job("f", 1L, 30)).create();

        Job failed = awaitThat(
                "failed",
                () -> client.resource(job).get(),
                found -> found.getStatus() != null
                        && found.getStatus().getConditions().size() == 2);

        assertThat(failed.getStatus().getConditions())
                .extracting(
                        JobCondition::getType,
                        JobCondition::getStatus,
                        JobCondition::getReason,
                        JobCondition::getMessage)
                .containsExactly(
                        Tuple.tuple(
                                "FailureTarget",
                                "True",
                                "DeadlineExceeded",
                                "Job was active longer than specified deadline"),
                        Tuple.tuple(
                                "Failed", "True", "DeadlineExceeded", "Job was active longer than specified deadline"));
        assertThat(failed.getStatus().getFailed()).isNull();
        deadline(job, 600);
        assertThat(client.resource(job).get().getStatus().getConditions()).hasSize(2);
    }

    @Test
    void a_heartbeat_moves_the_deadline() {
        long deadline = 1;
        Job started = awaitStart(client.resource(job("a1", deadline, 0)).create());
        while (!extended(started, deadline + 2)) {
            deadline *= 2;
            started =
                    awaitStart(client.resource(job("a" + deadline, deadline, 0)).create());
        }

        awaitGone(started);

        Instant start = Instant.parse(started.getStatus().getStartTime());
        assertThat(Duration.between(start, Instant.now())).isGreaterThanOrEqualTo(Duration.ofSeconds(deadline + 2));
    }

    @Test
    void a_deadline_that_is_brought_forward_ends_the_job() {
        Job started = awaitStart(client.resource(job("brought", 3600L, 0)).create());

        deadline(started, 1);

        awaitGone(started);
    }

    @Test
    void a_suspended_job_has_no_timer() {
        Job job = client.resource(new JobBuilder(job("s", 1L, 0))
                        .editSpec()
                        .withSuspend(true)
                        .endSpec()
                        .build())
                .create();

        Job suspended = awaitThat(
                "suspended",
                () -> client.resource(job).get(),
                found -> found.getStatus() != null
                        && !found.getStatus().getConditions().isEmpty());

        JobCondition condition = suspended.getStatus().getConditions().get(0);
        assertThat(List.of(condition.getType(), condition.getStatus(), condition.getReason(), condition.getMessage()))
                .containsExactly("Suspended", "True", "JobSuspended", "Job suspended");
        assertThat(suspended.getStatus().getStartTime()).isNull();
        client.resource(job).patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"suspend\":false}}");
        awaitGone(job);
    }

    @Test
    void a_job_managed_by_another_controller_is_left_alone() {
        Job foreign = client.resource(new JobBuilder(job("m", 1L, 0))
                        .editSpec()
                        .withManagedBy("example.com/other")
                        .endSpec()
                        .build())
                .create();
        Job witness = client.resource(job("w", 1L, 0)).create();

        awaitGone(witness);

        var status = Optional.ofNullable(client.resource(foreign).get().getStatus());
        assertThat(status.map(JobStatus::getStartTime)).isEmpty();
    }

    @Test
    void a_plain_delete_orphans_and_a_background_delete_does_not() {
        Job orphaning = client.resource(job("o", null, 0)).create();
        ConfigMap kid = configMap("kid", owner(orphaning));
        Job background = client.resource(job("bg", null, 0)).create();
        ConfigMap other = configMap("kid2", owner(background));

        client.raw("/apis/batch/v1/namespaces/" + namespace + "/jobs/o", "DELETE", null);
        client.resource(background)
                .withPropagationPolicy(DeletionPropagation.BACKGROUND)
                .delete();

        awaitGone(orphaning);
        awaitGone(other);
        assertThat(client.resource(kid).get().getMetadata().getOwnerReferences())
                .isEmpty();
    }

    private Job awaitStart(Job job) {
        return awaitThat(
                "started",
                () -> client.resource(job).get(),
                found -> found.getStatus() != null && found.getStatus().getStartTime() != null);
    }

    private static Job deadline(Job job, long seconds) {
        String patch = "{\"metadata\":{\"uid\":\"%s\"},\"spec\":{\"activeDeadlineSeconds\":%d}}"
                .formatted(job.getMetadata().getUid(), seconds);
        return client.resource(job).patch(PatchContext.of(PatchType.JSON_MERGE), patch);
    }

    /** Moves the deadline, unless this machine was so slow that the Job has failed before. */
    private static boolean extended(Job job, long seconds) {
        try {
            return deadline(job, seconds).getStatus().getConditions().isEmpty();
        } catch (KubernetesClientException e) {
            assertThat(e.getCode()).isEqualTo(HttpURLConnection.HTTP_NOT_FOUND);
            return false;
        }
    }

    private Job job(String name, @Nullable Long deadline, int ttl) {
        return new JobBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .endMetadata()
                .withNewSpec()
                .withParallelism(0)
                .withBackoffLimit(0)
                .withTtlSecondsAfterFinished(ttl)
                .withActiveDeadlineSeconds(deadline)
                .withNewTemplate()
                .withNewSpec()
                .withRestartPolicy("Never")
                .addNewContainer()
                .withName("c")
                .withImage("x")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }
}
