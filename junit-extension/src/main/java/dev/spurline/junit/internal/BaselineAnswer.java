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
 */
record BaselineAnswer(int number, long sent) {

    /**
     * Says it, if it is certain.
     *
     * @param report what the forks have served by now
     * @return a sentence; empty if a fork served the test, may have served it, or cannot be asked
     */
    Optional<String> explain(EvidenceReport report) {
        List<ForkEvidence> serving = report.forks().stream()
                .filter(fork -> !fork.fork().workload().runsOnRequest())
                .toList();
        if (serving.isEmpty() || serving.stream().anyMatch(this::mayHaveServed)) {
            return Optional.empty();
        }
        return Optional.of("%s: %s. %s"
                .formatted(
                        sentence(),
                        serving.stream().map(BaselineAnswer::served).collect(Collectors.joining(", ")),
                        Judge.cure(serving.get(0), sent)));
    }

    /** A client of the test's own may have sent the key, which only the fork's proxy would know. */
    private String sentence() {
        return sent == 0
                ? "This test is known to have sent [0] requests with the key, so what it saw came from the baseline, if from any service"
                : "None of the [%d] requests with the key that this test sent reached a fork, so what it saw came from the baseline"
                        .formatted(sent);
    }

    /** What no test is known for may be of another one, and then nothing is certain. */
    private boolean mayHaveServed(ForkEvidence fork) {
        return fork.unknown() || fork.of(number) > 0 || fork.untold() > 0;
    }

    private static String served(ForkEvidence fork) {
        return "fork [%s] served [0]".formatted(fork.fork().workload());
    }

    /** Returns a failure that says it first: an assertion with its values, any other exception as it is, with this added. */
    static Throwable before(String sentence, Throwable failure) {
        if (failure instanceof AssertionError assertion) {
            return before(sentence, assertion);
        }
        failure.addSuppressed(new AssertionFailedError(sentence));
        return failure;
    }

    private static AssertionError before(String sentence, AssertionError failure) {
        AssertionError error = like(failure, sentence);
        error.setStackTrace(failure.getStackTrace());
        for (Throwable suppressed : failure.getSuppressed()) {
            error.addSuppressed(suppressed);
        }
        return error;
    }

    private static AssertionError like(AssertionError failure, String sentence) {
        if (failure instanceof MultipleFailuresError several) {
            return new MultipleFailuresError(sentence, several.getFailures());
        }
        String message =
                failure.getMessage() == null ? sentence : sentence + System.lineSeparator() + failure.getMessage();
        return failure instanceof AssertionFailedError known && known.isExpectedDefined() && known.isActualDefined()
                ? new AssertionFailedError(message, known.getExpected(), known.getActual(), failure)
                : new AssertionFailedError(message, failure);
    }
}
