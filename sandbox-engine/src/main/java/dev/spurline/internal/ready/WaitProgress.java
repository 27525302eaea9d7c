// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.ready;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Says how a wait goes: first within a second, then on each change, else every 15 s. Not safe for several threads. */
public final class WaitProgress {

    private static final Duration FIRST = Duration.ofMillis(900);
    private static final Duration AGAIN = Duration.ofSeconds(15);

    private final LongSupplier nanos;
    private final Consumer<String> log;
    private final long start;
    private long due;
    private String told = "";

    /**
     * Begins a wait.
     *
     * @param nanos the clock, as {@link System#nanoTime()}
     * @param log takes the lines
     */
    public WaitProgress(LongSupplier nanos, Consumer<String> log) {
        this.nanos = nanos;
        this.log = log;
        this.start = nanos.getAsLong();
        this.due = start + FIRST.toNanos();
    }

    /** Tells where the wait stands, if that is due. */
    public void tell(String state) {
        long now = nanos.getAsLong();
        boolean changed = !told.isEmpty() && !told.equals(state);
        if (now - due >= 0 || changed) {
            log.accept(String.format(Locale.ROOT, "%s (%.1f s)", state, (now - start) / 1e9));
            told = state;
            due = now + AGAIN.toNanos();
        }
    }

    /** Returns how long nothing need be told unless something changes. */
    Duration pause() {
        return Duration.ofNanos(Math.max(1_000_000, due - nanos.getAsLong()));
    }
}
