// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers.batch;

import dev.spurline.embedded.internal.client.ApiTimes;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Instant;
import java.util.Optional;

/**
 * Why a Job is at its end.
 *
 * <p>Source: syncJob in {@code pkg/controller/job/job_controller.go}: back-off limit, then deadline.
 *
 * @param failed whether it failed
 * @param reason the reason of the condition
 * @param message the message of the condition
 */
record JobVerdict(boolean failed, String reason, String message) {

    /** Decides whether a Job has failed or done what it was to do; empty if it goes on. */
    static Optional<JobVerdict> of(Job job, JobPods pods, Instant now) {
        if (pods.failed() > backoffLimit(job) || restartedTooOften(job, pods)) {
            return Optional.of(
                    new JobVerdict(true, "BackoffLimitExceeded", "Job has reached the specified backoff limit"));
        }
        if (deadline(job).filter(then -> !then.isAfter(now)).isPresent()) {
            return Optional.of(
                    new JobVerdict(true, "DeadlineExceeded", "Job was active longer than specified deadline"));
        }
        return complete(job, pods)
                ? Optional.of(new JobVerdict(false, "CompletionsReached", "Reached expected number of succeeded pods"))
                : Optional.empty();
    }

    /** Returns when the time of a Job is over; it counts from the start, so a larger limit moves it. */
    static Optional<Instant> deadline(Job job) {
        Long seconds = job.getSpec().getActiveDeadlineSeconds();
        if (seconds == null
                || suspended(job)
                || job.getStatus() == null
                || job.getStatus().getStartTime() == null) {
            return Optional.empty();
        }
        return Optional.of(ApiTimes.parse(job.getStatus().getStartTime()).plusSeconds(seconds));
    }

    static boolean suspended(Job job) {
        return Boolean.TRUE.equals(job.getSpec().getSuspend());
    }

    static boolean indexed(Job job) {
        return "Indexed".equals(job.getSpec().getCompletionMode());
    }

    static int parallelism(Job job) {
        return job.getSpec().getParallelism() == null ? 1 : job.getSpec().getParallelism();
    }

    private static boolean complete(Job job, JobPods pods) {
        Integer completions = job.getSpec().getCompletions();
        if (completions == null) {
            return pods.succeeded() > 0 && pods.active().isEmpty();
        }
        int done = indexed(job) ? pods.completedIndexes().size() : pods.succeeded();
        return done >= completions && pods.uncounted().isEmpty();
    }

    private static boolean restartedTooOften(Job job, JobPods pods) {
        boolean restarts =
                "OnFailure".equals(job.getSpec().getTemplate().getSpec().getRestartPolicy());
        int limit = backoffLimit(job);
        return restarts && (limit == 0 ? pods.restarts() > 0 : pods.restarts() >= limit);
    }

    private static int backoffLimit(Job job) {
        return job.getSpec().getBackoffLimit() == null ? 6 : job.getSpec().getBackoffLimit();
    }
}
