// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.internal.text.JsonTrees;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.util.Optional;

/** Prints the pod templates of a fork and of its baseline as YAML, without what nobody shall read. */
final class TemplateYaml {

    private final SandboxPlan plan;

    TemplateYaml(SandboxPlan plan) {
        this.plan = plan;
    }

    String baseline(Optional<PodTemplateSpec> template) {
        return template.map(plan.secrets()::masked).map(JsonTrees::yaml).orElse("");
    }

    String fork(PlannedCopy copy) {
        return plan.steps().stream()
                .filter(step -> step.wave() == Wave.WORKLOAD || step.wave() == Wave.RUN)
                .map(PlanStep::object)
                .filter(object -> isOf(object, copy))
                .findFirst()
                .map(this::template)
                .map(JsonTrees::yaml)
                .orElse("");
    }

    private JsonNode template(HasMetadata object) {
        return plan.secrets().masked(object).at("/spec/template");
    }

    private static boolean isOf(HasMetadata object, PlannedCopy copy) {
        return copy.name().equals(object.getMetadata().getName())
                && copy.namespace().equals(object.getMetadata().getNamespace());
    }
}
