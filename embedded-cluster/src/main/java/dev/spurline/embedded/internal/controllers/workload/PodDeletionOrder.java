// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers.workload;

import dev.spurline.embedded.internal.client.ApiTimes;
import dev.spurline.embedded.internal.controllers.runtime.PodLifecycle;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Chooses which pods go when there are too many: those go first that would be missed least.
 *
 * <p>Source: ActivePodsWithRanks in {@code pkg/controller/controller_utils.go}.
 */
final class PodDeletionOrder {

    private static final String COST = "controller.kubernetes.io/pod-deletion-cost";

    private static final Comparator<Pod> LEAST_MISSED = Comparator.comparing(PodLifecycle::bound)
            .thenComparing(PodDeletionOrder::phaseRank)
            .thenComparing(PodLifecycle::ready)
            .thenComparing(PodDeletionOrder::cost)
            .thenComparing(Comparator.comparing(PodDeletionOrder::readySince).reversed())
            .thenComparing(Comparator.comparing(PodDeletionOrder::restarts).reversed())
            .thenComparing(Comparator.comparing(PodDeletionOrder::created).reversed());

    private PodDeletionOrder() {}

    static List<Pod> of(Collection<Pod> pods, int count) {
        return pods.stream().sorted(LEAST_MISSED).limit(count).toList();
    }

    private static int phaseRank(Pod pod) {
        return switch (PodLifecycle.phase(pod)) {
            case "Pending", "" -> 0;
            case "Unknown" -> 1;
            default -> 2;
        };
    }

    private static int cost(Pod pod) {
        try {
            return Optional.ofNullable(pod.getMetadata().getAnnotations())
                    .map(annotations -> annotations.get(COST))
                    .map(Integer::parseInt)
                    .orElse(0);
        } catch (NumberFormatException notANumber) {
            return 0;
        }
    }

    private static Instant readySince(Pod pod) {
        return PodLifecycle.ready(pod) ? PodLifecycle.availableFrom(pod, 0) : Instant.EPOCH;
    }

    private static int restarts(Pod pod) {
        return pod.getStatus() == null
                ? 0
                : pod.getStatus().getContainerStatuses().stream()
                        .mapToInt(ContainerStatus::getRestartCount)
                        .max()
                        .orElse(0);
    }

    private static Instant created(Pod pod) {
        return ApiTimes.parse(pod.getMetadata().getCreationTimestamp());
    }
}
