// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.client;

import java.time.Duration;

/**
 * A delay that doubles with each failure.
 *
 * @param first the delay after the first failure
 * @param longest what it never exceeds
 */
public record Backoff(Duration first, Duration longest) {

    /** Twice as long so many times is longer than any back-off. */
    private static final int MOST_DOUBLINGS = 30;

    /** Returns the delay after so many failures, zero after none. */
    public Duration after(int failures) {
        if (failures == 0) {
            return Duration.ZERO;
        }
        Duration full = first.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
        return full.compareTo(longest) > 0 ? longest : full;
    }
}
