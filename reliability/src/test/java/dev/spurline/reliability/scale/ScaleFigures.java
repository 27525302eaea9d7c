// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.scale;

import java.time.Duration;

/**
 * What one sandbox more costs beside some that live; each figure is a median.
 *
 * @param live how many live
 * @param opening how long opening it takes
 * @param closing how long closing it takes
 * @param requests how many requests to the API server opening it takes
 * @param objects bytes of all objects as JSON that are there because of the living, for each of them
 * @param memory bytes of the engine's heap more than without sandboxes, for each of the living
 * @param processor processor time of the engine's JVM while nothing is opened or closed, as a share of one core
 * @param untagged how long a request without a key takes
 * @param keyed how long a request with the key of the one more takes
 */
record ScaleFigures(
        int live,
        Duration opening,
        Duration closing,
        int requests,
        long objects,
        long memory,
        double processor,
        Duration untagged,
        Duration keyed) {

    /** Returns the row of a table in Markdown. */
    String row() {
        return "| %,d | %d ms | %d ms | %d | %.1f KiB | %.1f KiB | %.2f %% | %.2f ms | %.2f ms |"
                .formatted(
                        live,
                        opening.toMillis(),
                        closing.toMillis(),
                        requests,
                        objects / 1024.0,
                        memory / 1024.0,
                        processor * 100,
                        untagged.toNanos() / 1e6,
                        keyed.toNanos() / 1e6);
    }
}
