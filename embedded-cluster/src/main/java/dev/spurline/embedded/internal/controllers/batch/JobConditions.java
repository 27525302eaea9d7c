// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers.batch;

import dev.spurline.embedded.internal.client.ApiTimes;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.api.model.batch.v1.JobConditionBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads and extends the conditions of a Job.
 *
 * <p>Source: {@code pkg/controller/job/job_controller.go} (ensureJobConditionStatus).
 */
final class JobConditions {

    private JobConditions() {}

    static Optional<JobCondition> get(Job job, String type) {
        return present(job).stream()
                .filter(condition -> condition.getType().equals(type))
                .findFirst();
    }

    static boolean holds(Job job, String type) {
        return get(job, type)
                .filter(condition -> "True".equals(condition.getStatus()))
                .isPresent();
    }

    /** Returns the condition that ended a Job: Complete or Failed. */
    static Optional<JobCondition> end(Job job) {
        return present(job).stream()
                .filter(condition -> condition.getType().equals("Complete")
                        || condition.getType().equals("Failed"))
                .filter(condition -> "True".equals(condition.getStatus()))
                .findFirst();
    }

    static List<JobCondition> with(Job job, String type, String status, String reason, String message, Instant now) {
        List<JobCondition> conditions = new ArrayList<>(present(job));
        JobCondition condition = new JobConditionBuilder()
                .withType(type)
                .withStatus(status)
                .withReason(reason)
                .withMessage(message)
                .withLastProbeTime(ApiTimes.seconds(now))
                .withLastTransitionTime(ApiTimes.seconds(now))
                .build();
        for (int i = 0; i < conditions.size(); i++) {
            if (conditions.get(i).getType().equals(type)) {
                conditions.set(i, condition);
                return conditions;
            }
        }
        conditions.add(condition);
        return conditions;
    }

    static List<JobCondition> present(Job job) {
        return job.getStatus() == null ? List.of() : job.getStatus().getConditions();
    }
}
