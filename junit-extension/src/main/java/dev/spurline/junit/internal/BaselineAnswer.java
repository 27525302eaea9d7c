// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import dev.spurline.EvidenceReport;
import dev.spurline.EvidenceReport.ForkEvidence;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.MultipleFailuresError;

/**
 * Says of a test that failed that none of its requests reached a fork: what its assertions looked at was the baseline's
 * answer, and whoever reads the failure should know that before anything else.
 *
 * @param number the number that the requests of the test carry
 * @param sent how many requests with the key the test sent
 * @param before what the forks had served at a moment before the test began
 */
record BaselineAnswer(int number, long sent, EarlierEvidence before) {

    /** What is known of a test. */
    sealed interface Known {

        /** Returns it as a sentence. */
        String sentence();
    }

    /** No fork served the test. */
    record FromBaseline(String sentence) implements Known {}

    /** Forks served requests that may be of the test or of others. */
    record Undecided(String sentence) implements Known {}

    /**
     * Says what is known.
     *
     * @param report what the forks have served by now
     * @return empty if a fork served the test, or one cannot be asked
     */
    Optional<Known> explain(EvidenceReport report) {
        List<ForkEvidence> serving = report.forks().stream()
                .filter(fork -> !fork.fork().workload().runsOnRequest())
                .toList();
        if (serving.isEmpty() || serving.stream().anyMatch(fork -> fork.unknown() || fork.of(number) > 0)) {
            return Optional.empty();
        }
        List<ForkEvidence> possible = serving.stream()
                .filter(fork -> before.mayHaveServedSince(fork, number))
                .toList();
        return Optional.of(possible.isEmpty() ? fromBaseline(serving) : undecided(possible));
    }

    private Known fromBaseline(List<ForkEvidence> forks) {
        return new FromBaseline("%s: %s. %s"
                .formatted(
                        sentence(),
                        forks.stream().map(this::served).collect(Collectors.joining(", ")),
                        EvidenceJudge.cure(forks.get(0), sent)));
    }

    private Known undecided(List<ForkEvidence> forks) {
        return new Undecided(
                "Whether a fork served this test is not known; requests with the key that it is known to have sent [%d]: %s. @ReachesFork on the test tells it, unless others run beside it"
                        .formatted(
                                sent,
                                forks.stream()
                                        .map(BaselineAnswer::servedForAnyTest)
                                        .collect(Collectors.joining(", "))));
    }

    /** A client of the test's own may have sent the key, which only the fork's proxy would know. */
    private String sentence() {
        return sent == 0
                ? "This test is known to have sent [0] requests with the key, so what it saw came from the baseline, if from any service"
                : "None of the [%d] requests with the key that this test sent reached a fork, so what it saw came from the baseline"
                        .formatted(sent);
    }

    private String served(ForkEvidence fork) {
        return before.untold(fork) == 0
                ? "fork [%s] served [0]".formatted(fork.fork().workload())
                : "fork [%s] served [0], and [%d] before this test began"
                        .formatted(fork.fork().workload(), before.untold(fork));
    }

    private static String servedForAnyTest(ForkEvidence fork) {
        return "fork [%s] served [%d] requests of this sandbox that cannot be told to belong to one test"
                .formatted(fork.fork().workload(), fork.untold());
    }

    /**
     * Returns a failure that says it first: an assertion of JUnit's own or Java's kind once more, with all that it had, and
     * anything else as it is, with this added. An assertion in another one would hide its values from those who compare them.
     */
    static Throwable before(String sentence, Throwable failure) {
        Optional<AssertionError> again = again(failure, sentence);
        if (again.isEmpty()) {
            failure.addSuppressed(new AssertionFailedError(sentence));
            return failure;
        }
        AssertionError error = again.get();
        error.setStackTrace(failure.getStackTrace());
        for (Throwable suppressed : failure.getSuppressed()) {
            error.addSuppressed(suppressed);
        }
        return error;
    }

    /** Of subclasses nobody knows what else they hold. */
    private static Optional<AssertionError> again(Throwable failure, String sentence) {
        String message =
                failure.getMessage() == null ? sentence : sentence + System.lineSeparator() + failure.getMessage();
        Class<?> type = failure.getClass();
        if (type == AssertionFailedError.class) {
            return Optional.of(again((AssertionFailedError) failure, message));
        }
        if (type == MultipleFailuresError.class) {
            return Optional.of(new MultipleFailuresError(sentence, ((MultipleFailuresError) failure).getFailures()));
        }
        return type == AssertionError.class
                ? Optional.of(new AssertionError(message, failure.getCause()))
                : Optional.empty();
    }

    private static AssertionFailedError again(AssertionFailedError failure, String message) {
        return failure.isExpectedDefined() && failure.isActualDefined()
                ? new AssertionFailedError(message, failure.getExpected(), failure.getActual(), failure.getCause())
                : new AssertionFailedError(message, failure.getCause());
    }
}
