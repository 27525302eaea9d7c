// SPDX-License-Identifier: Apache-2.0
package dev.spurline.report;

import java.util.List;

/**
 * What one JVM of a run did.
 *
 * @param id tells it from the other JVMs of the run
 * @param run the same for all JVMs of a run, such as the build that started them
 * @param began when the JVM started
 * @param ended when its launcher's session ended
 * @param java the version of Java
 * @param clusters the clusters that it reached, as the engine describes them
 * @param settings what is set for the first class that has a sandbox, and where; without secrets
 * @param sandboxes its sandboxes, in the order in which they were opened
 * @since 0.1
 */
public record JvmReport(
        String id,
        String run,
        long began,
        long ended,
        String java,
        List<String> clusters,
        List<ReportedSetting> settings,
        List<ReportedSandbox> sandboxes) {

    /** Copies the lists. */
    public JvmReport {
        clusters = List.copyOf(clusters);
        settings = List.copyOf(settings);
        sandboxes = List.copyOf(sandboxes);
    }
}
