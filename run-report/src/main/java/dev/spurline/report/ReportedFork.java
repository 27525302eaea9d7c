// SPDX-License-Identifier: Apache-2.0
package dev.spurline.report;

import java.util.List;

/**
 * A fork.
 *
 * @param workload the workload that it copies
 * @param owner of which other sandbox it is, and of whom; empty if it is the sandbox's own
 * @param name the name of its Deployment, or of the Job of its first run
 * @param pod its pod; empty for a CronJob's
 * @param image the image of the spec
 * @param imageId the image as the node resolved it; empty if the node did not say
 * @param ready how long it took from the Deployment's creation until the pod was ready; 0 for one of another sandbox
 * @param services the Services of the baseline that have a twin for it
 * @param changes every difference to the baseline, a sentence each
 * @param difference the lines of the pod templates' YAML that differ, and some around them: each begins with {@code -} if it
 *     is the baseline's, with {@code +} if it is the fork's, with a space if it is both's; {@code @} stands for lines that are
 *     left out, also of more than 2,000 that differ
 * @since 0.1
 */
public record ReportedFork(
        String workload,
        String owner,
        String name,
        String pod,
        String image,
        String imageId,
        long ready,
        List<String> services,
        List<String> changes,
        List<String> difference) {

    /** Copies the lists. */
    public ReportedFork {
        services = List.copyOf(services);
        changes = List.copyOf(changes);
        difference = List.copyOf(difference);
    }

    /** Returns the workload, and whose fork of it this is if it is another sandbox's. */
    public String title() {
        return owner.isEmpty() ? workload : "%s of %s".formatted(workload, owner);
    }
}
