// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers.batch;

import dev.spurline.embedded.internal.client.ApiTimes;
import dev.spurline.embedded.internal.client.ObjectName;
import dev.spurline.embedded.internal.controllers.runtime.ControllerContext;
import dev.spurline.embedded.internal.controllers.runtime.DeletionMode;
import dev.spurline.embedded.internal.controllers.runtime.ObjectStore;
import dev.spurline.embedded.internal.controllers.runtime.OwnerReferences;
import dev.spurline.embedded.internal.controllers.runtime.WorkQueue;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Deletes finished Jobs when their time to live is over.
 *
 * <p>Source: {@code pkg/controller/ttlafterfinished/ttlafterfinished_controller.go}.
 */
public final class FinishedJobs {

    private final ControllerContext context;
    private final ObjectStore<Job> jobs;
    private final WorkQueue<ObjectName> queue;

    /** Begins to watch all Jobs. */
    public FinishedJobs(ControllerContext context) {
        this.context = context;
        jobs = context.store(Job.class);
        queue = context.queue("finished Job", this::reconcile);
        jobs.listen(change -> {
            if (!change.gone()) {
                queue.add(ObjectName.of(change.latest()));
            }
        });
    }

    private void reconcile(ObjectName name) {
        Optional<Job> job = jobs.get(name.namespace(), name.name()).filter(found -> !OwnerReferences.deleting(found));
        Optional<Instant> end = job.flatMap(FinishedJobs::expiry);
        if (end.isEmpty()) {
            return;
        }
        Duration left = ApiTimes.until(end.get(), Instant.now());
        if (left.isZero()) {
            context.writer().delete(job.orElseThrow(), DeletionMode.FOREGROUND);
        } else {
            queue.addAfter(name, left);
        }
    }

    /** Returns when a finished Job is to be deleted; empty if it has not finished, or stays. */
    static Optional<Instant> expiry(Job job) {
        Integer seconds = job.getSpec().getTtlSecondsAfterFinished();
        return seconds == null
                ? Optional.empty()
                : JobConditions.end(job)
                        .map(condition -> ApiTimes.parse(condition.getLastTransitionTime())
                                .plusSeconds(seconds));
    }
}
