// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.corridor;

import dev.spurline.LiveFork;
import dev.spurline.internal.plan.PlannedFork;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.Optional;

/** Describes forks that are ready, by their pods. */
final class LiveForks {

    private LiveForks() {}

    static LiveFork of(PlannedFork fork, Pod pod, Duration readyAfter) {
        Optional<ContainerStatus> status = pod.getStatus().getContainerStatuses().stream()
                .filter(candidate -> candidate.getName().equals(fork.container()))
                .findFirst();
        String image = pod.getSpec().getContainers().stream()
                .filter(container -> container.getName().equals(fork.container()))
                .map(container -> container.getImage())
                .findFirst()
                .orElse("");
        return new LiveFork(
                fork.workload(),
                fork.deployment(),
                pod.getMetadata().getName(),
                image,
                status.map(ContainerStatus::getImageID).orElse(""),
                readyAfter);
    }
}
