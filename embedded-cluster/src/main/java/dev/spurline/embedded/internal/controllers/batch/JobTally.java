// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers.batch;

import dev.spurline.embedded.internal.controllers.runtime.PodLifecycle;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatusBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.UncountedTerminatedPods;
import io.fabric8.kubernetes.api.model.batch.v1.UncountedTerminatedPodsBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Counts the pods of a Job that have ended, so that none is counted twice or lost whenever the controller stops.
 *
 * <p>Source: kubernetes.io/docs/concepts/workloads/controllers/job/#job-tracking-with-finalizers.
 */
final class JobTally {

    private JobTally() {}

    /** Returns the next status on the way, empty if everything is counted. */
    static Optional<JobStatus> next(JobPods pods) {
        if (!pods.uncounted().isEmpty()) {
            return Optional.of(noted(pods));
        }
        Set<String> tracked =
                pods.tracked().stream().map(pod -> pod.getMetadata().getUid()).collect(Collectors.toSet());
        UncountedTerminatedPods present = uncounted(pods.job());
        boolean settled = Stream.concat(present.getSucceeded().stream(), present.getFailed().stream())
                .allMatch(tracked::contains);
        return settled ? Optional.empty() : Optional.of(counted(pods, present, tracked));
    }

    private static JobStatus noted(JobPods pods) {
        UncountedTerminatedPods present = uncounted(pods.job());
        List<String> succeeded = new ArrayList<>(present.getSucceeded());
        List<String> failed = new ArrayList<>(present.getFailed());
        for (Pod pod : pods.uncounted()) {
            (PodLifecycle.phase(pod).equals("Succeeded") ? succeeded : failed)
                    .add(pod.getMetadata().getUid());
        }
        return new JobStatusBuilder(status(pods.job()))
                .withUncountedTerminatedPods(new UncountedTerminatedPodsBuilder()
                        .withSucceeded(succeeded)
                        .withFailed(failed)
                        .build())
                .withCompletedIndexes(indexes(pods))
                .build();
    }

    private static JobStatus counted(JobPods pods, UncountedTerminatedPods present, Set<String> tracked) {
        JobStatus status = status(pods.job());
        int succeeded = gone(present.getSucceeded(), tracked);
        int failed = gone(present.getFailed(), tracked);
        return new JobStatusBuilder(status)
                .withSucceeded(JobProgress.orAbsent(JobPods.count(status.getSucceeded()) + succeeded))
                .withFailed(JobProgress.orAbsent(JobPods.count(status.getFailed()) + failed))
                .withUncountedTerminatedPods(new UncountedTerminatedPodsBuilder()
                        .withSucceeded(present.getSucceeded().stream()
                                .filter(tracked::contains)
                                .toList())
                        .withFailed(present.getFailed().stream()
                                .filter(tracked::contains)
                                .toList())
                        .build())
                .build();
    }

    private static int gone(List<String> uids, Set<String> tracked) {
        return (int) uids.stream().filter(uid -> !tracked.contains(uid)).count();
    }

    private static @Nullable String indexes(JobPods pods) {
        return JobVerdict.indexed(pods.job()) ? CompletionIndexes.format(pods.completedIndexes()) : null;
    }

    private static UncountedTerminatedPods uncounted(Job job) {
        return Optional.ofNullable(job.getStatus())
                .map(JobStatus::getUncountedTerminatedPods)
                .orElseGet(UncountedTerminatedPods::new);
    }

    private static JobStatus status(Job job) {
        return job.getStatus() == null ? new JobStatus() : job.getStatus();
    }
}
