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

import dev.spurline.embedded.internal.node.ContainerPhase.Waiting;

/** Says why a container has no log, in the kubelet's words. */
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
