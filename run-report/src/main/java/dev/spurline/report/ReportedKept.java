// SPDX-License-Identifier: Apache-2.0
package dev.spurline.report;

import java.util.List;

/**
 * What is left of a sandbox in the cluster, because its tests have failed and somebody wants to look at it.
 *
 * @param until when the cluster removes it
 * @param lines what is left, and commands by which to look at it, to reach it and to remove it before
 * @since 0.1
 */
public record ReportedKept(long until, List<String> lines) {

    /** Copies the list. */
    public ReportedKept {
        lines = List.copyOf(lines);
    }
}
