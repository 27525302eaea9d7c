// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import dev.spurline.EvidenceReport;
import dev.spurline.EvidenceReport.ForkEvidence;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a sandbox has proved to those that are judged by it.
 *
 * @param report what forks have served for them, as far as that is known
 * @param ambiguous how many requests forks have served that were theirs or those of others, by the workload; only of those
 *     forks that are not known to have served them anything
 * @param others who had the sandbox at the same time
 */
record ClassEvidence(EvidenceReport report, Map<String, Long> ambiguous, List<String> others) {

    /** All is proved to one. */
    static ClassEvidence of(EvidenceReport report) {
        return new ClassEvidence(report, Map.of(), List.of());
    }

    /**
     * Takes what is one class's from what a shared sandbox tells.
     *
     * @param before what was known when the class began
     * @param now what is known when it ends
     * @param numbers what the requests of the class carry
     * @param others who had the sandbox meanwhile; if nobody, all that is new and of no other known test is this class's
     */
    static ClassEvidence of(EarlierEvidence before, EvidenceReport now, Set<Integer> numbers, List<String> others) {
        Map<String, Long> ambiguous = new HashMap<>();
        List<ForkEvidence> own = now.forks().stream()
                .map(fork -> {
                    Map<Integer, Long> told = new HashMap<>(fork.byTest());
                    told.keySet().retainAll(numbers);
                    long sure =
                            told.values().stream().mapToLong(Long::longValue).sum();
                    long untold = Math.max(0, fork.untold() - before.untold(fork));
                    if (sure == 0 && untold > 0 && !others.isEmpty()) {
                        ambiguous.put(fork.fork().workload().toString(), untold);
                    }
                    return own(fork, sure, others.isEmpty() ? untold : 0, told);
                })
                .toList();
        return new ClassEvidence(new EvidenceReport(own), Map.copyOf(ambiguous), List.copyOf(others));
    }

    /** Returns whether a fork served something, and nothing of which it is known that it was for these tests. */
    static boolean isOpen(EvidenceReport report, Set<Integer> numbers) {
        return report.forks().stream()
                .anyMatch(fork ->
                        fork.reached() && Collections.disjoint(fork.byTest().keySet(), numbers));
    }

    private static ForkEvidence own(ForkEvidence fork, long sure, long untold, Map<Integer, Long> told) {
        OptionalLong routed = fork.routed().isPresent() ? OptionalLong.of(untold) : OptionalLong.empty();
        return new ForkEvidence(fork.fork(), sure, routed, fork.reason(), told, fork.hints());
    }

    /** Returns how many requests a fork served that may be of others alone, if none is known to be of these. */
    OptionalLong ambiguous(ForkEvidence fork) {
        Long requests = ambiguous.get(fork.fork().workload().toString());
        return requests == null ? OptionalLong.empty() : OptionalLong.of(requests);
    }
}
