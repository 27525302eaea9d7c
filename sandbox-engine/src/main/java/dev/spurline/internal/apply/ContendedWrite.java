// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.apply;

import dev.spurline.SandboxException;
import dev.spurline.internal.work.Deadline;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * The attempts to write an object that others write, too. After each that was too late comes a pause whose length is up to
 * chance: otherwise all would come back at once, and only one of them would succeed. How long it may be goes by how long the
 * attempt took, and grows to that for each of those who share the object: all of them may be writing, one after the other. If
 * pauses stayed shorter than attempts take at a slow server, attempts that are too late would keep it busy, and nobody would
 * get anywhere.
 */
final class ContendedWrite {

    /** Of those who write at once one succeeds each time, and an attempt is three requests. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Duration SHORTEST = Duration.ofMillis(8);
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final int GROWTH = 4;

    /** After so many attempts each is as short as it can be. */
    private static final int MANY = 6;

    private final String what;
    private final HasMetadata object;
    private final String cure;
    private final Deadline deadline;
    private int failed;
    private long begun = System.nanoTime();

    /**
     * Begins the first attempt.
     *
     * @param what what is attempted, for the message
     * @param object what is written
     * @param cure what helps if others are faster each time, for the message
     */
    ContendedWrite(String what, HasMetadata object, String cure) {
        this(what, object, cure, PATIENCE);
    }

    ContendedWrite(String what, HasMetadata object, String cure, Duration patience) {
        this.what = what;
        this.object = object;
        this.cure = cure;
        this.deadline = Deadline.in(patience);
    }

    /**
     * Waits before the next attempt.
     *
     * @param sharers how many were seen to share the object
     * @throws SandboxException if there have been enough
     */
    void pause(int sharers) {
        failed++;
        if (deadline.over() || Thread.currentThread().isInterrupted()) {
            throw new SandboxException(
                    "%s [%s] failed: others have written it each time, [%d] times %s. Run the tests again; %s"
                            .formatted(what, title(object), failed, deadline.within(), cure));
        }
        long longest = longest(Duration.ofNanos(System.nanoTime() - begun), failed, sharers)
                .toNanos();
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(1, longest));
        begun = System.nanoTime();
    }

    /**
     * Returns how long a pause may be.
     *
     * @param attempt how long the last attempt took
     * @param failed how many attempts there were
     * @param sharers how many share the object
     */
    static Duration longest(Duration attempt, int failed, int sharers) {
        long grown = (long) Math.pow(GROWTH, Math.min(failed, MANY));
        Duration pause = attempt.multipliedBy(Math.min(grown, Math.max(sharers, GROWTH)));
        return Collections.max(List.of(SHORTEST, Collections.min(List.of(LONGEST, pause))));
    }

    /** Returns whether others were faster so often that what can wait for another write is to wait. */
    boolean hurried() {
        return failed >= MANY;
    }

    /** Returns kind, namespace and name, as in messages. */
    static String title(HasMetadata object) {
        return "%s %s/%s"
                .formatted(
                        object.getKind(),
                        object.getMetadata().getNamespace(),
                        object.getMetadata().getName());
    }
}
