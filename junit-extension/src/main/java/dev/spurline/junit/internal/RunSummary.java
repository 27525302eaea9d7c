// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import dev.spurline.EvidenceReport;
import dev.spurline.EvidenceReport.ForkEvidence;
import java.time.Duration;
import org.junit.jupiter.api.extension.ExtensionContext;

/** What a run has opened and proved, told in one line when it ends. */
final class RunSummary implements AutoCloseable {

    private final ProgressReporter announcer;
    private int sandboxes;
    private int forks;
    private long reached;
    private Duration slowestStart = Duration.ZERO;
    private Duration slowestEnd = Duration.ZERO;

    RunSummary(ProgressReporter announcer) {
        this.announcer = announcer;
    }

    static RunSummary of(ExtensionContext context) {
        return ContextStores.hold(
                context.getRoot(), RunSummary.class, RunSummary.class, () -> new RunSummary(ProgressReporter.ofRun()));
    }

    synchronized void opened(int itsForks, Duration took) {
        sandboxes++;
        forks += itsForks;
        slowestStart = longer(slowestStart, took);
    }

    /** Takes note of what a sandbox has proved at its end. */
    synchronized EvidenceReport proved(EvidenceReport report) {
        reached += report.forks().stream().filter(ForkEvidence::reached).count();
        return report;
    }

    synchronized void closed(Duration took) {
        slowestEnd = longer(slowestEnd, took);
    }

    /** Tells, unless there is nothing to tell. */
    @Override
    public synchronized void close() {
        if (sandboxes > 0) {
            announcer.info(
                    "Run: sandboxes [%d], forks [%d], %s; open after at most [%.1f s], closed after at most [%.1f s]"
                            .formatted(
                                    sandboxes,
                                    forks,
                                    reached == forks
                                            ? "every fork reached"
                                            : "of which reached [%d]".formatted(reached),
                                    seconds(slowestStart),
                                    seconds(slowestEnd)));
        }
    }

    /** Returns how long ago a moment of {@link System#nanoTime()} was. */
    static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
