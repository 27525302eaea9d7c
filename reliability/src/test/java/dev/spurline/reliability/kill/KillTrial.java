// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.kill;

import dev.spurline.reliability.bed.TestLane;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What came of ending a JVM at a point.
 *
 * @param point the point
 * @param lane where
 * @param reached whether the JVM came to the point, and was ended there
 * @param clean how long after SIGKILL nothing was left; empty if there was still something when time was over
 * @param left what was left then
 * @param rerun what was wrong with a new run of the same test; empty if it passed
 */
record KillTrial(
        KillPoint point, TestLane lane, boolean reached, Optional<Duration> clean, List<String> left, String rerun) {

    boolean passed(Duration limit) {
        return reached
                && left.isEmpty()
                && rerun.isEmpty()
                && clean.orElse(limit).compareTo(limit) < 0;
    }

    @Override
    public String toString() {
        if (!reached) {
            return point + ": not reached in " + lane + ". " + rerun;
        }
        String cleaned = clean.map(time -> "clean after %.1f s".formatted(time.toMillis() / 1000.0))
                .orElse("left " + left);
        return "%s: %s%s".formatted(point, cleaned, rerun.isEmpty() ? "" : "; rerun: " + rerun);
    }
}
