// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.PreflightException;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.SpurlineLabels;
import dev.spurline.internal.survey.Survey;
import dev.spurline.internal.text.JsonTrees;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;

/** Refuses workloads whose traffic a controller shifts: it owns their routes. */
final class TrafficControllerGuard {

    private TrafficControllerGuard() {}

    static void check(BaselineWorkload baseline, Survey survey) {
        for (GenericKubernetesResource canary :
                SpurlineLabels.foreign(survey.all(CustomKind.CANARY), baseline.namespace())) {
            JsonNode target = JsonTrees.tree(canary).at("/spec/targetRef");
            if (target.path("name").asText().equals(baseline.workload().name())) {
                throw new PreflightException(
                        "Workload [%s] is shifted by the Canary [%s/%s], which owns its routes: fork a workload that no controller shifts"
                                .formatted(
                                        baseline.workload(),
                                        canary.getMetadata().getNamespace(),
                                        canary.getMetadata().getName()));
            }
        }
        JsonNode shifting = JsonTrees.tree(baseline.object()).at("/spec/strategy/canary/trafficRouting");
        if (baseline.object().getKind().equals("Rollout") && !shifting.isMissingNode()) {
            throw new PreflightException(
                    "Workload [%s] shifts its own traffic (strategy.canary.trafficRouting) and owns its routes: fork a workload that no controller shifts"
                            .formatted(baseline.workload()));
        }
    }
}
