// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.report;

import dev.spurline.Workload;
import dev.spurline.internal.plan.PlanOptions;
import dev.spurline.internal.plan.PlanStep;
import dev.spurline.internal.plan.PlannedFork;
import dev.spurline.internal.plan.SandboxPlan;
import dev.spurline.internal.plan.Wave;
import dev.spurline.internal.survey.Survey;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds what a cluster would refuse of planned sandboxes: by quotas and LimitRanges, and by admission of any object. Writes nothing. */
final class ClusterRefusals {

    private final ReportSources sources;
    private final PlanOptions options;
    private final Map<String, Optional<NamespaceLimits>> limits = new HashMap<>();

    ClusterRefusals(ReportSources sources, PlanOptions options) {
        this.sources = sources;
        this.options = options;
    }

    /** Tells what would be refused of a plan. */
    void tell(SandboxPlan plan, Survey survey, ReportDraft draft) {
        Map<PlannedFork, PodDemand> pods = demands(plan, survey, draft);
        pods.forEach((fork, pod) -> limits(fork.namespace(), draft)
                .ifPresent(limits -> limits.refusals(fork.workload(), pod).forEach(draft::wrong)));
        plan.forks().stream()
                .map(PlannedFork::namespace)
                .distinct()
                .forEach(namespace -> compareTogether(namespace, plan, pods, draft));
        rehearse(plan).forEach(draft::wrong);
    }

    /** Returns what limits pods in a namespace, and tells of it once; nothing if it may not be read. */
    Optional<NamespaceLimits> limits(String namespace, ReportDraft draft) {
        return limits.computeIfAbsent(namespace, name -> new LimitReader(sources.cluster(), name).read(draft));
    }

    private Map<PlannedFork, PodDemand> demands(SandboxPlan plan, Survey survey, ReportDraft draft) {
        Optional<Container> proxy = new MeshFacts(survey).proxy();
        Map<PlannedFork, PodDemand> demands = new LinkedHashMap<>();
        plan.forks()
                .forEach(fork -> limits(fork.namespace(), draft)
                        .ifPresent(limits -> ForkFacts.deployment(plan, fork)
                                .map(deployment ->
                                        deployment.getSpec().getTemplate().getSpec())
                                .ifPresent(pod -> demands.put(fork, limits.demand(pod, proxy)))));
        return demands;
    }

    /** Each object is rehearsed as if it were the only one. */
    private void compareTogether(
            String namespace, SandboxPlan plan, Map<PlannedFork, PodDemand> demands, ReportDraft draft) {
        limits(namespace, draft).ifPresent(limits -> {
            Map<Workload, PodDemand> pods = new LinkedHashMap<>();
            demands.forEach((fork, pod) -> {
                if (fork.namespace().equals(namespace)) {
                    pods.put(fork.workload(), pod);
                }
            });
            Map<String, Long> objects = plan.steps().stream()
                    .filter(step -> step.wave() != Wave.RUN)
                    .map(PlanStep::object)
                    .filter(object -> namespace.equals(object.getMetadata().getNamespace()))
                    .collect(Collectors.groupingBy(SandboxPlan::plural, Collectors.counting()));
            limits.refusalsTogether(pods, objects).forEach(draft::wrong);
        });
    }

    private List<String> rehearse(SandboxPlan plan) {
        List<HasMetadata> objects = Stream.concat(
                        anchors(plan), plan.steps().stream().map(PlanStep::object))
                // Without the right there is one answer, which is told already, and an alarm in somebody's audit log.
                .filter(sources.permissions()::mayMake)
                .toList();
        return sources.rehearsal().refusals(objects).stream()
                .map(refusal ->
                        RehearsedKey.hide(plan, plan.mask().clean(refusal)).replace(options.engine(), "<engine>"))
                .toList();
    }

    private Stream<HasMetadata> anchors(SandboxPlan plan) {
        return options.anchored()
                ? plan.anchorTemplates().entrySet().stream()
                        .map(entry -> sources.anchors().planned(entry.getKey(), entry.getValue()))
                : Stream.empty();
    }
}
