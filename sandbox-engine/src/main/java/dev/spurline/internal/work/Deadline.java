// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.work;

import java.time.Duration;

/** The moment by which something must be done, by a clock that nobody sets. */
public final class Deadline {

    private static final Duration NEVER = Duration.ofDays(365);

    private final Duration limit;
    private final long end;

    private Deadline(Duration limit, long end) {
        this.limit = limit;
        this.end = end;
    }

    /** Returns a deadline that expires after the given time. */
    public static Deadline in(Duration limit) {
        return new Deadline(limit, System.nanoTime() + limit.toNanos());
    }

    /** Returns a deadline that never expires in practice. */
    public static Deadline never() {
        return in(NEVER);
    }

    /** Returns the deadline that is so much later; what has passed counts. */
    public Deadline plus(Duration more) {
        return new Deadline(limit.plus(more), end + more.toNanos());
    }

    /** Returns whether it left no time for something that takes so long in any case. */
    public boolean tooShortFor(Duration time) {
        return limit.compareTo(time) <= 0;
    }

    /** Says how long there was, such as {@code within [120 s]}: what a message about a timeout tells. */
    public String within() {
        return within(limit);
    }

    /** Says how long there was where nobody holds a deadline. */
    public static String within(Duration limit) {
        return limit.toMillis() % 1000 == 0
                ? "within [%d s]".formatted(limit.toSeconds())
                : "within [%d ms]".formatted(limit.toMillis());
    }

    /** Returns how much time has passed since the deadline was set. */
    public Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - end).plus(limit);
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
