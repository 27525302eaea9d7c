// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.corridor;

import dev.spurline.framework.SandboxDescription;
import dev.spurline.framework.SandboxDescription.Fork;
import dev.spurline.framework.SandboxDescription.Route;
import dev.spurline.framework.SandboxDescription.Step;
import dev.spurline.internal.plan.ForkService;
import dev.spurline.internal.plan.PlannedCopy;
import dev.spurline.internal.plan.PlannedFork;
import dev.spurline.internal.plan.SandboxPlan;
import java.util.List;
import java.util.stream.Stream;

/** Describes a plan without its secrets. */
final class PlanDescription {

    private final SandboxPlan plan;

    PlanDescription(SandboxPlan plan) {
        this.plan = plan;
    }

    SandboxDescription with(List<Step> steps) {
        return new SandboxDescription(
                plan.prose(),
                Stream.concat(plan.warnings().stream(), plan.gatewayWarnings().values().stream())
                        .map(this::clean)
                        .toList(),
                steps,
                plan.copies().stream().map(this::fork).toList(),
                plan.routes().stream()
                        .map(route -> new Route(route.title(), route.service(), clean(route.sentence())))
                        .toList(),
                plan.callers().stream()
                        .map(caller -> caller.namespace() + "/" + caller.workload())
                        .distinct()
                        .toList());
    }

    private String clean(String sentence) {
        return plan.mask().clean(sentence);
    }

    private Fork fork(PlannedCopy copy) {
        return new Fork(
                copy.workload(),
                copy instanceof PlannedFork fork
                        ? fork.services().stream().map(ForkService::baseline).toList()
                        : List.of(),
                copy.changes().stream().map(this::clean).toList(),
                plan.baselineYaml(copy),
                plan.forkYaml(copy));
    }
}
