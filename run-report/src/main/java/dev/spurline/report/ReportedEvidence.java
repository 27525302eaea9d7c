// SPDX-License-Identifier: Apache-2.0
package dev.spurline.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a fork served a class.
 *
 * @param workload the fork's workload
 * @param served how many requests it served; missing if that is not known
 * @param ambiguous how many it served that were this class's or those of others; missing if there are none such
 * @param reason why it is not known how many it served; else empty
 * @param hints what may keep requests from the fork
 * @since 0.1
 */
public record ReportedEvidence(
        String workload, @Nullable Long served, @Nullable Long ambiguous, String reason, List<String> hints) {

    /** Copies the list. */
    public ReportedEvidence {
        hints = List.copyOf(hints);
    }
}
