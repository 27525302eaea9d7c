// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import dev.spurline.Workload;
import dev.spurline.internal.survey.SpurlineLabels;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A fork as the rest of the engine needs to know it.
 *
 * @param workload the workload it copies
 * @param namespace its namespace, the workload's
 * @param deployment the name of its Deployment
 * @param container the container that image and env concern
 * @param podLabels the labels that select its pod and no other
 * @param services the Services that select the baseline, and the fork's twin of each; may be empty
 * @param earliest how long after its start its pod is ready at the earliest, by its probes
 * @param changes every difference to the baseline, a sentence each
 */
public record PlannedFork(
        Workload workload,
        String namespace,
        String deployment,
        String container,
        Map<String, String> podLabels,
        List<ForkService> services,
        Duration earliest,
        List<String> changes)
        implements PlannedCopy {

    /** Copies the collections. */
    public PlannedFork {
        podLabels = SpurlineLabels.ordered(podLabels);
        services = List.copyOf(services);
        changes = List.copyOf(changes);
    }

    @Override
    public String name() {
        return deployment;
    }
}
