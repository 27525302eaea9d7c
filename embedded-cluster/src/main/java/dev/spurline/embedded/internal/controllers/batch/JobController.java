// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers.batch;

import dev.spurline.embedded.internal.client.ApiTimes;
import dev.spurline.embedded.internal.client.ObjectName;
import dev.spurline.embedded.internal.controllers.runtime.ControllerContext;
import dev.spurline.embedded.internal.controllers.runtime.ObjectChange;
import dev.spurline.embedded.internal.controllers.runtime.ObjectStore;
import dev.spurline.embedded.internal.controllers.runtime.OwnerReferences;
import dev.spurline.embedded.internal.controllers.runtime.PodControl;
import dev.spurline.embedded.internal.controllers.runtime.WorkQueue;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs Jobs: starts them, makes and counts their pods, and ends them when they are done, fail or run out of time.
 *
 * <p>Source: {@code pkg/controller/job/job_controller.go}.
 */
public final class JobController {

    private static final String COMPONENT = "job-controller";
    private static final String OURS = "kubernetes.io/job-controller";

    private final ControllerContext context;
    private final ObjectStore<Job> jobs;
    private final ObjectStore<Pod> pods;
    private final PodControl control;
    private final WorkQueue<ObjectName> queue;

    /** Begins to work on all Jobs. */
    public JobController(ControllerContext context) {
        this.context = context;
        jobs = context.store(Job.class);
        pods = context.store(Pod.class);
        control = new PodControl(context, COMPONENT);
        queue = context.queue("Job", this::reconcile);
        jobs.listen(change -> queue.add(ObjectName.of(change.latest())));
        pods.listen(this::podChanged);
    }

    private void podChanged(ObjectChange<Pod> change) {
        OwnerReferences.controller(change.latest())
                .filter(owner -> owner.getKind().equals("Job"))
                .ifPresent(owner -> {
                    jobs.byUid(owner.getUid())
                            .ifPresentOrElse(job -> queue.add(ObjectName.of(job)), () -> untrack(change));
                });
    }

    /** Nobody will count a pod whose Job is gone. */
    private void untrack(ObjectChange<Pod> change) {
        if (!change.gone() && change.latest().getMetadata().getFinalizers().contains(JobPods.TRACKED)) {
            queue.add(new ObjectName(
                    change.latest().getMetadata().getNamespace(),
                    "/" + change.latest().getMetadata().getName()));
        }
    }

    private void reconcile(ObjectName name) {
        if (name.name().startsWith("/")) {
            pods.get(name.namespace(), name.name().substring(1)).ifPresent(this::releaseIfJobless);
            return;
        }
        jobs.get(name.namespace(), name.name()).filter(this::ours).ifPresent(this::reconcile);
    }

    private void releaseIfJobless(Pod pod) {
        boolean jobless = OwnerReferences.controller(pod)
                .filter(owner -> jobs.byUid(owner.getUid()).isEmpty())
                .isPresent();
        if (jobless) {
            release(pod);
        }
    }

    private boolean ours(Job job) {
        String manager = job.getSpec().getManagedBy();
        return manager == null || manager.equals(OURS);
    }

    private void reconcile(Job job) {
        JobPods owned = JobPods.of(job, pods.controlledBy(job.getMetadata().getUid()));
        if (JobConditions.end(job).isPresent()) {
            owned.all().stream()
                    .filter(pod -> pod.getMetadata().getFinalizers().contains(JobPods.TRACKED))
                    .forEach(this::release);
            return;
        }
        if (!count(owned)) {
            proceed(job, owned);
        }
    }

    /** Counts pods that have ended, step by step; true if there was something to count. */
    private boolean count(JobPods owned) {
        owned.tracked().forEach(this::release);
        Optional<JobStatus> status = JobTally.next(owned);
        status.ifPresent(next -> write(owned.job(), next));
        return status.isPresent();
    }

    private void proceed(Job job, JobPods owned) {
        Instant now = Instant.now();
        Optional<JobVerdict> verdict = ending(job, owned, now);
        if (verdict.isPresent()) {
            finish(job, owned, verdict.get(), now);
            return;
        }
        KubernetesClientException refused = OwnerReferences.deleting(job) ? null : manage(job, owned, now);
        JobPods after = JobPods.of(job, pods.controlledBy(job.getMetadata().getUid()));
        write(job, JobProgress.of(job, after, now));
        announce(job);
        JobVerdict.deadline(jobs.byUid(job.getMetadata().getUid()).orElse(job))
                .ifPresent(then -> queue.addAfter(ObjectName.of(job), ApiTimes.until(then, Instant.now())));
        if (refused != null) {
            throw refused;
        }
    }

    private static Optional<JobVerdict> ending(Job job, JobPods owned, Instant now) {
        return JobConditions.get(job, "FailureTarget")
                .map(target -> new JobVerdict(true, target.getReason(), target.getMessage()))
                .or(() -> JobVerdict.of(job, owned, now));
    }

    private @Nullable KubernetesClientException manage(Job job, JobPods owned, Instant now) {
        try {
            JobPlan plan = JobPlan.of(job, owned, now);
            plan.surplus().forEach(pod -> control.delete(pod, job));
            plan.missing().forEach(pod -> control.create(pod, job));
            plan.again().ifPresent(delay -> queue.addAfter(ObjectName.of(job), delay));
            return null;
        } catch (KubernetesClientException refused) {
            return refused;
        }
    }

    /** The end is announced first, carried out, and stated when no pod runs any more. */
    private void finish(Job job, JobPods owned, JobVerdict verdict, Instant now) {
        String target = verdict.failed() ? "FailureTarget" : "SuccessCriteriaMet";
        if (!JobConditions.holds(job, target)) {
            JobStatus announced = new JobStatusBuilder(JobProgress.of(job, owned, now))
                    .withConditions(JobConditions.with(job, target, "True", verdict.reason(), verdict.message(), now))
                    .build();
            write(job, announced);
            return;
        }
        owned.active().forEach(pod -> control.delete(pod, job));
        JobPods left = JobPods.of(job, pods.controlledBy(job.getMetadata().getUid()));
        if (left.active().isEmpty() && left.terminating() == 0 && left.isCounted()) {
            write(job, JobProgress.ended(job, left, verdict, now));
            announceEnd(job, verdict);
        } else {
            write(job, JobProgress.of(job, left, now));
        }
    }

    private void announceEnd(Job job, JobVerdict verdict) {
        if (verdict.failed()) {
            context.events().warning(COMPONENT, job, verdict.reason(), verdict.message());
        } else {
            context.events().normal(COMPONENT, job, "Completed", "Job completed");
        }
    }

    private void announce(Job before) {
        boolean was = JobConditions.holds(before, "Suspended");
        if (JobVerdict.suspended(before) && !was) {
            context.events().normal(COMPONENT, before, "Suspended", "Job suspended");
        } else if (!JobVerdict.suspended(before) && was) {
            context.events().normal(COMPONENT, before, "Resumed", "Job resumed");
        }
    }

    private void write(Job job, JobStatus status) {
        if (!status.equals(job.getStatus())) {
            context.writer().updateStatus(new JobBuilder(job).withStatus(status).build());
        }
    }

    private void release(Pod pod) {
        List<String> others = pod.getMetadata().getFinalizers().stream()
                .filter(finalizer -> !finalizer.equals(JobPods.TRACKED))
                .toList();
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("uid", pod.getMetadata().getUid());
        metadata.put("finalizers", others.isEmpty() ? null : others);
        context.writer().mergeIfPresent(pod, Map.of("metadata", metadata));
    }
}
