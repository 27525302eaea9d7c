// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node.container;

import dev.spurline.embedded.internal.client.ApiTimes;
import dev.spurline.embedded.internal.node.container.ContainerPhase.Ended;
import dev.spurline.embedded.internal.node.container.ContainerPhase.Running;
import dev.spurline.embedded.internal.node.container.ContainerPhase.Waiting;
import dev.spurline.embedded.internal.node.machine.ImageReference;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import java.util.Optional;

/**
 * A container at one moment.
 *
 * <p>Source: {@code pkg/kubelet/kubelet_pods.go} (convertToAPIContainerStatuses).
 *
 * @param name its name
 * @param image the image reference of its spec
 * @param id the id of its newest run; empty: none yet
 * @param phase what it does
 * @param last how the run before ended
 * @param restarts how often it was started again
 * @param ready whether requests may be sent to it
 * @param started whether it runs and its startup probe has passed
 * @param sidecar whether it is an init container that runs beside the others
 */
public record ContainerView(
        String name,
        String image,
        String id,
        ContainerPhase phase,
        Optional<Ended> last,
        int restarts,
        boolean ready,
        boolean started,
        boolean sidecar) {

    /** Tells whether, as an init container, it lets the next one start. */
    public boolean isInitialized() {
        return sidecar ? started : phase instanceof Ended ended && ended.code() == 0;
    }

    ContainerStatus status() {
        return new ContainerStatusBuilder()
                .withName(name)
                .withImage(image)
                .withImageID(id.isEmpty() ? "" : new ImageReference(image).imageId())
                .withContainerID(id.isEmpty() ? null : id)
                .withState(state(phase))
                .withLastState(last.map(ContainerView::state).orElseGet(ContainerState::new))
                .withReady(ready)
                .withStarted(started)
                .withRestartCount(restarts)
                .build();
    }

    private static ContainerState state(ContainerPhase phase) {
        ContainerStateBuilder state = new ContainerStateBuilder();
        if (phase instanceof Waiting waiting) {
            return state.withNewWaiting()
                    .withReason(waiting.reason())
                    .withMessage(waiting.message().orElse(null))
                    .endWaiting()
                    .build();
        }
        if (phase instanceof Running running) {
            return state.withNewRunning()
                    .withStartedAt(ApiTimes.seconds(running.since()))
                    .endRunning()
                    .build();
        }
        Ended ended = (Ended) phase;
        return state.withNewTerminated()
                .withExitCode(ended.code())
                .withReason(ended.reason())
                .withMessage(ended.message().orElse(null))
                .withStartedAt(ApiTimes.seconds(ended.since()))
                .withFinishedAt(ApiTimes.seconds(ended.at()))
                .withContainerID(ended.id())
                .endTerminated()
                .build();
    }
}
