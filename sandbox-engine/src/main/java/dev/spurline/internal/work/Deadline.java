// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.work;

import java.time.Duration;

/** The moment by which something must be done, by a clock that nobody sets. */
public final class Deadline {

    private static final Duration NEVER = Duration.ofDays(365);

    private final long end;

    private Deadline(long end) {
        this.end = end;
    }

    /** Returns the deadline that is so far away. */
    public static Deadline in(Duration limit) {
        return new Deadline(System.nanoTime() + limit.toNanos());
    }

    /** Returns a deadline that nobody lives to see. */
    public static Deadline never() {
        return in(NEVER);
    }

    /** Returns the time left, never negative. */
    public Duration left() {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }

    /** Returns whether it is over. */
    public boolean over() {
        return left().isZero();
    }
}
