// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.diagnosis;

import dev.spurline.Diagnosis;
import dev.spurline.JobResult;
import dev.spurline.LiveFork;
import dev.spurline.internal.plan.PlannedCopy;
import dev.spurline.internal.plan.PlannedFork;
import dev.spurline.internal.plan.PlannedJob;
import dev.spurline.internal.plan.SandboxPlan;
import dev.spurline.internal.work.ErrorMessage;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Tells a person how a sandbox and its forks are. */
public final class SandboxDiagnosis {

    /** Of an explanation in the summary: the winner, and what was passed over at first. */
    private static final int MOST_LINES = 6;

    private final SandboxPlan plan;
    private final PodDiagnosis pods;
    private final KeyedRequests requests;
    private final StringBuilder summary;
    private final Map<String, String> files = new LinkedHashMap<>();

    /**
     * Begins with the sandbox as a whole.
     *
     * @param plan the sandbox
     * @param liveness what is known of its routes, as a part of a sentence
     * @param routes its routes as they are there
     * @param pods reads events and logs
     * @param requests tells where requests with the key go
     */
    public SandboxDiagnosis(
            SandboxPlan plan, String liveness, RouteSnapshot routes, PodDiagnosis pods, KeyedRequests requests) {
        this.plan = plan;
        this.pods = pods;
        this.requests = requests;
        this.summary =
                new StringBuilder("Sandbox %s in namespace %s, %s".formatted(plan.key(), plan.namespace(), liveness));
        files.put("plan.yaml", plan.yaml());
        files.put("plan.txt", plan.prose());
        files.put("routes.yaml", routes.yaml());
    }

    /**
     * A fork that runs all the time.
     *
     * @param fork as it was planned
     * @param pod as it was when the sandbox was handed over
     * @param state what has become of it, for people
     */
    public record ForkFinding(PlannedFork fork, LiveFork pod, String state) {}

    /**
     * The fork of a CronJob.
     *
     * @param fork as it was planned
     * @param last the result of its last run, if it had one
     * @param state what has become of it, for people
     */
    public record JobFinding(PlannedJob fork, Optional<JobResult> last, String state) {}

    /**
     * Examines the forks.
     *
     * @param forks those that run all the time
     * @param jobs those of CronJobs
     * @param window how far back logs are read; empty for their last lines only
     */
    public Diagnosis of(Collection<ForkFinding> forks, Collection<JobFinding> jobs, Optional<Duration> window) {
        forks.forEach(finding -> examine(finding, window));
        jobs.forEach(this::examine);
        explain();
        return new Diagnosis(plan.mask().clean(summary.toString()), files);
    }

    private void examine(ForkFinding finding, Optional<Duration> window) {
        PlannedFork fork = finding.fork();
        LiveFork pod = finding.pod();
        summary.append("%n  fork %s, pod %s, image %s: %s"
                .formatted(fork.workload(), pod.pod(), pod.image(), finding.state()));
        pods.containers(fork.namespace(), pod.pod())
                .forEach(container -> summary.append("%n    %s".formatted(container)));
        List<String> log = window.map(time -> pods.log(fork.namespace(), pod.pod(), fork.container(), time))
                .orElseGet(() -> pods.log(fork.namespace(), pod.pod(), fork.container(), false));
        attach(fork, log, pod.pod());
    }

    private void examine(JobFinding finding) {
        PlannedJob fork = finding.fork();
        summary.append("%n  fork %s: %s".formatted(fork.workload(), finding.state()));
        finding.last().ifPresent(result -> attach(fork, result.log().lines().toList(), result.pod()));
    }

    /** What reaches its fork is told in the file alone. */
    private void explain() {
        try {
            List<KeyedRequests.Finding> findings = requests.explain();
            findings.stream()
                    .filter(finding -> !finding.reachesFork())
                    .forEach(finding -> finding.explanation()
                            .toString()
                            .lines()
                            .limit(MOST_LINES)
                            .forEach(line -> summary.append("%n  %s".formatted(line))));
            files.put(
                    "routes.txt",
                    lines(findings.stream()
                            .flatMap(finding -> finding.explanation().toString().lines())
                            .toList()));
        } catch (RuntimeException e) {
            summary.append("%n  where requests with the key go could not be told: %s".formatted(ErrorMessage.of(e)));
        }
    }

    private void attach(PlannedCopy fork, List<String> log, String pod) {
        String name = file(fork);
        files.put(name + ".log", lines(log));
        files.put(name + ".events", lines(pods.events(fork.namespace(), pod)));
    }

    /** Forks may be namesakes, of other kinds or in other namespaces. */
    private String file(PlannedCopy fork) {
        String workload = fork.workload().name();
        String name = fork.namespace().equals(plan.namespace()) ? workload : fork.namespace() + "-" + workload;
        return files.containsKey(name + ".log") ? name + "-" + fork.workload().kind() : name;
    }

    private String lines(List<String> lines) {
        return plan.mask().log(lines).stream().collect(Collectors.joining("\n", "", "\n"));
    }
}
