// SPDX-License-Identifier: Apache-2.0
package dev.spurline.benchmarks.suite;

import dev.spurline.benchmarks.result.Measurement;
import dev.spurline.reliability.jvm.ChildJvm;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * How long what a JVM was ordered took.
 *
 * @param wall milliseconds from the beginning of the first class to the end of the run
 * @param classes what each class took, in their order
 * @param keys the keys of the sandboxes that the tests had
 * @param failures what has failed
 */
public record SuiteTimes(double wall, List<ClassTimes> classes, Set<String> keys, List<String> failures) {

    private static final Duration LONGEST = Duration.ofMinutes(10);

    /**
     * What a class took, in milliseconds.
     *
     * @param first from its start to its first response
     * @param last from there to its end, a pause of the test included
     */
    public record ClassTimes(double first, double last) {}

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

    /** Returns what the first class took until its response. */
    public double first() {
        return classes.get(0).first();
    }

    /** Returns the median of the others: the first may wait for what is made once a run. */
    public double further(ToDoubleFunction<ClassTimes> time) {
        return Measurement.median(
                classes.stream().skip(1).map(time::applyAsDouble).toList());
    }
}
