// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node.container;

import dev.spurline.embedded.internal.node.machine.KubeletEvents;
import dev.spurline.embedded.internal.node.probe.ProbeKind;
import io.fabric8.kubernetes.api.model.ObjectReference;

/**
 * The Events about one container, in a kubelet's words.
 *
 * <p>Source: {@code pkg/kubelet/events/event.go} (CreatedContainer).
 *
 * @param recorder writes them
 * @param container whom they are about
 */
record ContainerEvents(KubeletEvents recorder, ObjectReference container) {

    void killing(String message) {
        recorder.normal(container, "Killing", message);
    }

    void unhealthy(ProbeKind kind, String message) {
        recorder.warning(container, "Unhealthy", "%s probe failed: %s".formatted(kind.title(), message));
    }

    void pullingLater(String message) {
        recorder.normal(container, "BackOff", message);
        recorder.warning(container, "Failed", "Error: ImagePullBackOff");
    }

    void restartingLater(String name, String pod) {
        String message = "Back-off restarting failed container %s in pod %s".formatted(name, pod);
        recorder.warning(container, "BackOff", message);
    }

    void postStartFailed() {
        recorder.warning(container, "FailedPostStartHook", "PostStartHook failed");
    }

    void preStopFailed() {
        recorder.warning(container, "FailedPreStopHook", "PreStopHook failed");
    }
}
