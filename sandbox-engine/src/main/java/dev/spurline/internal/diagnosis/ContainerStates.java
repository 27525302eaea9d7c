// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.diagnosis;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** What the node says of the containers of a pod, a line each. */
final class ContainerStates {

    private ContainerStates() {}

    static List<String> of(Pod pod) {
        if (pod.getStatus() == null) {
            return List.of();
        }
        return Stream.of(
                        pod.getStatus().getInitContainerStatuses(),
                        pod.getStatus().getContainerStatuses())
                .filter(Objects::nonNull)
                .flatMap(List::stream)
                .map(ContainerStates::line)
                .toList();
    }

    private static String line(ContainerStatus container) {
        ContainerState last = container.getLastState();
        String before = last == null || last.getTerminated() == null ? "" : ", before: " + ended(last.getTerminated());
        return "container %s: %s, %s, restarts %d%s"
                .formatted(
                        container.getName(),
                        state(container.getState()),
                        Boolean.TRUE.equals(container.getReady()) ? "ready" : "not ready",
                        Objects.requireNonNullElse(container.getRestartCount(), 0),
                        before);
    }

    private static String state(ContainerState state) {
        if (state != null && state.getRunning() != null) {
            return "running since " + state.getRunning().getStartedAt();
        }
        if (state != null && state.getTerminated() != null) {
            return ended(state.getTerminated());
        }
        String reason = state == null || state.getWaiting() == null
                ? null
                : state.getWaiting().getReason();
        return "waiting: " + Objects.requireNonNullElse(reason, "no reason given");
    }

    private static String ended(ContainerStateTerminated end) {
        return "ended at %s with code %d (%s)"
                .formatted(end.getFinishedAt(), end.getExitCode(), Objects.requireNonNullElse(end.getReason(), "?"));
    }
}
