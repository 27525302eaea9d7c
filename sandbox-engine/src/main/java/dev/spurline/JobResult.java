// SPDX-License-Identifier: Apache-2.0
package dev.spurline;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * What became of one run of a CronJob's fork.
 *
 * @param workload the CronJob that it was copied from
 * @param name the name of the Job
 * @param pod the name of its pod; empty if it had none when the run was over
 * @param succeeded whether the Job is complete
 * @param exitCode the exit code of the container that the fork's image and env concern; empty if it did not end by itself
 * @param reason why the run is over, for people
 * @param log what that container wrote, as it wrote it: its last 2,000 lines; {@link #toString()} leaves it out, as it may
 *     tell a secret
 * @param took how long it took from the Job's creation until its end was seen
 * @since 0.1
 */
public record JobResult(
        Workload workload,
        String name,
        String pod,
        boolean succeeded,
        OptionalInt exitCode,
        String reason,
        String log,
        Duration took) {

    @Override
    public String toString() {
        return "JobResult[%s as Job %s, pod %s: %s]".formatted(workload, name, pod, reason);
    }
}
