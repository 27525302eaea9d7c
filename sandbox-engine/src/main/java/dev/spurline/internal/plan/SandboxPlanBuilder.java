// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import dev.spurline.RoutingKey;
import dev.spurline.internal.routing.ForkMember;
import dev.spurline.internal.routing.ForkMembers;
import dev.spurline.internal.routing.RoutingChoice;
import dev.spurline.internal.routing.SandboxRoute;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Builds a {@link SandboxPlan}. */
final class SandboxPlanBuilder {

    final RoutingKey key;
    final String namespace;
    final Map<String, String> labels;
    private final ObjectMarks marks;
    final List<PlannedCopy> copies = new ArrayList<>();
    final List<ForeignSandbox> joined = new ArrayList<>();
    final Map<String, PodTemplateSpec> baselines = new HashMap<>();
    final List<SandboxRoute> routes = new ArrayList<>();
    final List<ForkMember> members = new ArrayList<>();
    RoutingChoice choice = RoutingChoice.AUTO;
    final List<TracedService> traced = new ArrayList<>();
    final Map<String, String> untraced = new LinkedHashMap<>();
    final List<PlanStep> steps = new ArrayList<>();
    final List<CallingWorkload> callers = new ArrayList<>();
    final Map<String, PodTemplateSpec> anchorTemplates = new LinkedHashMap<>();
    final Map<String, String> headers = new LinkedHashMap<>();
    final Map<String, String> entryWarnings = new LinkedHashMap<>();
    final Map<String, String> gatewayWarnings = new LinkedHashMap<>();
    final List<List<String>> explanations = new ArrayList<>();
    final List<String> warnings = new ArrayList<>();
    final List<String> standing = new ArrayList<>();
    final Set<String> withoutRights = new HashSet<>();
    final List<String> callersWithoutProxy = new ArrayList<>();
    Duration extension = Duration.ZERO;
    final Function<List<PlanStep>, SandboxSecrets> secrets;

    /**
     * Starts an empty plan.
     *
     * @param marks what goes on all objects besides
     * @param secrets finds them in the steps, when somebody wants the plan told
     */
    SandboxPlanBuilder(
            RoutingKey key,
            String namespace,
            Map<String, String> labels,
            ObjectMarks marks,
            Function<List<PlanStep>, SandboxSecrets> secrets) {
        this.key = key;
        this.namespace = namespace;
        this.labels = labels;
        this.marks = marks;
        this.secrets = secrets;
    }

    /**
     * Takes a fork.
     *
     * @param baseline the template that it was copied from
     */
    SandboxPlanBuilder fork(PlannedCopy fork, PodTemplateSpec baseline) {
        copies.add(fork);
        baselines.put(SandboxPlan.title(fork), baseline);
        return this;
    }

    /** Takes a fork of which it is not known what it was copied from. */
    SandboxPlanBuilder fork(PlannedFork fork) {
        copies.add(fork);
        return this;
    }

    SandboxPlanBuilder joined(List<ForeignSandbox> sandboxes) {
        joined.addAll(sandboxes);
        return this;
    }

    SandboxPlanBuilder route(SandboxRoute route) {
        routes.add(route);
        return step(new PlanStep(Wave.ROUTE, route.object(), route.sentence(), route.turn()));
    }

    SandboxPlanBuilder traced(TracedService service) {
        traced.add(service);
        return this;
    }

    SandboxPlanBuilder untraced(String service, String reason) {
        untraced.put(service, reason);
        return this;
    }

    SandboxPlanBuilder choice(RoutingChoice asked) {
        choice = asked;
        return this;
    }

    SandboxPlanBuilder members(ForkMembers found, Map<String, String> carriers) {
        members.addAll(found.members());
        return headers(carriers);
    }

    List<ForkMember> members() {
        return members;
    }

    List<PlanStep> steps() {
        return steps;
    }

    List<SandboxRoute> routes() {
        return routes;
    }

    SandboxPlanBuilder step(PlanStep step) {
        marks.on(step.object().getMetadata());
        steps.add(step);
        return this;
    }

    SandboxPlanBuilder callers(List<CallingWorkload> found) {
        callers.addAll(found);
        return this;
    }

    SandboxPlanBuilder anchorTemplate(String where, PodTemplateSpec template) {
        anchorTemplates.putIfAbsent(where, template);
        return this;
    }

    SandboxPlanBuilder headers(Map<String, String> carriers) {
        headers.putAll(carriers);
        return this;
    }

    SandboxPlanBuilder gatewayWarning(String service, String sentence) {
        gatewayWarnings.put(service, sentence);
        return this;
    }

    SandboxPlanBuilder entryWarning(String service, String sentence) {
        entryWarnings.put(service, sentence);
        return this;
    }

    SandboxPlanBuilder explanation(List<String> lines) {
        explanations.add(List.copyOf(lines));
        return this;
    }

    SandboxPlanBuilder warning(String sentence) {
        if (!warnings.contains(sentence)) {
            warnings.add(sentence);
        }
        return this;
    }

    /** Forks start at the same time: the slowest counts. */
    SandboxPlanBuilder extension(Duration time) {
        extension = time.compareTo(extension) > 0 ? time : extension;
        return this;
    }

    SandboxPlanBuilder callersWithoutProxy(String sentence) {
        callersWithoutProxy.add(sentence);
        return standing(sentence);
    }

    SandboxPlanBuilder withoutRight(String sentence) {
        withoutRights.add(sentence);
        return standing(sentence);
    }

    SandboxPlanBuilder standing(String sentence) {
        standing.add(sentence);
        return warning(sentence);
    }

    SandboxPlan build() {
        steps.sort(Comparator.comparing(PlanStep::wave));
        return new SandboxPlan(this);
    }
}
