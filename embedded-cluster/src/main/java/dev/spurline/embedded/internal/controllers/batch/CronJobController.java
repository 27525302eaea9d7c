// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers.batch;

import dev.spurline.embedded.internal.client.ApiRefusals;
import dev.spurline.embedded.internal.client.ApiTimes;
import dev.spurline.embedded.internal.client.ObjectName;
import dev.spurline.embedded.internal.controllers.runtime.ControllerContext;
import dev.spurline.embedded.internal.controllers.runtime.DeletionMode;
import dev.spurline.embedded.internal.controllers.runtime.ObjectStore;
import dev.spurline.embedded.internal.controllers.runtime.OwnerReferences;
import dev.spurline.embedded.internal.controllers.runtime.WorkQueue;
import dev.spurline.embedded.internal.cron.CronSchedule;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobStatus;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobStatusBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes the Jobs of each CronJob when their time has come, and keeps only the last finished ones.
 *
 * <p>Source: {@code pkg/controller/cronjob/cronjob_controllerv2.go}.
 */
public final class CronJobController {

    private static final String COMPONENT = "cronjob-controller";
    private static final String SCHEDULED = "batch.kubernetes.io/cronjob-scheduled-timestamp";

    private final ControllerContext context;
    private final ObjectStore<CronJob> cronJobs;
    private final ObjectStore<Job> jobs;
    private final WorkQueue<ObjectName> queue;

    /** Begins to work on all CronJobs. */
    public CronJobController(ControllerContext context) {
        this.context = context;
        cronJobs = context.store(CronJob.class);
        jobs = context.store(Job.class);
        queue = context.queue("CronJob", this::reconcile);
        cronJobs.listen(change -> queue.add(ObjectName.of(change.latest())));
        jobs.listen(change -> OwnerReferences.controller(change.latest())
                .flatMap(owner -> cronJobs.byUid(owner.getUid()))
                .ifPresent(cronJob -> queue.add(ObjectName.of(cronJob))));
    }

    private void reconcile(ObjectName name) {
        cronJobs.get(name.namespace(), name.name())
                .filter(cronJob -> !OwnerReferences.deleting(cronJob))
                .ifPresent(this::reconcile);
    }

    private void reconcile(CronJob cronJob) {
        List<Job> owned = jobs.controlledBy(cronJob.getMetadata().getUid());
        trim(cronJob, owned);
        CronJobStatus status = status(cronJob, owned);
        if (!Boolean.TRUE.equals(cronJob.getSpec().getSuspend())) {
            status = due(cronJob, owned, status);
        }
        if (!status.equals(cronJob.getStatus())) {
            context.writer()
                    .updateStatus(new CronJobBuilder(cronJob).withStatus(status).build());
        }
    }

    private CronJobStatus due(CronJob cronJob, List<Job> owned, CronJobStatus status) {
        Instant now = Instant.now();
        CronSchedule schedule;
        ZoneId zone;
        try {
            schedule = CronSchedule.parse(cronJob.getSpec().getSchedule());
            zone = zone(cronJob);
        } catch (RuntimeException unreadable) {
            context.events()
                    .warning(
                            COMPONENT,
                            cronJob,
                            "UnparseableSchedule",
                            "unparseable schedule: \"%s\" : %s"
                                    .formatted(cronJob.getSpec().getSchedule(), unreadable.getMessage()));
            return status;
        }
        Optional<Instant> time = lastDue(cronJob, schedule, zone, now);
        schedule.next(now, zone).ifPresent(next -> queue.addAfter(ObjectName.of(cronJob), Duration.between(now, next)));
        return time.isEmpty() || tooLate(cronJob, time.get(), now) ? status : start(cronJob, owned, status, time.get());
    }

    private static ZoneId zone(CronJob cronJob) {
        String zone = cronJob.getSpec().getTimeZone();
        return zone == null ? ZoneId.systemDefault() : ZoneId.of(zone, ZoneId.SHORT_IDS);
    }

    /** Returns the latest time that has passed since the last Job; missed ones before it are not made up for. */
    private static Optional<Instant> lastDue(CronJob cronJob, CronSchedule schedule, ZoneId zone, Instant now) {
        String last = cronJob.getStatus() == null ? null : cronJob.getStatus().getLastScheduleTime();
        Instant from = ApiTimes.parse(last == null ? cronJob.getMetadata().getCreationTimestamp() : last);
        Optional<Instant> due = Optional.empty();
        Optional<Instant> next = schedule.next(from, zone);
        for (int missed = 0; next.isPresent() && !next.get().isAfter(now) && missed < 100_000; missed++) {
            due = next;
            next = schedule.next(next.get(), zone);
        }
        return due;
    }

    private static boolean tooLate(CronJob cronJob, Instant time, Instant now) {
        Long deadline = cronJob.getSpec().getStartingDeadlineSeconds();
        return deadline != null && time.plusSeconds(deadline).isBefore(now);
    }

    private CronJobStatus start(CronJob cronJob, List<Job> owned, CronJobStatus status, Instant time) {
        List<Job> active =
                owned.stream().filter(job -> JobConditions.end(job).isEmpty()).toList();
        String policy = cronJob.getSpec().getConcurrencyPolicy();
        if ("Forbid".equals(policy) && !active.isEmpty()) {
            context.events()
                    .normal(
                            COMPONENT,
                            cronJob,
                            "JobAlreadyActive",
                            "Not starting job because prior execution is running and concurrency policy is Forbid");
            return status;
        }
        if ("Replace".equals(policy)) {
            active.forEach(job -> delete(cronJob, job));
        }
        Optional<Job> created = create(cronJob, time);
        return new CronJobStatusBuilder(status)
                .withLastScheduleTime(ApiTimes.seconds(time))
                .addAllToActive(
                        created.map(CronJobController::reference).stream().toList())
                .build();
    }

    private Optional<Job> create(CronJob cronJob, Instant time) {
        try {
            Job job = context.writer().create(job(cronJob, time));
            context.events()
                    .normal(
                            COMPONENT,
                            cronJob,
                            "SuccessfulCreate",
                            "Created job " + job.getMetadata().getName());
            return Optional.of(job);
        } catch (KubernetesClientException refused) {
            if (ApiRefusals.alreadyExists(refused)) {
                return Optional.empty();
            }
            context.events()
                    .warning(COMPONENT, cronJob, "FailedCreate", "Error creating job: " + ApiRefusals.message(refused));
            throw refused;
        }
    }

    private static Job job(CronJob cronJob, Instant time) {
        var template = cronJob.getSpec().getJobTemplate();
        var metadata = Optional.ofNullable(template.getMetadata());
        return new JobBuilder()
                .withNewMetadata()
                .withName(cronJob.getMetadata().getName() + "-" + time.getEpochSecond() / 60)
                .withNamespace(cronJob.getMetadata().getNamespace())
                .withLabels(metadata.map(given -> given.getLabels()).orElse(null))
                .withAnnotations(metadata.map(given -> given.getAnnotations()).orElse(null))
                .addToAnnotations(SCHEDULED, ApiTimes.seconds(time))
                .withOwnerReferences(OwnerReferences.controlledBy(cronJob))
                .endMetadata()
                .withSpec(template.getSpec())
                .build();
    }

    private static CronJobStatus status(CronJob cronJob, List<Job> owned) {
        CronJobStatus before = cronJob.getStatus() == null ? new CronJobStatus() : cronJob.getStatus();
        String success = owned.stream()
                .filter(job -> JobConditions.holds(job, "Complete"))
                .map(job -> job.getStatus().getCompletionTime())
                .filter(time -> time != null)
                .max(Comparator.naturalOrder())
                .orElse(before.getLastSuccessfulTime());
        return new CronJobStatusBuilder(before)
                .withActive(owned.stream()
                        .filter(job -> JobConditions.end(job).isEmpty() && !OwnerReferences.deleting(job))
                        .map(CronJobController::reference)
                        .toList())
                .withLastSuccessfulTime(success)
                .build();
    }

    private static ObjectReference reference(Job job) {
        return new ObjectReferenceBuilder()
                .withApiVersion("batch/v1")
                .withKind("Job")
                .withNamespace(job.getMetadata().getNamespace())
                .withName(job.getMetadata().getName())
                .withUid(job.getMetadata().getUid())
                .withResourceVersion(job.getMetadata().getResourceVersion())
                .build();
    }

    private void trim(CronJob cronJob, List<Job> owned) {
        trim(cronJob, owned, "Complete", cronJob.getSpec().getSuccessfulJobsHistoryLimit(), 3);
        trim(cronJob, owned, "Failed", cronJob.getSpec().getFailedJobsHistoryLimit(), 1);
    }

    private void trim(CronJob cronJob, List<Job> owned, String end, @Nullable Integer limit, int standard) {
        List<Job> ended = owned.stream()
                .filter(job -> JobConditions.holds(job, end) && !OwnerReferences.deleting(job))
                .sorted(Comparator.comparing(
                                (Job job) -> String.valueOf(job.getStatus().getStartTime()))
                        .thenComparing(job -> job.getMetadata().getName()))
                .toList();
        ended.stream()
                .limit(Math.max(0, ended.size() - (limit == null ? standard : limit)))
                .forEach(job -> delete(cronJob, job));
    }

    private void delete(CronJob cronJob, Job job) {
        context.writer().delete(job, DeletionMode.BACKGROUND);
        context.events()
                .normal(
                        COMPONENT,
                        cronJob,
                        "SuccessfulDelete",
                        "Deleted job " + job.getMetadata().getName());
    }
}
