// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import dev.spurline.internal.text.JsonTrees;
import java.util.stream.Collectors;

/** Prints the objects of a plan as a YAML stream, without what nobody shall read: plans end up in logs. */
final class PlanYaml {

    private final SandboxPlan plan;

    PlanYaml(SandboxPlan plan) {
        this.plan = plan;
    }

    String print() {
        SandboxSecrets secrets = plan.secrets();
        return plan.steps().stream()
                .map(step -> secrets.masked(step.object()))
                .map(JsonTrees::yaml)
                .collect(Collectors.joining());
    }
}
