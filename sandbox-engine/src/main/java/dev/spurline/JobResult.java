/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
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
