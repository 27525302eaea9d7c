// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.corridor;

import dev.spurline.framework.SandboxDescription;
import dev.spurline.framework.SandboxDescription.Fork;
import dev.spurline.framework.SandboxDescription.Route;
import dev.spurline.framework.SandboxDescription.Step;
import dev.spurline.internal.plan.ForeignSandbox;
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
                Stream.concat(
                                plan.copies().stream().map(this::own),
                                plan.joined().stream().flatMap(this::joined))
                        .toList(),
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

    private Fork own(PlannedCopy copy) {
        return new Fork(
                copy.workload(),
                "",
                copy instanceof PlannedFork fork ? services(fork) : List.of(),
                changes(copy),
                plan.baselineYaml(copy),
                plan.forkYaml(copy));
    }

    /** What differs in them is told to those who opened them. */
    private Stream<Fork> joined(ForeignSandbox sandbox) {
        return sandbox.forks().stream()
                .map(fork -> new Fork(fork.workload(), sandbox.title(), services(fork), changes(fork), "", ""));
    }

    private static List<String> services(PlannedFork fork) {
        return fork.services().stream().map(ForkService::baseline).toList();
    }

    private List<String> changes(PlannedCopy copy) {
        return copy.changes().stream().map(this::clean).toList();
    }
}
