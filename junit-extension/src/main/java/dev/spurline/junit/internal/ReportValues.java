// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import dev.spurline.Comparison;
import dev.spurline.EvidenceReport.ForkEvidence;
import dev.spurline.LiveFork;
import dev.spurline.framework.SandboxDescription;
import dev.spurline.framework.SandboxDescription.Fork;
import dev.spurline.junit.internal.TestLedger.Told;
import dev.spurline.report.LineDifference;
import dev.spurline.report.ReportedComparison;
import dev.spurline.report.ReportedDifference;
import dev.spurline.report.ReportedEvidence;
import dev.spurline.report.ReportedFailure;
import dev.spurline.report.ReportedFork;
import dev.spurline.report.ReportedStep;
import dev.spurline.report.ReportedTest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Turns what engine and extension know into what a report tells. */
final class ReportValues {

    private static final int MOST_DIFFERENCES = 50;

    private static final int LONGEST_VALUE = 500;

    private ReportValues() {}

    static List<ReportedStep> steps(SandboxDescription description, Instant began) {
        return description.steps().stream()
                .map(step -> new ReportedStep(
                        step.name(),
                        began.plus(step.began()).toEpochMilli(),
                        step.took().toMillis()))
                .toList();
    }

    /** Both lists have the order of the spec, and behind that the forks of others. */
    static List<ReportedFork> forks(List<LiveFork> live, SandboxDescription description) {
        List<ReportedFork> forks = new ArrayList<>();
        for (int i = 0; i < live.size() && i < description.forks().size(); i++) {
            forks.add(fork(live.get(i), description.forks().get(i)));
        }
        return forks;
    }

    private static ReportedFork fork(LiveFork live, Fork planned) {
        return new ReportedFork(
                live.workload().toString(),
                planned.owner(),
                live.name(),
                live.pod(),
                live.image(),
                live.imageId(),
                live.readyAfter().toMillis(),
                planned.services(),
                planned.changes(),
                LineDifference.between(planned.baselineYaml(), planned.forkYaml()));
    }

    static ReportedEvidence evidence(ForkEvidence fork, ClassEvidence proved) {
        Long served = fork.unknown()
                ? null
                : Long.valueOf(fork.direct() + fork.routed().orElse(0));
        Long ambiguous = proved.ambiguous(fork).isPresent()
                ? Long.valueOf(proved.ambiguous(fork).getAsLong())
                : null;
        return new ReportedEvidence(fork.fork().workload().toString(), served, ambiguous, fork.reason(), fork.hints());
    }

    /**
     * Returns the tests of a ledger.
     *
     * @param proved what is known of the forks, if somebody asked
     * @param clean takes secrets out of texts
     */
    static List<ReportedTest> tests(TestLedger ledger, Optional<ClassEvidence> proved, UnaryOperator<String> clean) {
        return ledger.told().stream()
                .map(test -> new ReportedTest(
                        clean.apply(test.name()),
                        test.outcome().name(),
                        test.began().toEpochMilli(),
                        test.took().toMillis(),
                        test.sent(),
                        proved.map(evidence -> served(test, evidence, ledger)).orElse(Map.of()),
                        test.comparisons(),
                        failure(test.failure(), clean)))
                .toList();
    }

    /**
     * Returns what is told of a comparison: enough to see what happened, where answers are long or have little in common.
     *
     * @param clean takes secrets out of texts
     */
    static ReportedComparison comparison(Comparison comparison, UnaryOperator<String> clean) {
        return new ReportedComparison(
                clean.apply(comparison.request().toString()),
                comparison.differences().stream()
                        .limit(MOST_DIFFERENCES)
                        .map(found -> new ReportedDifference(found.place(), cut(found.baseline()), cut(found.fork())))
                        .toList(),
                comparison.differences().size(),
                comparison.varying().stream().limit(MOST_DIFFERENCES).toList(),
                comparison.baseline().took().toMillis(),
                comparison.baselineAgain().took().toMillis(),
                comparison.fork().took().toMillis());
    }

    private static String cut(String value) {
        return value.length() > LONGEST_VALUE ? value.substring(0, LONGEST_VALUE) + "…" : value;
    }

    private static Map<String, Long> served(Told test, ClassEvidence proved, TestLedger ledger) {
        Map<String, Long> served = new HashMap<>();
        boolean alone = ledger.isOnlySender(test);
        for (ForkEvidence fork : proved.report().forks()) {
            long its = alone ? fork.direct() + fork.routed().orElse(0) : fork.of(test.number());
            if (its > 0) {
                served.put(fork.fork().workload().toString(), its);
            }
        }
        return served;
    }

    static @Nullable ReportedFailure failure(Optional<TestFailure> failure, UnaryOperator<String> clean) {
        return failure.map(known -> new ReportedFailure(
                        clean.apply(known.message()), clean.apply(known.diagnosis()), known.files()))
                .orElse(null);
    }
}
