// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers.batch;

import dev.spurline.embedded.internal.client.ApiTimes;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatusBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.UncountedTerminatedPods;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Computes the status of a Job from its pods.
 *
 * <p>Source: {@code pkg/controller/job/job_controller.go} (trackJobStatusAndRemoveFinalizers, countReadyPods).
 */
final class JobProgress {

    private JobProgress() {}

    /** Returns the status of a Job that goes on. */
    static JobStatus of(Job job, JobPods pods, Instant now) {
        JobStatus before = job.getStatus() == null ? new JobStatus() : job.getStatus();
        boolean suspended = JobVerdict.suspended(job);
        return new JobStatusBuilder(before)
                .withStartTime(suspended ? startWhileSuspended(job, before) : start(job, before, now))
                .withActive(orAbsent(pods.active().size()))
                .withReady(pods.ready())
                .withTerminating(pods.terminating())
                .withUncountedTerminatedPods(
                        before.getUncountedTerminatedPods() == null
                                ? new UncountedTerminatedPods()
                                : before.getUncountedTerminatedPods())
                .withConditions(conditions(job, suspended, now))
                .build();
    }

    /** Returns the status of a Job that is over. */
    static JobStatus ended(Job job, JobPods pods, JobVerdict verdict, Instant now) {
        String type = verdict.failed() ? "Failed" : "Complete";
        return new JobStatusBuilder(of(job, pods, now))
                .withActive(null)
                .withCompletionTime(verdict.failed() ? null : ApiTimes.seconds(now))
                .withConditions(JobConditions.with(job, type, "True", verdict.reason(), verdict.message(), now))
                .build();
    }

    /** A suspended Job starts anew when it is resumed. */
    private static @Nullable String startWhileSuspended(Job job, JobStatus before) {
        return JobConditions.holds(job, "Suspended")
                ? null
                : before.getStartTime() == null ? null : before.getStartTime();
    }

    private static String start(Job job, JobStatus before, Instant now) {
        boolean resumed = JobConditions.holds(job, "Suspended");
        return before.getStartTime() == null || resumed ? ApiTimes.seconds(now) : before.getStartTime();
    }

    private static List<JobCondition> conditions(Job job, boolean suspended, Instant now) {
        boolean was = JobConditions.holds(job, "Suspended");
        if (suspended && !was) {
            return JobConditions.with(job, "Suspended", "True", "JobSuspended", "Job suspended", now);
        }
        return !suspended && was
                ? JobConditions.with(job, "Suspended", "False", "JobResumed", "Job resumed", now)
                : JobConditions.present(job);
    }

    static @Nullable Integer orAbsent(int number) {
        return number == 0 ? null : number;
    }
}
