// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node.container;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;

/**
 * How long the containers of a pod may take to end.
 *
 * <p>Source: kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination.
 */
public final class PodGrace {

    private static final long STANDARD = 30;

    private PodGrace() {}

    /** Returns what the delete asked for, else what the pod's spec says. */
    public static Duration of(Pod pod) {
        Long asked = pod.getMetadata().getDeletionGracePeriodSeconds();
        Long declared = pod.getSpec().getTerminationGracePeriodSeconds();
        long seconds = asked != null ? asked : declared != null ? declared : STANDARD;
        return Duration.ofSeconds(Math.max(0, seconds));
    }
}
