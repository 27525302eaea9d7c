// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import dev.spurline.ForkSpec;
import dev.spurline.PreflightException;
import dev.spurline.RoutingKey;
import dev.spurline.SandboxSpec;
import dev.spurline.Workload;
import dev.spurline.internal.routing.ForkMembers;
import dev.spurline.internal.routing.GatewayPlan;
import dev.spurline.internal.routing.KeyFormat;
import dev.spurline.internal.routing.RoutePlanner;
import dev.spurline.internal.routing.RoutedService;
import dev.spurline.internal.routing.RoutingChoice;
import dev.spurline.internal.routing.SandboxNames;
import dev.spurline.internal.routing.SandboxRoute;
import dev.spurline.internal.routing.SandboxRouting;
import dev.spurline.internal.routing.ShadowChoice;
import dev.spurline.internal.secrets.SecretRedactor;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.ServiceMesh;
import dev.spurline.internal.survey.SpurlineLabels;
import dev.spurline.internal.survey.Survey;
import dev.spurline.internal.work.FailureCollector;
import dev.spurline.settings.Setting;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Decides what a sandbox is made of. A pure function: equal arguments give equal plans. */
public final class Planner {

    private final SandboxSpec spec;
    private final SandboxNames names;
    private final Survey survey;
    private final PlanOptions options;
    private final SandboxPlanBuilder plan;
    private final ForkObjects objects;
    private final List<ForkDraft> drafts = new ArrayList<>();
    private final Map<String, String> twins = new LinkedHashMap<>();
    private final Map<String, String> routed = new HashMap<>();
    private final KeyFormat format;
    private final MissingProxies proxies;
    private final HiddenCallers hidden;
    private final GatewayEntries gateways;
    private final FailureCollector refusals = new FailureCollector();

    private Planner(SandboxSpec spec, RoutingKey key, Survey survey, PlanOptions options) {
        Map<String, String> labels = SpurlineLabels.of(key, options.engine());
        this.spec = spec;
        ObjectMarks marks = options.marks();
        this.names = new SandboxNames(marks.prefix(), key);
        this.survey = survey;
        this.options = options;
        this.plan = new SandboxPlanBuilder(key, survey.namespace(), labels, marks, this::secrets);
        this.objects = new ForkObjects(names, labels);
        this.format = new RouteKeys(survey).of(options.format());
        this.proxies = new MissingProxies(survey);
        this.hidden = new HiddenCallers(survey, options.callers());
        this.gateways = new GatewayEntries(survey, options);
        plan.headers(options.format().headers(key));
    }

    /**
     * Plans a sandbox.
     *
     * @param spec what is asked for
     * @param key the routing key, from which all names derive
     * @param survey what is there
     * @param options the engine's id and the settings
     * @return the plan
     * @throws PreflightException if the sandbox is refused; what else is refused is suppressed in it
     */
    public static SandboxPlan plan(SandboxSpec spec, RoutingKey key, Survey survey, PlanOptions options) {
        return attempt(spec, key, survey, options).orThrow();
    }

    /** Plans a sandbox, and goes on after what is refused, so that all of it is found. */
    public static PlanAttempt attempt(SandboxSpec spec, RoutingKey key, Survey survey, PlanOptions options) {
        return new Planner(spec, key, survey, options).attempt();
    }

    private PlanAttempt attempt() {
        List<SandboxPlan> made = new ArrayList<>(1);
        refusals.run(() -> plan().ifPresent(made::add));
        return new PlanAttempt(made.stream().findFirst(), refusals.failure().map(this::clean));
    }

    private RuntimeException clean(RuntimeException refusal) {
        return new SecretRedactor(SandboxSecrets.before(spec, options.settings(), baselines())
                        .mask())
                .clean(refusal);
    }

    private SandboxSecrets secrets(List<PlanStep> steps) {
        return SandboxSecrets.of(spec, options.settings(), baselines(), steps, options.joined(), others());
    }

    private List<PodTemplateSpec> baselines() {
        return drafts.stream().map(draft -> draft.baseline().template()).toList();
    }

    /** The namespaces and what is in them: a plan tells of those that it does not concern, too. */
    private Set<String> others() {
        Set<String> names = new TreeSet<>(survey.read());
        Stream.of(survey.services(), survey.deployments(), survey.statefulSets())
                .flatMap(List::stream)
                .forEach(object -> names.add(object.getMetadata().getName()));
        return names;
    }

    /** Returns the kinds of policies that a plan may have to copy, as {@code namespace/plural.group}. */
    public static Set<String> policyKinds(Survey survey) {
        return PolicyClones.kinds(survey);
    }

    /**
     * Returns the names of the ConfigMaps that the workloads to be forked take variables or files from, by namespace.
     * Workloads that are not there have none: their plan is refused.
     */
    public static Map<String, Set<String>> configMaps(SandboxSpec spec, Survey survey) {
        BaselineFinder baselines = new BaselineFinder(survey);
        Map<String, Set<String>> names = new TreeMap<>();
        for (ForkSpec fork : spec.forks()) {
            baselines
                    .look(fork)
                    .ifPresent(baseline -> names.computeIfAbsent(baseline.namespace(), namespace -> new TreeSet<>())
                            .addAll(ConfigMapReferences.names(baseline.copy().getSpec())));
        }
        names.values().removeIf(Set::isEmpty);
        return names;
    }

    /** Returns what is planned; nothing if no fork can be. */
    private Optional<SandboxPlan> plan() {
        refusals.run(() -> new IstioInstallation(survey, options.farCallers(survey.read()))
                .check()
                .forEach(plan::standing));
        new RouteKeys(survey).warning(options.format()).ifPresent(plan::standing);
        draftForks();
        Map<ForkDraft, List<Service>> services = makeForks();
        if (services.isEmpty() && (!spec.forks().isEmpty() || options.joined().isEmpty())) {
            return Optional.empty();
        }
        ForeignForks foreign = ForeignForks.of(spec.owner(), survey, choice(), options.joined(), services);
        twins.putAll(foreign.twins());
        plan.joined(options.joined());
        RoutePlanner routes = new RoutePlanner(routing());
        List<Service> forked = Stream.concat(
                        services.values().stream().flatMap(List::stream), foreign.services().stream())
                .distinct()
                .toList();
        planMembers(forked, routes);
        ForkPlanner forks = new ForkPlanner(spec, names, survey, options, objects, proxies, plan, refusals);
        services.forEach((draft, selecting) ->
                refusals.run(() -> forks.plan(draft, selecting, routes, service -> route(service, routes))));
        foreign.services().forEach(service -> refusals.run(() -> route(service, routes)));
        survey.read().forEach(namespace -> routeLeading(namespace, routes));
        refusals.run(() -> routeAtGateways(forked, routes));
        new TraceSteps(routing(), names.prefix(), SpurlineLabels.of(names.key(), options.engine()))
                .plan(options.trace(), plan)
                .forEach(hidden::hide);
        routes.unknownLeads().forEach(plan::standing);
        namespaces().forEach(namespace -> planRecord(namespace, List.copyOf(services.keySet())));
        routes.warnings().forEach(plan::warning);
        foreign.explanations().forEach(plan::explanation);
        routes.explanations().forEach(plan::explanation);
        explainMembers();
        proxies.warnings().forEach(plan::callersWithoutProxy);
        new SkippingCallers(survey).warnings(forked).forEach(plan::callersWithoutProxy);
        survey.read().forEach(namespace -> routes.entryWarnings(namespace).forEach(plan::entryWarning));
        warnOfUnread();
        CallingWorkloads callers = new CallingWorkloads(survey, hidden);
        callers.warnings(options.callers()).forEach(plan::standing);
        plan.callers(callers.find(options.callers(), survey.mesh() == ServiceMesh.ENVOY ? Set.of() : forked()));
        return Optional.of(plan.build());
    }

    /** What a CronJob's fork sends is to meet the other forks, too. */
    private void planMembers(List<Service> services, RoutePlanner routes) {
        plan.choice(choice());
        ForkMembers members = ForkMembers.of(
                Stream.concat(
                                drafts.stream().map(draft -> draft.spec().workload()),
                                options.joined().stream()
                                        .flatMap(sandbox -> sandbox.forks().stream())
                                        .map(PlannedFork::workload))
                        .map(Workload::name)
                        .toList(),
                services.stream()
                        .flatMap(service -> routes.members(service).stream())
                        .distinct()
                        .toList());
        Map<String, String> headers =
                members.addedTo(format.headers(names.key()), Setting.ENVOY_SECRET.find(options.settings()));
        plan.members(members, headers);
        if (!members.members().isEmpty()) {
            drafts.stream()
                    .filter(draft -> draft.baseline().job().isPresent())
                    .forEach(draft -> draft.setVariable(RunOnce.BAGGAGE_VARIABLE, headers.getOrDefault("baggage", "")));
        }
    }

    private void explainMembers() {
        if (!plan.members().isEmpty()) {
            plan.explanation(List.of("Requests carry %s in their baggage".formatted(plan.members())));
        }
    }

    private RoutingChoice choice() {
        return RoutingChoice.of(Setting.ROUTING.in(options.settings()));
    }

    private SandboxRouting routing() {
        return new SandboxRouting(
                survey,
                names,
                format,
                SpurlineLabels.of(names.key(), options.engine()),
                twins,
                options.rights().routes(),
                options.rights().missing(),
                callersHomes(),
                options.farGateways(survey.read()),
                choice(),
                ShadowChoice.of(Setting.SHADOW.in(options.settings())),
                Setting.MIRRORS.in(options.settings()),
                Setting.NO_STORE.in(options.settings()),
                options.anchored(),
                false);
    }

    /** Those of the namespaces that were read, and of the workloads that {@code spurline.callers} names. */
    private Set<String> callersHomes() {
        Set<String> homes = new TreeSet<>(survey.read());
        options.callers().stream()
                .filter(name -> name.contains("/"))
                .forEach(name -> homes.add(name.substring(0, name.indexOf('/'))));
        return homes;
    }

    private void draftForks() {
        BaselineFinder baselines = new BaselineFinder(survey);
        Set<String> taken = new HashSet<>();
        spec.forks()
                .forEach(fork -> refusals.run(() -> {
                    BaselineWorkload baseline = baselines.find(fork);
                    refuseTwin(baseline);
                    ForkDraft draft = new ForkDraft(fork, baseline, names, taken);
                    taken.add(draft.name());
                    drafts.add(draft);
                }));
    }

    /** Returns the Services that select the baseline of each fork. */
    private Map<ForkDraft, List<Service>> makeForks() {
        Map<ForkDraft, List<Service>> services = new LinkedHashMap<>();
        drafts.forEach(draft -> {
            refusals.run(() -> TrafficControllerGuard.check(draft.baseline(), survey));
            refusals.run(() -> services.put(draft, new ForkMaker(draft, survey, options).make()));
        });
        services.values().forEach(selecting -> selecting.forEach(service -> twins.put(name(service), twin(service))));
        return services;
    }

    /** One may name the namespace that the other has by a setting. */
    private void refuseTwin(BaselineWorkload baseline) {
        boolean again = drafts.stream()
                .anyMatch(draft -> draft.baseline().namespace().equals(baseline.namespace())
                        && draft.baseline().workload().equals(baseline.workload()));
        if (again) {
            throw new PreflightException("Workload [%s] is forked twice in one sandbox: put all overrides into one fork"
                    .formatted(baseline.workload()));
        }
    }

    private static String name(Service service) {
        return service.getMetadata().getNamespace() + "/"
                + service.getMetadata().getName();
    }

    private String twin(Service service) {
        return names.of(service.getMetadata().getName());
    }

    private void routeLeading(String namespace, RoutePlanner routes) {
        routes.leading(namespace).forEach(service -> refusals.run(() -> route(service, routes)));
    }

    /** Returns whether the Service has got a route. */
    private boolean route(Service service, RoutePlanner routes) {
        List<SandboxRoute> made = routes.of(service);
        made.forEach(route -> route(route, RoutedService.title(service)));
        if (!made.isEmpty()) {
            hidden.of(service).forEach(plan::standing);
        }
        return !made.isEmpty() || routes.reachedWithoutRoute(service);
    }

    /** Where no route is written, a gateway of the mesh is none of the ways in. */
    private void routeAtGateways(List<Service> forked, RoutePlanner routes) {
        if (!choice().writesRoutes()) {
            return;
        }
        GatewayPlan atGateways = routes.atGateways(forked, plan.routes());
        atGateways.routes().forEach(route -> route(route, "requests at gateways"));
        gateways.left(atGateways.left()).forEach(plan::standing);
        atGateways.warnings().forEach(plan::standing);
        forked.forEach(service -> gateways.warning(service, atGateways.routes())
                .ifPresent(sentence -> plan.gatewayWarning(gateways.subject(service), sentence)));
    }

    private void route(SandboxRoute route, String subject) {
        refuseNamesake(route, subject);
        plan.route(route);
    }

    /** The route of port 80 of Service {@code pricing} may have the name of that of Service {@code pricing-80}. */
    private void refuseNamesake(SandboxRoute route, String subject) {
        String title = SandboxRoute.title(route.object());
        String other = routed.putIfAbsent(title, subject);
        if (other != null) {
            throw new PreflightException(
                    "%s would be the route of %s and of %s at once: rename one of these Services, or fork what they lead to in sandboxes of their own"
                            .formatted(title, other, subject));
        }
    }

    private void planRecord(String namespace, List<ForkDraft> made) {
        plan.step(new PlanStep(
                Wave.RECORD,
                new SandboxRecord(spec, objects, names, options).of(namespace, made),
                "ConfigMap %s records the sandbox and owns all of its objects%s%s"
                        .formatted(
                                names.record(),
                                namespace.equals(survey.namespace()) ? "" : " in namespace " + namespace,
                                options.anchored() ? "; " + anchor() : ""),
                0));
        plan.anchorTemplate(namespace, template(made));
    }

    /** Who joins others' forks without any of its own has theirs for a template that the namespace's policies let pass. */
    private PodTemplateSpec template(List<ForkDraft> made) {
        return made.isEmpty() ? options.joined().get(0).template() : made.get(0).template();
    }

    private String anchor() {
        return "Job %s owns it, the anchor of all sandboxes that this engine has there"
                .formatted(SandboxNames.anchor(names.prefix(), options.engine()));
    }

    /** Returns where the sandbox has objects: each such namespace needs an owner of its own for them. */
    private Set<String> namespaces() {
        Set<String> namespaces = new LinkedHashSet<>();
        if (drafts.isEmpty()) {
            namespaces.add(survey.namespace());
        }
        plan.steps().forEach(step -> namespaces.add(step.object().getMetadata().getNamespace()));
        return namespaces;
    }

    private Set<String> forked() {
        return Stream.concat(
                        drafts.stream()
                                .map(draft -> draft.baseline().namespace() + "/"
                                        + draft.spec().workload().name()),
                        options.joined().stream()
                                .flatMap(sandbox -> sandbox.forks().stream())
                                .map(fork ->
                                        fork.namespace() + "/" + fork.workload().name()))
                .collect(Collectors.toSet());
    }

    private void warnOfUnread() {
        for (Survey.Unread unread :
                survey.unread().stream().filter(this::matters).toList()) {
            if (unread.notGranted()) {
                plan.withoutRight(unread.sentence());
            } else {
                plan.standing(unread.sentence());
            }
        }
    }

    /** Routes of others decide about nothing where none of ours is written. */
    private boolean matters(Survey.Unread missing) {
        return choice().writesRoutes()
                || CustomKind.of(CustomKind.Role.FOREIGN_ROUTE).stream()
                        .noneMatch(kind -> kind.kind().equals(missing.kind()));
    }
}
