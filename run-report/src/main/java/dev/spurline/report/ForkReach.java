// SPDX-License-Identifier: Apache-2.0
package dev.spurline.report;

import java.util.List;

/** Whether requests of tests reached a fork. */
enum ForkReach {
    REACHED,
    UNREACHED,
    UNKNOWN;

    static ForkReach of(ReportedFork fork, ReportedSandbox sandbox) {
        if (served(fork, sandbox) > 0) {
            return REACHED;
        }
        List<ReportedEvidence> all = evidence(fork, sandbox);
        boolean unknown =
                all.isEmpty() || all.stream().anyMatch(one -> one.served() == null || one.ambiguous() != null);
        return unknown ? UNKNOWN : UNREACHED;
    }

    /** Returns how many requests a fork is known to have served. */
    static long served(ReportedFork fork, ReportedSandbox sandbox) {
        return evidence(fork, sandbox).stream()
                .mapToLong(one -> one.served() == null ? 0 : one.served())
                .sum();
    }

    private static List<ReportedEvidence> evidence(ReportedFork fork, ReportedSandbox sandbox) {
        return sandbox.classes().stream()
                .flatMap(owner -> owner.evidence().stream())
                .filter(one -> one.workload().equals(fork.workload()))
                .toList();
    }
}
