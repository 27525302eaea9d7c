// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node.kubelet;

import dev.spurline.embedded.internal.node.container.ContainerPhase;
import dev.spurline.embedded.internal.node.container.ContainerPhase.Waiting;
import dev.spurline.embedded.internal.node.container.ContainerView;
import dev.spurline.embedded.internal.node.container.ContainerWorker;
import dev.spurline.embedded.internal.node.pod.PodWorker;

/**
 * Says why a container has no log, in the kubelet's words.
 *
 * <p>Source: {@code pkg/kubelet/kubelet_pods.go} (validateContainerLogStatus).
 */
final class LogAbsence {

    private LogAbsence() {}

    static String reason(PodWorker pod, ContainerWorker container, String podName, boolean previous) {
        if (previous) {
            return "previous terminated container \"%s\" in pod \"%s\" not found".formatted(container.name(), podName);
        }
        ContainerPhase phase =
                pod.view(container.name()).map(ContainerView::phase).orElse(Waiting.because("ContainerCreating"));
        if (!(phase instanceof Waiting waiting)) {
            return "container \"%s\" in pod \"%s\" is not available".formatted(container.name(), podName);
        }
        String why = switch (waiting.reason()) {
            case "ErrImagePull" -> "image can't be pulled";
            case "ImagePullBackOff" -> "trying and failing to pull image";
            default -> waiting.reason();
        };
        return "container \"%s\" in pod \"%s\" is waiting to start: %s".formatted(container.name(), podName, why);
    }
}
