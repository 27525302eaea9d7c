// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers.workload;

import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The conditions of a Deployment in their order: one that changes moves to the end, as in Kubernetes.
 *
 * <p>Source: SetDeploymentCondition in {@code pkg/controller/deployment/util/deployment_util.go}.
 */
final class DeploymentConditions {

    private final List<DeploymentCondition> list;

    DeploymentConditions(List<DeploymentCondition> present) {
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
