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
package dev.spurline.embedded.internal.controllers.workload;

import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The conditions of a Deployment in their order: one that changes moves to the end, as in Kubernetes. */
final class Conditions {

    private final List<DeploymentCondition> list;

    Conditions(List<DeploymentCondition> present) {
        list = new ArrayList<>(present);
    }

    Optional<DeploymentCondition> get(String type) {
        return list.stream()
                .filter(condition -> condition.getType().equals(type))
                .findFirst();
    }

    void set(DeploymentCondition condition) {
        DeploymentCondition present = get(condition.getType()).orElse(null);
        if (present != null && present.getStatus().equals(condition.getStatus())) {
            if (present.getReason().equals(condition.getReason())) {
                return;
            }
            condition.setLastTransitionTime(present.getLastTransitionTime());
        }
        remove(condition.getType());
        list.add(condition);
    }

    void remove(String type) {
        list.removeIf(condition -> condition.getType().equals(type));
    }

    List<DeploymentCondition> list() {
        return List.copyOf(list);
    }
}
