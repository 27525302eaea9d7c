// SPDX-License-Identifier: Apache-2.0
package dev.spurline.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A class, or method, as one that had a sandbox.
 *
 * @param name the class, or {@code class#method}
 * @param sent how many requests with the key its tests sent, as far as clients tell
 * @param evidence what each fork served it; empty if nobody asked
 * @param tests its tests, in the order in which they began
 * @param failure why its tests prove nothing, if that is so
 * @since 0.1
 */
public record ReportedClass(
        String name,
        long sent,
        List<ReportedEvidence> evidence,
        List<ReportedTest> tests,
        @Nullable ReportedFailure failure) {

    /** Copies the lists. */
    public ReportedClass {
        evidence = List.copyOf(evidence);
        tests = List.copyOf(tests);
    }
}
