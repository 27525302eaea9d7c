// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.report;

import dev.spurline.RoutingKey;
import dev.spurline.SandboxException;
import dev.spurline.SandboxSpec;
import dev.spurline.internal.corridor.SandboxPlanning;
import dev.spurline.internal.plan.PlanOptions;
import dev.spurline.internal.plan.SandboxPlan;
import dev.spurline.internal.survey.Survey;
import dev.spurline.internal.work.FailureCollector;
import dev.spurline.internal.work.Refusals;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds all that keeps one sandbox from being opened, once something has: who opens it asks no more than it needs. Writes nothing. */
public final class OpeningRefusals {

    private final ReportSources sources;
    private final PlanOptions options;
    private final SandboxSpec spec;
    private final Set<String> namespaces;
    private final RoutingKey key;
    private final boolean shared;
    private final ReportDraft draft = new ReportDraft();
    private final Map<String, NamespaceCheck> checks = new LinkedHashMap<>();

    /**
     * Prepares to look.
     *
     * @param sources what reports are made from
     * @param options what plans depend on
     * @param spec the sandbox
     * @param namespaces those in which it has objects
     * @param key its routing key
     * @param shared whether engines of a run share it
     */
    public OpeningRefusals(
            ReportSources sources,
            PlanOptions options,
            SandboxSpec spec,
            Set<String> namespaces,
            RoutingKey key,
            boolean shared) {
        this.sources = sources;
        this.options = options;
        this.spec = spec;
        this.namespaces = namespaces;
        this.key = key;
        this.shared = shared;
    }

    /**
     * Returns an exception that tells all, as far as the server answers.
     *
     * @param first what the sandbox was refused for; what was found before is found again
     * @param planning plans the sandbox
     * @param joins whether the sandbox is there: then its key and the number of sandboxes are no matter
     */
    public SandboxException all(SandboxException first, SandboxPlanning planning, boolean joins) {
        // Who waited in vain for an answer is not to wait for further ones.
        if (FailureCollector.root(first) instanceof KubernetesClientException lost && lost.getCode() == 0) {
            return first;
        }
        try {
            gather(planning, joins);
        } catch (RuntimeException e) {
            Refusals.sentences(first).forEach(draft::wrong);
            first.addSuppressed(e);
        }
        return Refusals.together(
                first, "sandbox [%s]".formatted(key), draft.finish().problems());
    }

    private void gather(SandboxPlanning planning, boolean joins) {
        draft.passes(() -> sources.guards().checkForks(spec.forks().size()));
        boolean readable = namespaces.stream().map(this::check).reduce(true, Boolean::logicalAnd);
        Optional<Survey> survey = readable ? draft.attempt(() -> planning.survey(namespaces)) : Optional.empty();
        survey.ifPresent(read -> draft.passes(() -> planning.checkSettings(read)));
        Optional<SandboxPlan> plan = survey.flatMap(read -> plan(read, planning));
        Set<String> written = new LinkedHashSet<>(namespaces);
        plan.ifPresent(made -> made.steps()
                .forEach(step -> written.add(step.object().getMetadata().getNamespace())));
        written.forEach(namespace -> finish(namespace, plan, joins));
        plan.ifPresent(made -> new ClusterRefusals(sources, options).tell(made, survey.orElseThrow(), draft));
    }

    /** Returns whether what is in a namespace can be read. One that is protected is left alone. */
    private boolean check(String namespace) {
        if (!draft.passes(() -> sources.guards().checkNamespace(namespace))) {
            return false;
        }
        NamespaceCheck check = new NamespaceCheck(sources, namespace, shared);
        if (!check.exists(draft)) {
            return false;
        }
        checks.put(namespace, check);
        return check.readable(draft);
    }

    private void finish(String namespace, Optional<SandboxPlan> plan, boolean joins) {
        List<SandboxPlan> plans = plan.map(List::of).orElse(List.of());
        Optional.ofNullable(checks.get(namespace))
                .or(() -> plan.map(made -> new NamespaceCheck(sources, namespace, shared)))
                .ifPresent(check -> {
                    check.tellRights(draft, plans);
                    if (!joins) {
                        check.count(draft, Set.of(key));
                    }
                });
    }

    private Optional<SandboxPlan> plan(Survey survey, SandboxPlanning planning) {
        return draft.attempt(() -> planning.attempt(survey)).flatMap(attempt -> {
            attempt.refusal()
                    .ifPresent(refusal -> draft.attempt(() -> {
                        throw refusal;
                    }));
            return attempt.plan();
        });
    }
}
