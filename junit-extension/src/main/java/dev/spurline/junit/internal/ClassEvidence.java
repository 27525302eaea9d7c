// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import dev.spurline.EvidenceReport;
import dev.spurline.EvidenceReport.ForkEvidence;
import dev.spurline.LiveFork;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a sandbox has proved to those that are judged by it.
 *
 * @param report what forks have served for them, as far as that is known
 * @param ambiguous how many requests forks have served that were theirs or those of others, by the workload; only of those
 *     forks that are not known to have served them anything
 * @param others who had the sandbox at the same time
 * @param joined whose those forks are that are of other sandboxes, by the workload: these have them all the time
 */
record ClassEvidence(
        EvidenceReport report, Map<String, Long> ambiguous, List<String> others, Map<String, String> joined) {

    /** All is proved to one. */
    static ClassEvidence of(EvidenceReport report) {
        return new ClassEvidence(report, Map.of(), List.of(), Map.of());
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
                .map(fork -> own(fork, before, numbers, others.isEmpty(), ambiguous))
                .toList();
        return new ClassEvidence(new EvidenceReport(own), Map.copyOf(ambiguous), List.copyOf(others), Map.of());
    }

    /**
     * Takes from forks of other sandboxes only what they are known to have served these tests.
     *
     * @param before what was known when these began
     * @param now what is known when they end
     * @param numbers what their requests carry
     * @param theirs those forks, and whose they are
     */
    ClassEvidence joining(
            EarlierEvidence before, EvidenceReport now, Set<Integer> numbers, Map<LiveFork, String> theirs) {
        if (theirs.isEmpty()) {
            return this;
        }
        Map<String, Long> open = new HashMap<>(ambiguous);
        Map<String, String> owners = new HashMap<>();
        theirs.forEach((fork, owner) -> owners.put(fork.workload().toString(), owner));
        List<ForkEvidence> forks = new ArrayList<>();
        for (int i = 0; i < now.forks().size(); i++) {
            ForkEvidence all = now.forks().get(i);
            forks.add(
                    theirs.containsKey(all.fork())
                            ? own(all, before, numbers, false, open)
                            : report.forks().get(i));
        }
        return new ClassEvidence(new EvidenceReport(forks), Map.copyOf(open), others, Map.copyOf(owners));
    }

    private static ForkEvidence own(
            ForkEvidence fork,
            EarlierEvidence before,
            Set<Integer> numbers,
            boolean alone,
            Map<String, Long> ambiguous) {
        Map<Integer, Long> told = new HashMap<>(fork.byTest());
        told.keySet().retainAll(numbers);
        long sure = told.values().stream().mapToLong(Long::longValue).sum();
        long untold = Math.max(0, fork.untold() - before.untold(fork));
        if (sure == 0 && untold > 0 && !alone) {
            ambiguous.put(fork.fork().workload().toString(), untold);
        }
        return own(fork, sure, alone ? untold : 0, told);
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

    /** Returns whose a fork is, if it is one of another sandbox. */
    Optional<String> owner(ForkEvidence fork) {
        return Optional.ofNullable(joined.get(fork.fork().workload().toString()));
    }

    /** Returns who may have caused what a fork served. */
    List<String> others(ForkEvidence fork) {
        return Stream.concat(owner(fork).stream(), others.stream()).toList();
    }
}
