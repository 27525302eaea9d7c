// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import dev.spurline.EvidenceReport;
import dev.spurline.EvidenceReport.ForkEvidence;
import dev.spurline.LiveSandbox;
import dev.spurline.Workload;
import dev.spurline.junit.ReachesFork;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Whether one test reached the forks that it names: by its number where the data plane tells it, else by what they had
 * served when it ended against when it began.
 *
 * @param test the test, for messages
 * @param number the number that its requests carry
 * @param forks the forks it names
 * @param before what was known when it began
 */
record ReachCheck(String test, int number, List<Workload> forks, EvidenceReport before) {

    /** Begins the check that a method asks for, if it does. */
    static Optional<ReachCheck> begin(ExtensionContext context, int number, LiveSandbox sandbox) {
        String test = "%s#%s"
                .formatted(
                        context.getRequiredTestClass().getName(),
                        context.getRequiredTestMethod().getName());
        return AnnotationSupport.findAnnotation(context.getRequiredTestMethod(), ReachesFork.class)
                .map(asked -> new ReachCheck(test, number, forks(asked, test, sandbox), sandbox.evidence()));
    }

    private static List<Workload> forks(ReachesFork asked, String test, LiveSandbox sandbox) {
        List<Workload> known =
                sandbox.forks().stream().map(fork -> fork.workload()).toList();
        if (asked.value().length == 0) {
            throw new WrongUseException(
                    "@ReachesFork of [%s] names no fork of its sandbox, which has %s".formatted(test, known));
        }
        return Arrays.stream(asked.value()).map(name -> fork(name, test, known)).toList();
    }

    private static Workload fork(String name, String test, List<Workload> known) {
        return known.stream()
                .filter(workload -> workload.name().equals(name) || workload.equals(full(name)))
                .findFirst()
                .orElseThrow(() ->
                        new WrongUseException("@ReachesFork(\"%s\") of [%s] names no fork of its sandbox, which has %s"
                                .formatted(name, test, known)));
    }

    /** A kind may be written in several ways. */
    private static @Nullable Workload full(String name) {
        String[] parts = name.split("/", -1);
        return parts.length == 2 ? new Workload(parts[0], parts[1]) : null;
    }

    /** Returns what is known now of those forks that served nothing for this test, as far as can be told. */
    List<ForkEvidence> unreached(EvidenceReport now) {
        EarlierEvidence earlier = new EarlierEvidence(before);
        return now.forks().stream()
                .filter(fork -> forks.contains(fork.fork().workload()))
                .filter(fork -> !earlier.mayHaveServedSince(fork, number))
                .toList();
    }

    /** Returns what is known now of those forks that served something meanwhile of which nobody knows whose it was. */
    List<ForkEvidence> undecided(EvidenceReport now) {
        EarlierEvidence earlier = new EarlierEvidence(before);
        return now.forks().stream()
                .filter(fork -> forks.contains(fork.fork().workload())
                        && !fork.fork().workload().runsOnRequest())
                .filter(fork -> fork.of(number) == 0 && fork.untold() > earlier.untold(fork))
                .toList();
    }

    /** Says that what a fork served may have been for others who have the sandbox. */
    String ofOthers(ForkEvidence fork) {
        return ("Whether a request of test [%s] reached fork [%s] is not known: others have the sandbox, too, and [%d]"
                        + " requests that the fork served meanwhile are of this test or of theirs. Give the metrics of the"
                        + " fork's proxy a label that holds the header [baggage], or run the test in a sandbox of its own")
                .formatted(test, fork.fork().workload(), fork.untold() - new EarlierEvidence(before).untold(fork));
    }

    /**
     * Says what is missing.
     *
     * @param sent how many requests with the key the test sent
     */
    String missing(ForkEvidence fork, long sent) {
        if (fork.fork().workload().runsOnRequest()) {
            return "Test [%s] did not run fork [%s], although @ReachesFork asks for it. %s"
                    .formatted(test, fork.fork().workload(), EvidenceJudge.cure(fork, sent));
        }
        return "No request of test [%s] reached fork [%s], although @ReachesFork asks for it: requests sent with the key [%d]. %s"
                .formatted(test, fork.fork().workload(), sent, EvidenceJudge.cure(fork, sent));
    }

    /** Says that nothing is known. */
    String unknown(ForkEvidence fork) {
        return "Whether requests of test [%s] reached fork [%s] is unknown: %s"
                .formatted(test, fork.fork().workload(), fork.reason());
    }
}
