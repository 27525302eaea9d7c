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
package dev.spurline.internal.engine;

import dev.spurline.EvidenceReport.ForkEvidence;
import dev.spurline.JobResult;
import dev.spurline.LiveFork;
import dev.spurline.SandboxException;
import dev.spurline.Workload;
import dev.spurline.internal.plan.PlannedJob;
import dev.spurline.internal.plan.SandboxPlan;
import dev.spurline.internal.ready.Autopsy;
import dev.spurline.internal.ready.RunWatch;
import dev.spurline.internal.text.Nearest;
import dev.spurline.internal.watch.NamespaceView;
import dev.spurline.internal.work.Confidence;
import dev.spurline.internal.work.Deadline;
import dev.spurline.internal.work.Workers;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The CronJobs' forks of one sandbox, each run whenever somebody asks. */
final class Runs {

    private static final Logger LOG = LoggerFactory.getLogger(Runs.class);

    private final Rooms rooms;
    private final SandboxPlan plan;
    private final Ownership ownership;
    private final Map<PlannedJob, AtomicInteger> begun = new ConcurrentHashMap<>();
    private final Map<PlannedJob, AtomicInteger> over = new ConcurrentHashMap<>();
    private final Map<PlannedJob, JobResult> last = new ConcurrentHashMap<>();

    Runs(Rooms rooms, SandboxPlan plan, Ownership ownership) {
        this.rooms = rooms;
        this.plan = plan;
        this.ownership = ownership;
    }

    /**
     * Runs a fork once and waits for its end.
     *
     * @param limit how long
     * @param refuse throws if the sandbox has ended
     */
    JobResult run(String workload, Duration limit, Runnable refuse) {
        PlannedJob fork = find(Workload.parse(workload));
        Deadline deadline = rooms.terms().debugged() ? Deadline.never() : Deadline.in(limit);
        AtomicBoolean abandoned = new AtomicBoolean();
        // Not in this thread: a test's timeout may interrupt it, and then the Job could not be removed.
        CompletableFuture<JobResult> running = rooms.workers()
                .start(() -> run(fork, deadline, () -> {
                    refuse.run();
                    if (abandoned.get()) {
                        throw interrupted(fork);
                    }
                }));
        try {
            var unused = running.handle((result, failure) -> true).get();
        } catch (InterruptedException e) {
            abandoned.set(true);
            Thread.currentThread().interrupt();
            throw interrupted(fork);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
        return Workers.join(running);
    }

    private PlannedJob find(Workload asked) {
        return plan.jobs().stream()
                .filter(fork -> asked.runsOnRequest() && fork.workload().name().equals(asked.name()))
                .findFirst()
                .orElseThrow(() -> unknown(asked));
    }

    private SandboxException unknown(Workload asked) {
        List<String> names =
                plan.jobs().stream().map(fork -> fork.workload().toString()).toList();
        String hint = Nearest.to(asked.toString(), names)
                .map("did you mean [%s]?"::formatted)
                .orElse(
                        names.isEmpty()
                                ? "it forks no CronJob at all; name it in the sandbox, as @Fork(\"cronjob/%s\")"
                                        .formatted(asked.name())
                                : "it can run [%s]".formatted(String.join(", ", names)));
        return new SandboxException(
                "Sandbox [%s] cannot run [%s], because it does not fork it: %s".formatted(plan.key(), asked, hint));
    }

    private JobResult run(PlannedJob fork, Deadline deadline, Runnable refuse) {
        NamespaceView view = rooms.views().of(fork.namespace());
        Workers.join(view.jobs().opened());
        RunWatch watch = new RunWatch(rooms.connection().client(), view, autopsy(), plan.mask(), fork);
        int number = count(begun, fork).incrementAndGet();
        Job made = (Job) rooms.writes()
                .perform(List.of(fork.run(number, plan.key())), ownership.records())
                .get(0);
        try {
            return over(fork, watch.await(made, deadline, refuse));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted(fork);
        } catch (RuntimeException e) {
            remove(made, e);
            throw new Confidence(plan.mask()).clean(e);
        }
    }

    private JobResult over(PlannedJob fork, JobResult result) {
        if (!result.pod().isEmpty()) {
            count(over, fork).incrementAndGet();
        }
        last.put(fork, result);
        LOG.info(
                "Sandbox {} has run {} as {} in {} ms: {}",
                plan.key(),
                fork.workload(),
                result.name(),
                result.took().toMillis(),
                result.reason());
        return result;
    }

    private void remove(Job made, RuntimeException failure) {
        try {
            rooms.connection()
                    .client()
                    .resource(made)
                    .withPropagationPolicy(DeletionPropagation.BACKGROUND)
                    .delete();
        } catch (RuntimeException e) {
            // It goes with the sandbox.
            failure.addSuppressed(e);
        }
    }

    private SandboxException interrupted(PlannedJob fork) {
        return new SandboxException("Waiting for the run of fork [%s] of sandbox [%s] was interrupted; it is removed"
                .formatted(fork.workload(), plan.key()));
    }

    private static AtomicInteger count(Map<PlannedJob, AtomicInteger> counts, PlannedJob fork) {
        return counts.computeIfAbsent(fork, first -> new AtomicInteger());
    }

    /** Returns what stands for a fork among those that run all the time. */
    static LiveFork live(PlannedJob fork) {
        return new LiveFork(fork.workload(), fork.name(), "", fork.image(), "", Duration.ZERO);
    }

    /** Returns how often a fork was run. */
    ForkEvidence evidence(PlannedJob fork) {
        return new ForkEvidence(live(fork), count(over, fork).get(), OptionalLong.of(0), "", Map.of());
    }

    /** Returns what has become of a fork, for people. */
    String describe(PlannedJob fork) {
        return "run [%d] times%s"
                .formatted(
                        count(begun, fork).get(),
                        Optional.ofNullable(last.get(fork))
                                .map(result -> ", last as Job [%s]: %s".formatted(result.name(), result.reason()))
                                .orElse(""));
    }

    /** Returns the result of a fork's last run, if it had one. */
    Optional<JobResult> last(PlannedJob fork) {
        return Optional.ofNullable(last.get(fork));
    }

    private Autopsy autopsy() {
        return new Autopsy(rooms.connection().client(), rooms.permissions());
    }
}
