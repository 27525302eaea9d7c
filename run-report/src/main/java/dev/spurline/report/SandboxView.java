// SPDX-License-Identifier: Apache-2.0
package dev.spurline.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A sandbox as the page shows it.
 *
 * @param anchor where it is on the page
 * @param sandbox what is told
 * @param topology where requests go
 * @param time its own axis of time
 * @param row its bars
 */
public record SandboxView(
        String anchor, ReportedSandbox sandbox, TopologyLayout topology, TimelineLayout time, TimelineLayout.Row row) {

    static SandboxView of(ReportedSandbox sandbox, int number) {
        String anchor = "sandbox-" + number;
        TimelineLayout time = TimelineLayout.of(List.of(sandbox).stream());
        return new SandboxView(anchor, sandbox, new TopologyLayout(sandbox), time, time.row(sandbox, anchor));
    }

    /** Returns for whom it was opened, without packages. */
    public String name() {
        return ReportText.simple(sandbox.owner());
    }

    /** Returns {@code passed} or {@code failed}. */
    public String verdict() {
        return failures().isEmpty() ? "passed" : "failed";
    }

    /**
     * What failed in it.
     *
     * @param what the test, the class or the opening
     * @param failure why
     */
    public record Failure(String what, ReportedFailure failure) {}

    /** Returns all that failed in it. */
    public List<Failure> failures() {
        List<Failure> failures = new ArrayList<>();
        ReportedFailure opening = sandbox.failure();
        if (opening != null) {
            failures.add(new Failure("Sandbox of " + sandbox.owner(), opening));
        }
        for (ReportedClass owner : sandbox.classes()) {
            for (ReportedTest test : owner.tests()) {
                ReportedFailure failure = test.failure();
                if (failure != null) {
                    failures.add(new Failure(ReportText.simple(owner.name()) + ": " + test.name(), failure));
                }
            }
            ReportedFailure failure = owner.failure();
            if (failure != null) {
                failures.add(new Failure(owner.name(), failure));
            }
        }
        return failures;
    }

    /** Returns the steps of opening and closing with their lengths. */
    public List<String> steps() {
        return row.bars().stream()
                .filter(bar -> bar.kind().startsWith("step-"))
                .map(TimelineLayout.Bar::text)
                .toList();
    }

    /** Returns what forks served a test, for people. */
    public String served(ReportedTest test) {
        if (test.served().isEmpty()) {
            return test.sent() == 0 ? "none" : "not told apart";
        }
        return test.served().entrySet().stream().map(SandboxView::served).collect(Collectors.joining(", "));
    }

    private static String served(Map.Entry<String, Long> fork) {
        return fork.getKey() + " " + fork.getValue();
    }

    /** Returns what a fork served a class, for people. */
    public String served(ReportedEvidence evidence) {
        Long served = evidence.served();
        Long ambiguous = evidence.ambiguous();
        if (ambiguous != null) {
            return "%d of this class or of others".formatted(ambiguous);
        }
        return served == null ? "not known: " + evidence.reason() : ReportText.count(served, "request");
    }

    /** Returns a class without its package. */
    public String simple(ReportedClass owner) {
        return ReportText.simple(owner.name());
    }

    /** Returns what the tests of a class sent, for people. */
    public String sent(ReportedClass owner) {
        return ReportText.count(owner.sent(), "request") + " with the key sent";
    }

    /** Returns the differences of a comparison as lines of a {@link LineDifference}. */
    public List<String> lines(ReportedComparison comparison) {
        return comparison.lines();
    }

    /** Returns how a test ended, for people. */
    public String outcome(ReportedTest test) {
        return test.outcome().toLowerCase(Locale.ROOT);
    }

    /** Returns what stays of it in the cluster; an empty list if nothing does. */
    public List<ReportedKept> kept() {
        return Stream.ofNullable(sandbox.kept()).toList();
    }

    /** Returns when the cluster removes what stays, for people. */
    public String until(ReportedKept kept) {
        return ReportText.moment(kept.until());
    }

    /** Returns how long something took, for people. */
    public String duration(long millis) {
        return ReportText.duration(millis);
    }
}
