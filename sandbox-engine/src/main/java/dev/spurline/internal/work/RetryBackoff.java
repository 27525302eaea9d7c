// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.work;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/** Pauses that double, each shortened by chance, so that not all who lost the same server come back at once. */
public final class RetryBackoff {

    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final DoubleSupplier chance;
    private int failures;

    /** Begins without a failure; chance gives numbers from 0 to 1. */
    public RetryBackoff(DoubleSupplier chance) {
        this.chance = chance;
    }

    /** Returns how long to wait after one more failure. */
    public Duration next() {
        double whole = Math.min((double) LONGEST.toNanos(), FIRST.toNanos() * Math.pow(2, failures++));
        return Duration.ofNanos((long) (whole * (1 + chance.getAsDouble()) / 2));
    }

    /** Begins anew. */
    public void reset() {
        failures = 0;
    }
}
