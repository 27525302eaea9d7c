// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import dev.spurline.SandboxSpec;
import dev.spurline.internal.routing.RoutePlanner;
import dev.spurline.internal.routing.SandboxNames;
import dev.spurline.internal.routing.ServicePorts;
import dev.spurline.internal.survey.Survey;
import dev.spurline.internal.work.FailureCollector;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Plans forks: the copy of each workload, the Services that lead to it, and what is copied besides for it to work. */
final class ForkPlanner {

    /** Why: docs/decisions/0017-published-before-ready.md. */
    private static final String EARLY =
            "; it publishes the pod before that is ready, because callers' Envoys may else answer 503 for up to 1 s after it is; its route is made only then";

    private final SandboxSpec spec;
    private final SandboxNames names;
    private final Survey survey;
    private final PlanOptions options;
    private final ForkObjects objects;
    private final MissingProxies proxies;
    private final SandboxPlanBuilder plan;
    private final FailureCollector refusals;
    private final Set<String> clones = new HashSet<>();

    ForkPlanner(
            SandboxSpec spec,
            SandboxNames names,
            Survey survey,
            PlanOptions options,
            ForkObjects objects,
            MissingProxies proxies,
            SandboxPlanBuilder plan,
            FailureCollector refusals) {
        this.spec = spec;
        this.names = names;
        this.survey = survey;
        this.options = options;
        this.objects = objects;
        this.proxies = proxies;
        this.plan = plan;
        this.refusals = refusals;
    }

    /**
     * Plans one.
     *
     * @param services those that select its baseline
     * @param route makes the routes of one of them; says whether it has got one
     */
    void plan(ForkDraft draft, List<Service> services, RoutePlanner routes, Predicate<Service> route) {
        List<ForkService> twinned = new ArrayList<>();
        List<Boolean> routed = new ArrayList<>();
        services.forEach(service -> refusals.run(() -> {
            twinned.add(twin(service, draft, routes));
            routed.add(route.test(service));
        }));
        Optional<JobSpec> job = draft.baseline().job();
        // A Service whose route is refused is no reason to say that none has one.
        boolean told = routed.size() < services.size() || routed.contains(true);
        if (job.isEmpty() && !told && !routes.lead(services)) {
            refusals.run(() -> plan.warning(new UnroutedFork(draft, survey).check(services)));
        }
        refusals.run(() -> new PolicyClones(draft, survey, objects, clones, options.rights())
                .make(services)
                .forEach(plan::step));
        plan.anchorTemplate(draft.baseline().namespace(), draft.template());
        plan.fork(
                job.map(spec -> onRequest(draft, spec)).orElseGet(() -> lasting(draft, twinned)),
                draft.baseline().template());
        warnOfCallersWithoutProxy(draft);
        draft.warnings().forEach(plan::warning);
    }

    private ForkService twin(Service service, ForkDraft draft, RoutePlanner routes) {
        String title = service.getMetadata().getName();
        create(
                Wave.NETWORK,
                objects.service(service, draft, survey.mesh().istio()),
                "Service %s leads to the fork of %s, with the ports of Service %s%s"
                        .formatted(
                                names.of(title),
                                draft.spec().workload().name(),
                                title,
                                survey.mesh().istio() ? EARLY : ""));
        new DestinationRules(draft, survey, objects, routes::subsets)
                .of(service)
                .forEach(plan::step);
        return new ForkService(title, names.of(title), new ServicePorts(survey.mesh()).of(service));
    }

    private void warnOfCallersWithoutProxy(ForkDraft draft) {
        if (proxies.of(draft.baseline().namespace(), draft.spec().workload().name())) {
            draft.warn(
                    "pods of its baseline have no proxy of %s; unless its own gets one, nobody counts the requests that it serves, and what it sends reaches the baseline of other forks"
                            .formatted(proxies.mesh()));
        }
    }

    private PlannedCopy lasting(ForkDraft draft, List<ForkService> twinned) {
        create(
                Wave.WORKLOAD,
                objects.deployment(draft),
                "Deployment %s runs one pod, a copy of %s"
                        .formatted(draft.name(), draft.spec().workload()));
        return new PlannedFork(
                draft.spec().workload(),
                draft.baseline().namespace(),
                draft.name(),
                draft.container().getName(),
                draft.podSelector(),
                twinned,
                waiting(draft),
                draft.changes());
    }

    private Duration waiting(ForkDraft draft) {
        ReadinessTime time = new ReadinessTime(spec, options.settings());
        Duration earliest = ReadinessTime.earliest(draft.pod());
        time.warning(earliest).ifPresent(draft::warn);
        plan.extension(time.extension(draft.pod()));
        return earliest;
    }

    private PlannedCopy onRequest(ForkDraft draft, JobSpec baseline) {
        PlanStep first = new PlanStep(
                Wave.RUN,
                objects.job(draft, baseline),
                "Job %s runs one pod, a copy of what %s starts, when a test asks for it"
                        .formatted(draft.name(), draft.spec().workload()),
                0);
        plan.step(first);
        return new PlannedJob(draft.spec().workload(), draft.container().getName(), first, names, draft.changes());
    }

    private void create(Wave wave, HasMetadata object, String sentence) {
        plan.step(new PlanStep(wave, object, sentence, 0));
    }
}
