// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.report;

import dev.spurline.ForkSpec;
import dev.spurline.SandboxSpec;
import dev.spurline.Workload;
import dev.spurline.internal.corridor.PlanSources;
import dev.spurline.internal.corridor.SandboxPlanning;
import dev.spurline.internal.entry.EntryChoice;
import dev.spurline.internal.plan.PlanOptions;
import dev.spurline.internal.plan.SandboxPlan;
import dev.spurline.internal.plan.ServiceWorkloads;
import dev.spurline.internal.survey.Survey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads a namespace as if sandboxes were to be opened there, each with one workload forked as it is, and tells what it found. */
public final class PreflightReading {

    /** A fork has to differ from its baseline; this differs in nothing that matters. */
    private static final String PATCH = "metadata: {annotations: {spurline.dev/preflight: 'true'}}";

    private final ReportSources sources;
    private final Planning planning;
    private final PlanOptions options;
    private final String namespace;
    private final NamespaceCheck check;
    private final ReportDraft draft = new ReportDraft();

    /** Prepares the planning of one sandbox. */
    @FunctionalInterface
    public interface Planning {

        /**
         * Prepares it.
         *
         * @param sources what plans are made from
         * @param spec the sandbox
         * @param namespace its namespace
         */
        SandboxPlanning of(PlanSources sources, SandboxSpec spec, String namespace);
    }

    /**
     * Prepares to read.
     *
     * @param sources what reports are made from
     * @param planning plans sandboxes
     * @param options what plans depend on
     * @param namespace where
     */
    public PreflightReading(ReportSources sources, Planning planning, PlanOptions options, String namespace) {
        this.sources = sources;
        this.planning = planning;
        this.options = options;
        this.namespace = namespace;
        this.check = new NamespaceCheck(sources, namespace, false);
    }

    /**
     * Reads, plans and asks by dry-run; nothing is written.
     *
     * @param service the Service to be forked; all of the namespace if none is named
     */
    public PreflightReport read(Optional<String> service) {
        draft.found("Cluster", sources.connection().title());
        if (check.exists(draft) && check.readable(draft)) {
            Set<String> here = Set.of(namespace);
            draft.attempt(() -> sources.plans().reader().read(namespace, here, options.farWorkloads(here)))
                    .ifPresent(survey -> examine(survey, service));
        }
        return draft.finish();
    }

    private void examine(Survey survey, Optional<String> service) {
        draft.found("Mesh", new MeshFacts(survey).sentence());
        List<SandboxPlan> plans = plans(survey, service);
        check.tellRights(draft, plans);
        check.count(draft, Set.of());
        DeliveryTools.tell(survey, draft);
        ClusterRefusals refusals = new ClusterRefusals(sources, options);
        var unused = refusals.limits(namespace, draft);
        plans.forEach(plan -> refusals.tell(plan, survey, draft));
    }

    private List<SandboxPlan> plans(Survey survey, Optional<String> service) {
        Map<Workload, List<String>> workloads = workloads(survey, service);
        PlanSources all = sources.plans()
                .forking(workloads.keySet().stream().map(Workload::name).collect(Collectors.toSet()));
        List<SandboxPlan> plans = new ArrayList<>();
        Map<Workload, List<String>> refused = new LinkedHashMap<>();
        workloads.forEach((workload, services) -> {
            ReportDraft trial = new ReportDraft();
            trial.attempt(() -> plan(all, survey, workload)).ifPresent(plan -> {
                plans.add(plan);
                tell(plan, services);
            });
            refused.put(workload, trial.finish().problems());
        });
        tell(refused, plans.isEmpty() || service.isPresent());
        if (workloads.isEmpty() && service.isEmpty()) {
            draft.wrong(
                    "No Service of namespace [%s] leads to a workload that can be forked: is it the right namespace?"
                            .formatted(namespace));
        }
        return plans;
    }

    /** Not every workload has to be one that can be forked. */
    private void tell(Map<Workload, List<String>> refused, boolean wrong) {
        refused.forEach((workload, problems) -> problems.forEach(problem -> {
            if (wrong) {
                draft.wrong(problem);
            } else {
                draft.found("Not forked", "%s: %s".formatted(workload, problem));
            }
        }));
    }

    /** Returns what can be forked, and the Services that lead there. */
    private Map<Workload, List<String>> workloads(Survey survey, Optional<String> service) {
        Map<String, List<Workload>> byService = new ServiceWorkloads(survey, namespace).byService();
        service.flatMap(name -> new ServicesOfNamespace(namespace, byService.keySet()).problem(name))
                .ifPresent(draft::wrong);
        Map<Workload, List<String>> found = new LinkedHashMap<>();
        byService.forEach((name, workloads) -> {
            if (service.isEmpty() || service.get().equals(name)) {
                workloads.forEach(workload -> found.computeIfAbsent(workload, first -> new ArrayList<>())
                        .add(name));
                if (workloads.isEmpty()) {
                    unforkable(name, service.isPresent());
                }
            }
        });
        return found;
    }

    private void unforkable(String service, boolean asked) {
        String sentence = "Service [%s/%s] selects no workload that can be forked".formatted(namespace, service);
        if (asked) {
            draft.wrong(sentence + ": give it the selector of a Deployment, StatefulSet or Rollout");
        } else {
            draft.found("Not forked", sentence);
        }
    }

    private SandboxPlan plan(PlanSources all, Survey survey, Workload workload) {
        SandboxSpec spec = SandboxSpec.builder()
                .namespace(namespace)
                .owner("preflight")
                .fork(ForkSpec.of(workload.toString()).patch(PATCH))
                .build();
        SandboxPlanning one = planning.of(all, spec, namespace);
        return one.plan(one.complete(survey));
    }

    private void tell(SandboxPlan plan, List<String> services) {
        EntryChoice entries = new EntryChoice(sources.connection(), options.settings(), namespace, plan.choice());
        new ForkFacts(plan, plan.forks().get(0), options.settings(), services).tell(entries, draft);
    }
}
