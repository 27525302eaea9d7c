// SPDX-License-Identifier: Apache-2.0
package dev.spurline.report;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A test.
 *
 * @param name how the test framework shows it
 * @param outcome {@code PASSED}, {@code FAILED}, {@code ABORTED} or {@code RUNNING}
 * @param began when it began
 * @param took how long it took
 * @param sent how many requests with the key it sent, as far as clients tell
 * @param served how many requests of it each fork is known to have served, by workload; without those of which it is not known
 * @param comparisons the requests that it has compared with the baseline, in order
 * @param failure why it failed
 * @since 0.1
 */
public record ReportedTest(
        String name,
        String outcome,
        long began,
        long took,
        long sent,
        Map<String, Long> served,
        List<ReportedComparison> comparisons,
        @Nullable ReportedFailure failure) {

    /** Copies map and list. */
    public ReportedTest {
        served = Collections.unmodifiableMap(new TreeMap<>(served));
        comparisons = List.copyOf(comparisons);
    }
}
