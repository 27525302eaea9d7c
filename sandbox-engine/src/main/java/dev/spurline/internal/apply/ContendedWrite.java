// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.apply;

import dev.spurline.SandboxException;
import dev.spurline.internal.work.Deadline;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The attempts to write an object that others write, too. After each that was too late comes a pause whose length is up to
 * chance, and may be longer each time: otherwise all would come back at once, and only one of them would succeed. After many
 * it may be shorter each time: those who come later, and would be faster, shall not be served before.
 */
final class ContendedWrite {

    /** Of those who write at once one succeeds each time, and an attempt is three requests. */
    private static final Duration PATIENCE = Duration.ofSeconds(45);

    private static final int SHORTEST_MILLIS = 8;
    private static final int DOUBLINGS = 6;

    /** After so many attempts each is as short as it can be. */
    private static final int MANY = 6;

    private final String what;
    private final HasMetadata object;
    private final Deadline deadline;
    private int failed;

    ContendedWrite(String what, HasMetadata object) {
        this(what, object, PATIENCE);
    }

    ContendedWrite(String what, HasMetadata object, Duration patience) {
        this.what = what;
        this.object = object;
        this.deadline = Deadline.in(patience);
    }

    /**
     * Waits before the next attempt.
     *
     * @throws SandboxException if there have been enough
     */
    void pause() {
        failed++;
        if (deadline.over() || Thread.currentThread().isInterrupted()) {
            throw new SandboxException(
                    "%s [%s] failed: others have written it each time, [%d] times %s. Run the tests again; fewer sandboxes at once on its Service do not get in each other's way (spurline.max-sandboxes-per-namespace)"
                            .formatted(what, title(object), failed, deadline.within()));
        }
        int most = SHORTEST_MILLIS << doublings(failed);
        LockSupport.parkNanos(
                TimeUnit.MICROSECONDS.toNanos(ThreadLocalRandom.current().nextInt(1, most * 1000)));
    }

    /** Returns how often the longest pause after some attempts has doubled. */
    static int doublings(int failed) {
        return Math.max(0, Math.min(Math.min(failed, DOUBLINGS), DOUBLINGS + MANY - failed / 2));
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
