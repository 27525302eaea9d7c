// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.watch;

import java.util.Collection;
import java.util.Comparator;

/**
 * How fresh a watched view is.
 *
 * @param current whether nothing is known to be missed
 * @param proven the last {@link System#nanoTime()} at which the server showed that nothing was missed; it is at most a
 *     watch's length old while current, and what was derived from the view must not outlive it by more than a lease
 * @param reason why it is not current, for people; empty if it is
 */
public record ViewFreshness(boolean current, long proven, String reason) {

    static ViewFreshness current(long proven) {
        return new ViewFreshness(true, proven, "");
    }

    ViewFreshness lost(String why) {
        return new ViewFreshness(false, proven, why);
    }

    /** Returns the one to go by if all are needed: one that is lost, else the one that was proven longest ago. */
    public static ViewFreshness weakest(Collection<ViewFreshness> all) {
        return all.stream()
                .min(Comparator.comparing((ViewFreshness one) -> one.current)
                        .thenComparing((one, other) -> Long.signum(one.proven - other.proven)))
                .orElseGet(() -> current(System.nanoTime()));
    }
}
