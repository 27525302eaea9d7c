// SPDX-License-Identifier: Apache-2.0
package dev.spurline.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A request that a test has compared: sent to the baseline, with the key, and to the baseline again.
 *
 * @param request method, Service and path
 * @param differences what was answered with the key otherwise than without it; the first ones, if there are many
 * @param found how many differences there were
 * @param varying places that vary by themselves
 * @param baseline how long the baseline's first answer took
 * @param again how long its second answer took
 * @param fork how long the answer to the request with the key took
 * @since 0.1
 */
public record ReportedComparison(
        String request,
        List<ReportedDifference> differences,
        int found,
        List<String> varying,
        long baseline,
        long again,
        long fork) {

    /** Copies the lists. */
    public ReportedComparison {
        differences = List.copyOf(differences);
        varying = List.copyOf(varying);
    }

    /** Returns the differences as lines that begin as those of {@link LineDifference} do. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        differences.forEach(difference ->
                lines.addAll(List.of(" " + difference.place(), "-" + difference.baseline(), "+" + difference.fork())));
        return lines;
    }
}
