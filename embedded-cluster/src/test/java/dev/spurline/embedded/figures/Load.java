// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.figures;

import java.util.Locale;

/**
 * What a {@link LoadGenerator} has measured.
 *
 * @param rate answers per second
 * @param median latency in microseconds
 * @param slow latency that one of a hundred requests exceeds, in microseconds
 */
record Load(double rate, int median, int slow) {

    static Load parse(String line) {
        String[] words = line.split(" ", -1);
        return new Load(Double.parseDouble(words[0]), Integer.parseInt(words[1]), Integer.parseInt(words[2]));
    }

    String line() {
        return String.format(Locale.ROOT, "%.1f %d %d", rate, median, slow);
    }
}
