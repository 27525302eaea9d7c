// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.anchor;

import dev.spurline.PreflightException;
import dev.spurline.SandboxException;
import dev.spurline.internal.connect.ServerClock;
import dev.spurline.internal.plan.ObjectFingerprint;
import dev.spurline.internal.watch.AwaitedObject;
import dev.spurline.internal.watch.ViewFreshness;
import dev.spurline.internal.work.AdmissionCure;
import dev.spurline.internal.work.Deadline;
import dev.spurline.internal.work.ErrorMessage;
import dev.spurline.internal.work.RetryPolicy;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The dead man's switch of one namespace. */
final class Anchor {

    private static final Logger LOG = LoggerFactory.getLogger(Anchor.class);
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);
    /** How often, and after what silence of the watch, it is asked whether the anchor has started. */
    private static final int LOOKS = 3;

    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final int CONFLICT = 409;

    private final KubernetesClient client;
    private final ServerClock clock;
    private final LeaseTerms terms;
    private final Job job;
    private volatile long deadline;

    /** Since when the lease runs that the last renewal gave, in {@link System#nanoTime()}. */
    private volatile long renewed;

    /** What has kept it from being renewed since; empty if nothing has. */
    private volatile String hindrance = "";

    private Anchor(KubernetesClient client, ServerClock clock, LeaseTerms terms, Job job) {
        this.client = client;
        this.clock = clock;
        this.terms = terms;
        this.job = job;
        this.deadline = job.getSpec().getActiveDeadlineSeconds();
        this.renewed = System.nanoTime();
    }

    /**
     * Creates an anchor and returns when its timer runs.
     *
     * @throws PreflightException if it is refused, or changed so that it would not end by itself
     */
    static Anchor create(KubernetesClient client, ServerClock clock, LeaseTerms terms, Job wanted) {
        Job made = create(client, wanted);
        try {
            refuseChanges(wanted, made);
            Job started = AnchorJob.started(made) ? made : awaitStart(client, made);
            refuseChanges(wanted, started);
            return new Anchor(client, clock, terms, started);
        } catch (RuntimeException e) {
            abandon(client, made, e);
            throw e;
        }
    }

    /** What is wrong with the anchor is what there is to be told, even if it cannot be removed. */
    private static void abandon(KubernetesClient client, Job made, RuntimeException failure) {
        try {
            delete(client, made);
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private static Job create(KubernetesClient client, Job wanted) {
        try {
            return RetryPolicy.whole("POST jobs", () -> client.resource(wanted).create());
        } catch (KubernetesClientException e) {
            Job there = e.getCode() == CONFLICT ? client.resource(wanted).get() : null;
            if (there != null && ObjectFingerprint.same(wanted, there)) {
                return there;
            }
            throw new PreflightException(
                    "Anchor [Job %s/%s] is refused: %s%s. Without it nothing would remove the sandbox if this JVM were killed; "
                                    .formatted(
                                            wanted.getMetadata().getNamespace(),
                                            wanted.getMetadata().getName(),
                                            ErrorMessage.of(e),
                                            AdmissionCure.of(e))
                            + "allow it, or opt out with spurline.anchor=none",
                    e);
        }
    }

    private static void refuseChanges(Job wanted, Job made) {
        AnchorJob.changed(wanted, made).ifPresent(change -> {
            throw new PreflightException(
                    "Anchor [Job %s/%s] was changed on its way in: %s, so that its timer might never end it. "
                                    .formatted(
                                            wanted.getMetadata().getNamespace(),
                                            wanted.getMetadata().getName(),
                                            change)
                            + "Exempt objects with the label app.kubernetes.io/managed-by=spurline from that admission policy");
        });
    }

    private static Job awaitStart(KubernetesClient client, Job made) {
        try (AwaitedObject<Job> watched = AwaitedObject.of(client, Job.class, made, AnchorJob::started)) {
            for (int looks = 0; looks < LOOKS; looks++) {
                Optional<Job> seen = within(watched.seen(), LOOK).or(() -> listed(client, made));
                if (seen.isPresent()) {
                    return seen.get();
                }
            }
        }
        throw new PreflightException(
                "Anchor [Job %s/%s] has no [status.startTime] after [%d s]: no Job controller took it up, so its timer does not run"
                        .formatted(
                                made.getMetadata().getNamespace(),
                                made.getMetadata().getName(),
                                LOOKS * LOOK.toSeconds()));
    }

    private static Optional<Job> within(CompletableFuture<Job> started, Duration time) {
        return started.thenApply(Optional::of)
                .completeOnTimeout(Optional.empty(), time.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    /** A watch can be silent, or end; the right to list is there anyway. */
    private static Optional<Job> listed(KubernetesClient client, Job made) {
        return RetryPolicy.whole(
                        "LIST jobs",
                        () -> client
                                .batch()
                                .v1()
                                .jobs()
                                .inNamespace(made.getMetadata().getNamespace())
                                .withField("metadata.name", made.getMetadata().getName())
                                .list()
                                .getItems()
                                .stream())
                .filter(AnchorJob::started)
                .findFirst();
    }

    OwnerReference owner() {
        return AnchorJob.owner(job);
    }

    /**
     * Renews the lease, for as long as what is known of others allows.
     *
     * @param known what the sandboxes were derived from: the lease begins when that was last shown to be so
     * @return why the anchor is lost, or empty if it holds or that could not be found out yet
     */
    Optional<String> renew(ViewFreshness known) {
        if (!known.current()) {
            return withheld("routes of others cannot be followed: " + known.reason());
        }
        Instant start = Instant.parse(job.getStatus().getStartTime());
        long now = System.nanoTime();
        long proven = Math.min(now, known.proven());
        long wanted = terms.deadline(start, clock.now().minusNanos(now - proven), deadline);
        return write(wanted, () -> {
            deadline = wanted;
            renewed = proven;
            hindrance = "";
        });
    }

    /**
     * Gives it a last deadline, counted from now.
     *
     * @throws SandboxException if it has ended meanwhile
     */
    void prolong(Duration time) {
        Instant start = Instant.parse(job.getStatus().getStartTime());
        long wanted = new LeaseTerms(time, false).deadline(start, clock.now(), deadline);
        Job answer = RetryPolicy.whole("PATCH jobs", () -> client.resource(job).patch(MERGE, patch(wanted)));
        AnchorJob.ended(answer).ifPresent(reason -> {
            throw new SandboxException("Anchor [%s] holds nothing any more: %s".formatted(name(), reason));
        });
        deadline = wanted;
    }

    private String patch(long wanted) {
        return "{\"metadata\":{\"uid\":\"%s\"},\"spec\":{\"activeDeadlineSeconds\":%d}}"
                .formatted(job.getMetadata().getUid(), wanted);
    }

    /**
     * Asks the server whether the anchor holds, and changes nothing.
     *
     * @return why it is lost, or empty if it holds or that could not be found out
     */
    Optional<String> look() {
        return write(deadline, () -> {});
    }

    private Optional<String> write(long wanted, Runnable held) {
        try {
            // Once: the next heartbeat comes soon enough, and attempts would hide that the lease is over meanwhile.
            // And one that hangs must leave time for another within the lease.
            Job answer = RetryPolicy.limited(
                    client,
                    0,
                    terms.length().dividedBy(2),
                    once -> once.resource(job).patch(MERGE, patch(wanted)));
            Optional<String> ended = AnchorJob.ended(answer);
            if (ended.isEmpty()) {
                held.run();
            }
            return ended.map(this::because);
        } catch (RuntimeException e) {
            // The clock must go on whatever one answer was.
            return failed(e);
        }
    }

    /** An anchor that was not renewed ends, and what kept it from being renewed is what there is to be told. */
    private String because(String ended) {
        return hindrance.isEmpty() ? ended : unrenewed();
    }

    /** Returns why the anchor is lost if a renewal found no answer for a heartbeat, or empty if it may still hold. */
    Optional<String> unanswered(Throwable failure) {
        return failed(new KubernetesClientException("no answer " + Deadline.within(terms.heartbeat()), failure));
    }

    /** A server that is gone for a moment is no loss; one that knows no such anchor, or a lease gone by, is. */
    private Optional<String> failed(RuntimeException e) {
        if (e instanceof KubernetesClientException answer && (answer.getCode() == 404 || answer.getCode() == 422)) {
            return Optional.of(because("it is gone"));
        }
        return withheld(ErrorMessage.of(e));
    }

    private Optional<String> withheld(String reason) {
        hindrance = reason;
        LOG.warn(
                "Anchor [{}] could not be renewed for {} s: {}",
                name(),
                silence().toSeconds(),
                reason);
        return overdue();
    }

    private Duration silence() {
        return Duration.ofNanos(System.nanoTime() - renewed);
    }

    /** Returns why it must be taken for lost if it was not renewed for as long as the lease, whatever the reason. */
    Optional<String> overdue() {
        Duration silence = silence();
        return silence.compareTo(terms.length()) > 0 ? Optional.of(unrenewed()) : Optional.empty();
    }

    private String unrenewed() {
        return "it could not be renewed for [%d s]%s"
                .formatted(silence().toSeconds(), hindrance.isEmpty() ? "" : ": " + hindrance);
    }

    String namespace() {
        return job.getMetadata().getNamespace();
    }

    String name() {
        return "Job %s/%s"
                .formatted(job.getMetadata().getNamespace(), job.getMetadata().getName());
    }

    /** Removes the anchor and, by the garbage collector, whatever it still owns. */
    void remove() {
        delete(client, job);
    }

    private static void delete(KubernetesClient client, Job job) {
        RetryPolicy.whole(
                "DELETE jobs",
                () -> client.resource(job)
                        .withPropagationPolicy(DeletionPropagation.BACKGROUND)
                        .withGracePeriod(0)
                        .delete());
    }
}
