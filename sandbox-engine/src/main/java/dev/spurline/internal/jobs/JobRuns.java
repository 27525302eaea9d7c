// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.jobs;

import dev.spurline.EvidenceReport.ForkEvidence;
import dev.spurline.JobResult;
import dev.spurline.LiveFork;
import dev.spurline.SandboxException;
import dev.spurline.Workload;
import dev.spurline.cluster.internal.text.NearestName;
import dev.spurline.internal.anchor.EngineLife;
import dev.spurline.internal.diagnosis.PodDiagnosis;
import dev.spurline.internal.evidence.TestCounts;
import dev.spurline.internal.plan.PlanStep;
import dev.spurline.internal.plan.PlannedJob;
import dev.spurline.internal.plan.SandboxPlan;
import dev.spurline.internal.routing.TestMember;
import dev.spurline.internal.secrets.SecretRedactor;
import dev.spurline.internal.watch.ClusterAccess;
import dev.spurline.internal.watch.NamespaceView;
import dev.spurline.internal.work.Deadline;
import dev.spurline.internal.work.EngineThreads;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The CronJobs' forks of one sandbox, each run whenever somebody asks. */
public final class JobRuns {

    private static final Logger LOG = LoggerFactory.getLogger(JobRuns.class);

    private final ClusterAccess cluster;
    private final EngineLife engine;
    private final SandboxPlan plan;
    private final Function<PlanStep, HasMetadata> writer;
    private final PodDiagnosis diagnosis;
    private final Map<PlannedJob, AtomicInteger> begun = new ConcurrentHashMap<>();
    private final Map<PlannedJob, TestCounts> over = new ConcurrentHashMap<>();
    private final Map<PlannedJob, JobResult> last = new ConcurrentHashMap<>();

    /**
     * Prepares to run the CronJobs' forks of a sandbox.
     *
     * @param cluster where
     * @param engine whose sandbox it is
     * @param plan the sandbox
     * @param writer creates the Job of a run, owned by the sandbox
     */
    public JobRuns(ClusterAccess cluster, EngineLife engine, SandboxPlan plan, Function<PlanStep, HasMetadata> writer) {
        this.cluster = cluster;
        this.engine = engine;
        this.plan = plan;
        this.writer = writer;
        this.diagnosis = new PodDiagnosis(cluster.client(), cluster.permit());
    }

    /**
     * Runs a fork once and waits for its end.
     *
     * @param workload as the test names it
     * @param limit how long
     * @param test the number of the test that asks, if that is known
     * @param refuse throws if the sandbox has ended
     */
    public JobResult run(String workload, Duration limit, OptionalInt test, Runnable refuse) {
        PlannedJob fork = find(workload);
        Deadline deadline = engine.deadline(limit);
        AtomicBoolean abandoned = new AtomicBoolean();
        // Not in this thread: a test's timeout may interrupt it, and then the Job could not be removed.
        CompletableFuture<JobResult> running = cluster.workers()
                .start(() -> run(fork, deadline, test, () -> {
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
        return new SecretRedactor(plan.mask()).during(() -> EngineThreads.join(running));
    }

    /** One of the sandbox's own namespace goes before its namesakes elsewhere, which have the namespace before theirs. */
    private PlannedJob find(String text) {
        int slash = text.indexOf('/');
        boolean placed = slash != text.lastIndexOf('/');
        Workload asked = Workload.parse(placed ? text.substring(slash + 1) : text);
        List<PlannedJob> named = plan.jobs().stream()
                .filter(fork -> fork.workload().equals(asked))
                .filter(fork -> !placed || fork.namespace().equals(text.substring(0, slash)))
                .toList();
        List<PlannedJob> home = named.stream()
                .filter(fork -> fork.namespace().equals(plan.namespace()))
                .toList();
        List<PlannedJob> meant = home.isEmpty() ? named : home;
        if (meant.size() > 1) {
            throw new SandboxException("Sandbox [%s] forks [%s] in several namespaces: say which of %s"
                    .formatted(
                            plan.key(), asked, meant.stream().map(this::title).toList()));
        }
        return meant.stream().findFirst().orElseThrow(() -> unknown(placed ? text : asked.toString(), asked));
    }

    private String title(PlannedJob fork) {
        return fork.namespace().equals(plan.namespace())
                ? fork.workload().toString()
                : fork.namespace() + "/" + fork.workload();
    }

    private SandboxException unknown(String text, Workload asked) {
        List<String> names = plan.jobs().stream().map(this::title).toList();
        String hint = NearestName.to(text, names)
                .map("did you mean [%s]?"::formatted)
                .orElse(
                        names.isEmpty()
                                ? "it forks no CronJob at all; name it in the sandbox, as @Fork(\"cronjob/%s\")"
                                        .formatted(asked.name())
                                : "it can run [%s]".formatted(String.join(", ", names)));
        return new SandboxException(
                "Sandbox [%s] cannot run [%s], because it does not fork it: %s".formatted(plan.key(), text, hint));
    }

    private JobResult run(PlannedJob fork, Deadline deadline, OptionalInt test, Runnable refuse) {
        NamespaceView view = cluster.views().of(fork.namespace());
        view.jobs().awaitOpened(deadline);
        JobRunWatch watch = new JobRunWatch(cluster.client(), view, diagnosis, plan.mask(), fork);
        int number = begun(fork).incrementAndGet();
        Job made = (Job) writer.apply(fork.run(number, member(test)));
        try {
            return over(fork, test, watch.await(made, deadline, refuse));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted(fork);
        } catch (RuntimeException e) {
            remove(made, e);
            throw e;
        }
    }

    private Optional<TestMember> member(OptionalInt test) {
        return test.isPresent() ? Optional.of(new TestMember(engine.id(), test.getAsInt())) : Optional.empty();
    }

    private JobResult over(PlannedJob fork, OptionalInt test, JobResult result) {
        if (!result.pod().isEmpty()) {
            over(fork).count(test);
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
            cluster.client()
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

    private AtomicInteger begun(PlannedJob fork) {
        return begun.computeIfAbsent(fork, first -> new AtomicInteger());
    }

    private TestCounts over(PlannedJob fork) {
        return over.computeIfAbsent(fork, first -> new TestCounts());
    }

    /** Returns what stands for a fork among those that run all the time. */
    public static LiveFork live(PlannedJob fork) {
        return new LiveFork(fork.workload(), fork.name(), "", fork.image(), "", Duration.ZERO);
    }

    /** Returns how often a fork was run, and by which tests. */
    public ForkEvidence evidence(PlannedJob fork) {
        Map<Integer, Long> tests = Map.copyOf(over(fork).byTest());
        return new ForkEvidence(live(fork), over(fork).sum(), OptionalLong.of(0), "", tests);
    }

    /** Returns what has become of a fork, for people. */
    public String describe(PlannedJob fork) {
        return "run [%d] times%s"
                .formatted(
                        begun(fork).get(),
                        Optional.ofNullable(last.get(fork))
                                .map(result -> ", last as Job [%s]: %s".formatted(result.name(), result.reason()))
                                .orElse(""));
    }

    /** Returns the result of a fork's last run, if it had one. */
    public Optional<JobResult> last(PlannedJob fork) {
        return Optional.ofNullable(last.get(fork));
    }
}
