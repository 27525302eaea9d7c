// SPDX-License-Identifier: Apache-2.0
package dev.spurline.benchmarks.suite;

import dev.spurline.benchmarks.result.Measurement;
import dev.spurline.reliability.jvm.ChildJvm;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * How long what a JVM was ordered took.
 *
 * @param wall milliseconds from the beginning of the first class to the end of the run
 * @param first milliseconds from the start of each class to its first response, in the order of the classes
 * @param last milliseconds from there to the end of each class
 * @param keys the keys of the sandboxes that the tests had
 * @param failures what has failed
 */
public record SuiteTimes(double wall, List<Double> first, List<Double> last, Set<String> keys, List<String> failures) {

    private static final Duration LONGEST = Duration.ofMinutes(10);

    /** Waits for what a JVM says. */
    static SuiteTimes of(ChildJvm jvm) {
        String line = jvm.hear(LONGEST)
                .orElseThrow(() -> new IllegalStateException("The JVM of the suite has ended: " + jvm.log()));
        SuiteTimes times = SuiteLine.read(line, SuiteTimes.class);
        if (!times.failures.isEmpty()) {
            throw new IllegalStateException("Tests of the suite failed: " + times.failures);
        }
        return times;
    }

    /** Returns the median of all classes but the first, which may wait for what is made once a run. */
    public double further() {
        return Measurement.median(first.subList(1, first.size()));
    }

    /** Returns the same of the time until a class has ended. */
    public double ending() {
        return Measurement.median(last.subList(1, last.size()));
    }
}
