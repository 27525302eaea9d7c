// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.watch;

import java.util.Collection;
import java.util.Comparator;

/**
 * Whether what a watch has told is what is.
 *
 * @param current whether nothing is known to be missed
 * @param proven the last {@link System#nanoTime()} at which the server showed that nothing was missed; it is at most a
 *     watch's length old while current, and what was derived from the view must not outlive it by more than a lease
 * @param reason why it is not current, for people; empty if it is
 */
public record Currency(boolean current, long proven, String reason) {

    static Currency current(long proven) {
        return new Currency(true, proven, "");
    }

    Currency lost(String why) {
        return new Currency(false, proven, why);
    }

    /** Returns the one to go by if all are needed: one that is lost, else the one that was proven longest ago. */
    public static Currency weakest(Collection<Currency> all) {
        return all.stream()
                .min(Comparator.comparing((Currency one) -> one.current)
                        .thenComparing((one, other) -> Long.signum(one.proven - other.proven)))
                .orElseGet(() -> current(System.nanoTime()));
    }
}
