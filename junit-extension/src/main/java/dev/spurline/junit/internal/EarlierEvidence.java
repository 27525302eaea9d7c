// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import dev.spurline.EvidenceReport;
import dev.spurline.EvidenceReport.ForkEvidence;
import java.util.List;

/**
 * What forks had served before a test began. A mesh that does not tell the test of a request leaves only the difference.
 *
 * @param report what was read then
 */
record EarlierEvidence(EvidenceReport report) {

    /** Nothing was read: forks are taken to have served nothing, so that all they have served may be of the test. */
    static final EarlierEvidence NONE = new EarlierEvidence(new EvidenceReport(List.of()));

    /** Returns whether a fork served the test, or has served anything since that no test is known for. */
    boolean mayHaveServedSince(ForkEvidence now, int number) {
        return now.of(number) > 0 || now.untold() > untold(now);
    }

    /** Returns how many requests a fork had served for tests that are not known. */
    long untold(ForkEvidence now) {
        return report.forks().stream()
                .filter(fork -> fork.fork().pod().equals(now.fork().pod())
                        && fork.fork().workload().equals(now.fork().workload()))
                .mapToLong(ForkEvidence::untold)
                .sum();
    }
}
