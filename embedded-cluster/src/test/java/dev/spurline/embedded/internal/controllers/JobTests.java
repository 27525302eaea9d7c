// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Jobs that run pods. */
class JobTests extends ControllersTestCase {

    @Test
    void completes_when_its_pods_have_succeeded() {
        Job job = client.resource(job("two", 2, 2, 0)).create();
        List<Pod> pods = awaitJobPods(2);
        assertThat(pods).allSatisfy(pod -> {
            assertThat(pod.getMetadata().getName()).matches("two-[a-z0-9]{5}");
            assertThat(pod.getMetadata().getFinalizers()).containsExactly("batch.kubernetes.io/job-tracking");
        });

        pods.forEach(pod -> end(pod, "Succeeded"));

        Job complete = awaitJob(job, found -> found.getStatus().getCompletionTime() != null);
        assertThat(complete.getStatus().getSucceeded()).isEqualTo(2);
        assertThat(complete.getStatus().getActive()).isNull();
        assertThat(complete.getStatus().getConditions())
                .extracting(
                        JobCondition::getType,
                        JobCondition::getStatus,
                        JobCondition::getReason,
                        JobCondition::getMessage)
                .containsExactly(
                        tuple(
                                "SuccessCriteriaMet",
                                "True",
                                "CompletionsReached",
                                "Reached expected number of succeeded pods"),
                        tuple("Complete", "True", "CompletionsReached", "Reached expected number of succeeded pods"));
        awaitThat(
                "pods are released",
                this::jobPods,
                left -> left.stream()
                        .allMatch(pod -> pod.getMetadata().getFinalizers().isEmpty()));
    }

    @Test
    void fails_when_more_pods_failed_than_it_may() {
        Job job = client.resource(job("one", 1, 1, 0)).create();

        end(awaitJobPods(1).get(0), "Failed");

        Job failed = awaitJob(job, found -> found.getStatus().getConditions().size() == 2);
        assertThat(failed.getStatus().getFailed()).isEqualTo(1);
        assertThat(failed.getStatus().getConditions())
                .extracting(JobCondition::getType, JobCondition::getReason, JobCondition::getMessage)
                .containsExactly(
                        tuple("FailureTarget", "BackoffLimitExceeded", "Job has reached the specified backoff limit"),
                        tuple("Failed", "BackoffLimitExceeded", "Job has reached the specified backoff limit"));
    }

    @Test
    void an_indexed_job_runs_each_index() {
        Job job = client.resource(new JobBuilder(job("idx", 2, 2, 0))
                        .editSpec()
                        .withCompletionMode("Indexed")
                        .endSpec()
                        .build())
                .create();
        List<Pod> pods = awaitJobPods(2);
        assertThat(pods)
                .extracting(pod -> pod.getMetadata().getAnnotations().get("batch.kubernetes.io/job-completion-index"))
                .containsExactlyInAnyOrder("0", "1");

        pods.forEach(pod -> end(pod, "Succeeded"));

        Job complete = awaitJob(job, found -> found.getStatus().getCompletionTime() != null);
        assertThat(complete.getStatus().getCompletedIndexes()).isEqualTo("0,1");
    }

    private List<Pod> jobPods() {
        return client.pods().inNamespace(namespace).list().getItems();
    }

    private List<Pod> awaitJobPods(int count) {
        return awaitThat(count + " pods", this::jobPods, pods -> pods.size() == count);
    }

    private static Job awaitJob(Job job, Predicate<Job> holds) {
        return awaitThat(
                "Job", () -> client.resource(job).get(), found -> found.getStatus() != null && holds.test(found));
    }

    private Job job(String name, int parallelism, int completions, int backoffLimit) {
        return new JobBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .endMetadata()
                .withNewSpec()
                .withParallelism(parallelism)
                .withCompletions(completions)
                .withBackoffLimit(backoffLimit)
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
