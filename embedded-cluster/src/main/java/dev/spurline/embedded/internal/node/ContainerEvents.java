/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package dev.spurline.embedded.internal.node;

import io.fabric8.kubernetes.api.model.ObjectReference;

/**
 * The Events about one container, in a kubelet's words.
 *
 * @param recorder writes them
 * @param container whom they are about
 */
record ContainerEvents(EventRecorder recorder, ObjectReference container) {

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
