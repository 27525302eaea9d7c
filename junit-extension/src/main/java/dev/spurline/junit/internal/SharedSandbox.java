// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import dev.spurline.EvidenceReport;
import dev.spurline.LiveSandbox;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** An open sandbox that several classes have, and what was read of its evidence when one of them ended. */
final class SharedSandbox {

    private final LiveSandbox live;
    private final String opener;
    private final Duration took;
    private final Instant began;
    private volatile Optional<RunRecorder> recording = Optional.empty();
    private final EvidenceReadings readings = new EvidenceReadings();
    private volatile Optional<RunSummary> counting = Optional.empty();
    private volatile boolean unread;
    private volatile KeepPolicy keeping = KeepPolicy.REMOVE;

    /**
     * Takes a sandbox that has just been opened.
     *
     * @param opener the class that it was opened for
     * @param took how long that took
     */
    SharedSandbox(LiveSandbox live, String opener, Duration took) {
        this.live = live;
        this.opener = opener;
        this.took = took;
        this.began = Instant.now().minus(took);
    }

    LiveSandbox live() {
        return live;
    }

    EvidenceReadings readings() {
        return readings;
    }

    /** Tells who opened it to each class but the first, and the summary of the run to the first. */
    synchronized void handTo(String owner, RunSummary summary, RunRecorder recorder, ProgressReporter announcer) {
        if (counting.isEmpty()) {
            counting = Optional.of(summary);
            summary.opened(live.forks().size(), took);
            recording = Optional.of(recorder);
            recorder.opened(live, opener, began, took);
            announcer.opened(live, opener);
        } else {
            announcer.info("[%s] shares sandbox [%s], which was opened for [%s]".formatted(owner, live.key(), opener));
        }
    }

    /** Reads what it has proved to all. */
    EvidenceReport read() {
        // Before: a class that goes meanwhile may not be in this reading.
        unread = false;
        return readings.read(live::evidence);
    }

    /** Takes notice that tests of a class have failed, and what is to become of it therefore. */
    void failed(KeepPolicy policy) {
        keeping = policy;
    }

    /** Takes note that a class has gone of which it is not known what it was served. */
    void leftUnread() {
        unread = true;
    }

    /** Returns whether all that classes which have gone were served has been read. */
    boolean isRead() {
        return !unread;
    }

    /**
     * Closes it, and tells who has shared it.
     *
     * @param owners the classes that had it
     */
    void close(List<String> owners, ProgressReporter announcer) {
        long began = System.nanoTime();
        counting.ifPresent(summary -> readings.last().ifPresent(summary::proved));
        Runnable closing = () -> keeping.close(
                live, opener, announcer, kept -> recording.ifPresent(recorder -> recorder.kept(live, kept)));
        recording.ifPresentOrElse(recorder -> recorder.closing(live, closing), closing);
        counting.ifPresent(summary -> summary.closed(RunSummary.since(began)));
        if (owners.size() > 1) {
            announcer.info("Sandbox [%s] was shared by %s".formatted(live.key(), owners));
        }
    }
}
