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

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;

/** How long the containers of a pod may take to end. */
final class PodGrace {

    private static final long STANDARD = 30;

    private PodGrace() {}

    /** Returns what the delete asked for, else what the pod's spec says. */
    static Duration of(Pod pod) {
        Long asked = pod.getMetadata().getDeletionGracePeriodSeconds();
        Long declared = pod.getSpec().getTerminationGracePeriodSeconds();
        long seconds = asked != null ? asked : declared != null ? declared : STANDARD;
        return Duration.ofSeconds(Math.max(0, seconds));
    }
}
