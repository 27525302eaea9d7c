// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers.batch;

import dev.spurline.embedded.internal.client.ApiTimes;
import dev.spurline.embedded.internal.client.Backoff;
import dev.spurline.embedded.internal.controllers.runtime.PodLifecycle;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Which pods a Job needs more and which fewer.
 *
 * <p>Source: manageJob in {@code pkg/controller/job/job_controller.go}.
 *
 * @param missing the pods to be made
 * @param surplus the pods to be deleted
 * @param again when to look again because of a back-off
 */
record JobPlan(List<Pod> missing, List<Pod> surplus, Optional<Duration> again) {

    /** DefaultJobPodFailureBackOff and MaxJobPodFailureBackOff in {@code pkg/controller/job/job_controller.go}. */
    private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(10), Duration.ofMinutes(10));

    static JobPlan of(Job job, JobPods pods, Instant now) {
        List<Pod> active = pods.active();
        int wanted = JobVerdict.suspended(job) ? 0 : wanted(job, pods, active.size());
        if (active.size() > wanted) {
            return new JobPlan(List.of(), active.subList(0, active.size() - wanted), Optional.empty());
        }
        Duration backoff = backoff(pods, now);
        if (active.size() < wanted && !backoff.isZero()) {
            return new JobPlan(List.of(), List.of(), Optional.of(backoff));
        }
        return new JobPlan(missing(job, pods, wanted - active.size()), List.of(), Optional.empty());
    }

    private static int wanted(Job job, JobPods pods, int active) {
        int parallelism = JobVerdict.parallelism(job);
        Integer completions = job.getSpec().getCompletions();
        if (completions == null) {
            return pods.succeeded() > 0 ? active : parallelism;
        }
        int done = JobVerdict.indexed(job) ? pods.completedIndexes().size() : pods.succeeded();
        return Math.min(parallelism, Math.max(0, completions - done));
    }

    private static List<Pod> missing(Job job, JobPods pods, int count) {
        if (!JobVerdict.indexed(job)) {
            return Stream.generate(() -> pod(job)).limit(count).toList();
        }
        Set<Integer> taken = new HashSet<>(pods.completedIndexes());
        pods.active().forEach(pod -> JobPods.index(pod).ifPresent(taken::add));
        int completions = Optional.ofNullable(job.getSpec().getCompletions()).orElse(0);
        return IntStream.range(0, completions)
                .filter(index -> !taken.contains(index))
                .limit(count)
                .mapToObj(index -> pod(job, index))
                .toList();
    }

    private static Pod pod(Job job) {
        return new PodBuilder(PodLifecycle.from(job.getSpec().getTemplate(), job))
                .editMetadata()
                .addToFinalizers(JobPods.TRACKED)
                .endMetadata()
                .build();
    }

    private static Pod pod(Job job, int index) {
        String name = job.getMetadata().getName() + "-" + index;
        Pod pod = new PodBuilder(pod(job))
                .editMetadata()
                .withGenerateName(name + "-")
                .addToAnnotations(JobPods.INDEX, Integer.toString(index))
                .addToLabels(JobPods.INDEX, Integer.toString(index))
                .endMetadata()
                .editSpec()
                .withHostname(name)
                .endSpec()
                .build();
        pod.getSpec().getContainers().forEach(container -> {
            container.setEnv(new ArrayList<>(container.getEnv()));
            container
                    .getEnv()
                    .add(new EnvVarBuilder()
                            .withName("JOB_COMPLETION_INDEX")
                            .withValue(Integer.toString(index))
                            .build());
        });
        return pod;
    }

    /** After a failure the next pod waits, twice as long each time. */
    private static Duration backoff(JobPods pods, Instant now) {
        int failures = pods.failed();
        Optional<Instant> last = pods.all().stream()
                .filter(pod -> PodLifecycle.phase(pod).equals("Failed"))
                .map(JobPlan::finishedAt)
                .max(Instant::compareTo);
        if (failures == 0 || last.isEmpty()) {
            return Duration.ZERO;
        }
        return ApiTimes.until(last.get().plus(BACKOFF.after(failures)), now);
    }

    private static Instant finishedAt(Pod pod) {
        return pod.getStatus().getContainerStatuses().stream()
                .map(ContainerStatus::getState)
                .filter(state -> state != null && state.getTerminated() != null)
                .map(state -> ApiTimes.parse(state.getTerminated().getFinishedAt()))
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
    }
}
