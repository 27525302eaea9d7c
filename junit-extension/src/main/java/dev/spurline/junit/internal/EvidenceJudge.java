// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import dev.spurline.EvidenceReport;
import dev.spurline.EvidenceReport.ForkEvidence;
import dev.spurline.SandboxException;
import dev.spurline.Settings;
import dev.spurline.cluster.internal.failure.FailureText;
import dev.spurline.junit.Evidence;
import dev.spurline.junit.internal.TestLedger.Summary;
import dev.spurline.settings.Setting;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.opentest4j.AssertionFailedError;

/** Decides whether tests prove anything about their forks. The rule is in docs/decisions/0007-evidence.md. */
final class EvidenceJudge {

    private final String owner;
    private final String mode;
    private final ProgressReporter announcer;

    EvidenceJudge(String owner, Evidence declared, Settings settings, ProgressReporter announcer) {
        this.owner = owner;
        this.mode = Setting.EVIDENCE.find(settings).orElse(declared.name().toLowerCase(Locale.ROOT));
        this.announcer = announcer;
    }

    /** Returns whether evidence is not to be read at all. */
    boolean isOff() {
        return mode.equals("off");
    }

    /**
     * Judges a single test that asks for it.
     *
     * @param sent how many requests with the key it sent
     * @param evidence reads the evidence; not asked where nothing is to be judged
     * @param others asks whether others reach a fork, too; only where that makes a difference
     * @return the failure, if there is one
     */
    Optional<AssertionFailedError> judge(
            ReachCheck check, long sent, Supplier<EvidenceReport> evidence, Predicate<ForkEvidence> others) {
        if (isOff()) {
            return Optional.empty();
        }
        EvidenceReport now;
        List<ForkEvidence> ofOthers;
        try {
            now = evidence.get();
            // Asked after the reading: who comes later has no part in it.
            ofOthers = check.undecided(now).stream().filter(others).toList();
        } catch (SandboxException e) {
            return failure(
                    "The sandbox of test [%s] did not live until it was over, so it proves nothing about its forks: %s"
                            .formatted(check.test(), FailureText.of(e)));
        } catch (RuntimeException e) {
            announcer.warn("Whether requests of [%s] reached its forks is unknown: %s".formatted(owner, e));
            return Optional.empty();
        }
        List<ForkEvidence> unreached = check.unreached(now);
        // What others sent into its pod is known of a fork without metrics, but nothing of this test.
        unreached.stream()
                .filter(fork -> fork.routed().isEmpty())
                .map(check::unknown)
                .forEach(announcer::warn);
        Stream<String> missing =
                unreached.stream().filter(fork -> fork.routed().isPresent()).map(fork -> check.missing(fork, sent));
        return failure(Stream.concat(missing, ofOthers.stream().map(check::ofOthers))
                .collect(Collectors.joining(System.lineSeparator())));
    }

    /**
     * Judges.
     *
     * @param complete whether all test methods that share the sandbox were selected
     * @param evidence reads the evidence; not asked where nothing is to be judged
     * @return the failure, if there is one
     */
    Optional<AssertionFailedError> judge(Summary summary, boolean complete, Supplier<ClassEvidence> evidence) {
        boolean judged = isToBeJudged(summary, complete);
        if (isOff() || (summary.passed() + summary.failed() == 0)) {
            return Optional.empty();
        }
        try {
            ClassEvidence proved = evidence.get();
            tell(proved, summary, complete);
            return judged ? judge(proved, summary) : Optional.empty();
        } catch (SandboxException e) {
            // It was lost on the way: what passed may have met the baseline alone.
            String lost =
                    "The sandbox of [%s] did not live until its tests were over, so they prove nothing about its forks: %s"
                            .formatted(owner, FailureText.of(e));
            return judged ? failure(lost) : told(lost);
        } catch (RuntimeException e) {
            return told("Whether requests of [%s] reached its forks is unknown: %s".formatted(owner, e));
        }
    }

    private Optional<AssertionFailedError> told(String line) {
        announcer.warn(line);
        return Optional.empty();
    }

    /** A class that is red already gets no second failure, unless what passed claims to have used the fork. */
    static boolean isToBeJudged(Summary summary, boolean complete) {
        return complete && summary.passed() > 0 && (summary.sentByPassed() > 0 || summary.failed() == 0);
    }

    private Optional<AssertionFailedError> judge(ClassEvidence proved, Summary summary) {
        return failure(proved.report().forks().stream()
                .filter(fork -> !fork.reached() && !fork.unknown())
                .map(fork ->
                        proved.ambiguous(fork).isPresent() ? ambiguous(fork, proved, summary) : message(fork, summary))
                .collect(Collectors.joining(System.lineSeparator())));
    }

    /** Tells in one line what was sent and what each fork served, also where nothing is judged. */
    private void tell(ClassEvidence proved, Summary summary, boolean complete) {
        EvidenceReport report = proved.report();
        String line = "[%s] sent [%d] requests with the key; %s"
                .formatted(
                        owner,
                        summary.sent(),
                        report.forks().stream()
                                .map(fork -> served(fork, proved))
                                .collect(Collectors.joining("; ")));
        if (report.forks().stream().allMatch(ForkEvidence::reached)) {
            announcer.info(line);
        } else {
            announcer.warn(
                    complete ? line : line + ". Not all tests that share the sandbox ran, so this fails nothing");
        }
    }

    private static String served(ForkEvidence fork, ClassEvidence proved) {
        OptionalLong ambiguous = proved.ambiguous(fork);
        if (ambiguous.isPresent()) {
            return "fork [%s] served [%d] of these or of %s"
                    .formatted(fork.fork().workload(), ambiguous.getAsLong(), proved.others(fork));
        }
        if (fork.fork().workload().runsOnRequest()) {
            return "fork [%s] was run [%d] times".formatted(fork.fork().workload(), fork.direct());
        }
        return fork.unknown()
                ? "how many of them fork [%s] served is unknown: %s"
                        .formatted(fork.fork().workload(), fork.reason())
                : "fork [%s] served [%d]"
                        .formatted(
                                fork.fork().workload(),
                                fork.direct() + fork.routed().orElse(0));
    }

    private Optional<AssertionFailedError> failure(String message) {
        if (message.isEmpty()) {
            return Optional.empty();
        }
        if (mode.equals("warn")) {
            announcer.warn(message);
            return Optional.empty();
        }
        return Optional.of(new UnreachedForkError(message));
    }

    private String message(ForkEvidence fork, Summary summary) {
        if (fork.fork().workload().runsOnRequest()) {
            return "Fork [%s] of [%s] was never run, so its tests prove nothing about it: tests passed [%d]. %s; if it is meant so, set evidence = Evidence.WARN"
                    .formatted(fork.fork().workload(), owner, summary.passed(), cure(fork, summary.sent()));
        }
        return ("No request of [%s] reached fork [%s], so its tests prove nothing about it:"
                        + " tests passed [%d], requests sent with the key [%d]%s, served by the fork [0]. %s")
                .formatted(
                        owner,
                        fork.fork().workload(),
                        summary.passed(),
                        summary.sent(),
                        notCounted(summary),
                        cure(fork, summary.sent()) + "; if it is meant so, set evidence = Evidence.WARN");
    }

    private String ambiguous(ForkEvidence fork, ClassEvidence proved, Summary summary) {
        if (proved.owner(fork).isPresent()) {
            return ("Whether a request of [%s] reached fork [%s] of %s is not known, so its tests prove nothing about it:"
                            + " tests passed [%d], requests sent with the key [%d]%s, and the fork served [%d] of these or of those"
                            + " of its own sandbox. Give the metrics of the fork's proxy a label that holds the header [baggage];"
                            + " if it is meant so, set evidence = Evidence.WARN")
                    .formatted(
                            owner,
                            fork.fork().workload(),
                            proved.owner(fork).get(),
                            summary.passed(),
                            summary.sent(),
                            notCounted(summary),
                            proved.ambiguous(fork).orElse(0));
        }
        return ("Whether a request of [%s] reached fork [%s] is not known, so its tests prove nothing about it:"
                        + " tests passed [%d], requests sent with the key [%d]%s, and the fork served [%d] of these or of %s,"
                        + " which had the sandbox at the same time. Give the metrics of the fork's proxy a label that holds the"
                        + " header [baggage], run these classes one after the other, or set scope = Scope.CLASS;"
                        + " if it is meant so, set evidence = Evidence.WARN")
                .formatted(
                        owner,
                        fork.fork().workload(),
                        summary.passed(),
                        summary.sent(),
                        notCounted(summary),
                        proved.ambiguous(fork).orElse(0),
                        proved.others(fork));
    }

    private static String notCounted(Summary summary) {
        return summary.notCounted().isEmpty() ? "" : " (those of %s are not counted)".formatted(summary.notCounted());
    }

    /** Says what to look at first. */
    static String cure(ForkEvidence fork, long sent) {
        if (fork.fork().workload().runsOnRequest()) {
            return "Run it with LiveSandbox.run(\"%s\")".formatted(fork.fork().workload());
        }
        if (sent == 0) {
            return "Send requests through a client that @Routed injects, or with LiveSandbox.headers()";
        }
        String check =
                "Check that every service on the way forwards the header [baggage] and that the way leads to [%s]"
                        .formatted(fork.fork().workload().name());
        return Stream.concat(fork.hints().stream(), Stream.of(check)).collect(Collectors.joining(". "));
    }
}
