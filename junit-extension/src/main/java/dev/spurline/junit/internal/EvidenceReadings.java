// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import dev.spurline.EvidenceReport;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/**
 * The readings that failed tests of one sandbox have caused. Passing tests cause none, as each can be a page of megabytes;
 * that one was over before a test began is what makes it of use to that test.
 */
final class EvidenceReadings {

    private static final Duration RECENT = Duration.ofSeconds(1);

    private final Queue<Reading> readings = new ConcurrentLinkedQueue<>();

    /** Reads now. */
    EvidenceReport read(Supplier<EvidenceReport> evidence) {
        EvidenceReport report = evidence.get();
        readings.add(new Reading(System.nanoTime(), report));
        return report;
    }

    /** Returns a reading that was over a moment ago, or reads now. */
    EvidenceReport recent(Supplier<EvidenceReport> evidence) {
        long moment = System.nanoTime() - RECENT.toNanos();
        return readings.stream()
                .filter(reading -> reading.over - moment >= 0)
                .max(Comparator.comparingLong(reading -> reading.over - moment))
                .map(Reading::report)
                .orElseGet(() -> read(evidence));
    }

    /** Returns the last reading, if there is one. */
    Optional<EvidenceReport> last() {
        long now = System.nanoTime();
        return readings.stream()
                .max(Comparator.comparingLong(reading -> reading.over - now))
                .map(Reading::report);
    }

    /** Returns the last reading that was over at a moment of {@link System#nanoTime()}. */
    EarlierEvidence before(long moment) {
        return readings.stream()
                .filter(reading -> reading.over - moment <= 0)
                .max(Comparator.comparingLong(reading -> reading.over - moment))
                .map(reading -> new EarlierEvidence(reading.report))
                .orElse(EarlierEvidence.NONE);
    }

    private record Reading(long over, EvidenceReport report) {}
}
