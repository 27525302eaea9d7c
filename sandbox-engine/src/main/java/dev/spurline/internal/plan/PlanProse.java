// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import java.util.ArrayList;
import java.util.List;

/** Tells a plan in sentences: what is created, in which order, and how each fork differs from its baseline. */
final class PlanProse {

    private final SandboxPlan plan;

    PlanProse(SandboxPlan plan) {
        this.plan = plan;
    }

    String print() {
        List<String> lines = new ArrayList<>();
        lines.add("Sandbox %s in namespace %s".formatted(plan.key(), plan.namespace()));
        plan.waves()
                .forEach((wave, steps) -> steps.forEach(step -> {
                    lines.add("- " + step.sentence());
                    addChanges(step, lines);
                }));
        addExplanations(lines);
        List<String> warnings = new ArrayList<>(plan.warnings());
        warnings.addAll(plan.gatewayWarnings().values());
        if (!warnings.isEmpty()) {
            lines.add("Warnings");
            warnings.forEach(warning -> lines.add("- " + warning));
        }
        return String.join("\n", lines) + "\n";
    }

    private void addExplanations(List<String> lines) {
        if (!plan.explanations().isEmpty()) {
            lines.add("Routing");
        }
        for (List<String> explanation : plan.explanations()) {
            lines.add("- " + explanation.get(0));
            explanation.stream().skip(1).forEach(line -> lines.add("  - " + line));
        }
    }

    private void addChanges(PlanStep step, List<String> lines) {
        if (step.wave() == Wave.WORKLOAD || step.wave() == Wave.RUN) {
            plan.copies().stream()
                    .filter(fork ->
                            fork.name().equals(step.object().getMetadata().getName())
                                    && fork.namespace()
                                            .equals(step.object().getMetadata().getNamespace()))
                    .flatMap(fork -> fork.changes().stream())
                    .forEach(change -> lines.add("  - " + change));
        }
    }
}
