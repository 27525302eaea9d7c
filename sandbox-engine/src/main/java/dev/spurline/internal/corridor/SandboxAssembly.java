// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.corridor;

import dev.spurline.Settings;
import dev.spurline.internal.anchor.EngineLife;
import dev.spurline.internal.apply.JoinMark;
import dev.spurline.internal.apply.ObjectWriter;
import dev.spurline.internal.apply.RunMembership;
import dev.spurline.internal.apply.SandboxObjects;
import dev.spurline.internal.compare.BaselineComparison;
import dev.spurline.internal.connect.ClusterConnection;
import dev.spurline.internal.diagnosis.KeyedRequests;
import dev.spurline.internal.entry.EntryPoints;
import dev.spurline.internal.entry.GatewayEntry;
import dev.spurline.internal.entry.KnownServices;
import dev.spurline.internal.evidence.EvidenceReader;
import dev.spurline.internal.evidence.RequestCounter;
import dev.spurline.internal.follow.ForeignViews;
import dev.spurline.internal.follow.RouteFollower;
import dev.spurline.internal.jobs.JobRuns;
import dev.spurline.internal.live.RouteWatch;
import dev.spurline.internal.plan.CallingWorkload;
import dev.spurline.internal.plan.PlanStep;
import dev.spurline.internal.plan.SandboxPlan;
import dev.spurline.internal.plan.WaypointProxies;
import dev.spurline.internal.reading.SurveyReader;
import dev.spurline.internal.ready.ForkWatch;
import dev.spurline.internal.survey.MeshSigns;
import dev.spurline.internal.survey.ServiceMesh;
import dev.spurline.internal.survey.Survey;
import dev.spurline.internal.trace.KeyTracer;
import dev.spurline.internal.trace.TraceMode;
import dev.spurline.internal.trace.TracedPlan;
import dev.spurline.internal.tunnel.PodPages;
import dev.spurline.internal.undo.SandboxRemoval;
import dev.spurline.internal.watch.ClusterAccess;
import dev.spurline.internal.watch.EngineViews;
import dev.spurline.internal.work.Deadline;
import dev.spurline.internal.work.RetryPolicy;
import dev.spurline.settings.Setting;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Puts the stations of a sandbox together, each with what it needs of the engine. */
public final class SandboxAssembly {

    private final ClusterConnection connection;
    private final Settings settings;
    private final ClusterAccess cluster;
    private final SurveyReader reader;
    private final EngineLife engine;
    private final ForeignViews foreign;
    private final PodPages pages;
    private final ObjectWriter writer;
    private final SandboxRemoval undo;
    private final EngineViews others;

    /**
     * Takes what the sandboxes of an engine share.
     *
     * @param connection reaches the cluster
     * @param settings say where requests go in
     * @param cluster how the cluster is seen
     * @param reader reads what explains where requests go
     * @param engine what sandboxes live by
     * @param foreign the views that sandboxes are derived from
     * @param pages read the pages of proxies
     * @param writer creates objects
     * @param undo removes them
     * @param others show what other engines have made
     */
    public SandboxAssembly(
            ClusterConnection connection,
            Settings settings,
            ClusterAccess cluster,
            SurveyReader reader,
            EngineLife engine,
            ForeignViews foreign,
            PodPages pages,
            ObjectWriter writer,
            SandboxRemoval undo,
            EngineViews others) {
        this.connection = connection;
        this.settings = settings;
        this.cluster = cluster;
        this.reader = reader;
        this.engine = engine;
        this.foreign = foreign;
        this.pages = pages;
        this.writer = writer;
        this.undo = undo;
        this.others = others;
    }

    /**
     * Prepares to open a planned sandbox; nothing is written yet.
     *
     * @param planning makes plans of later surveys
     * @param deadline by when it must be open
     * @param patience how long a run of a CronJob's fork may take, unless its caller says so
     * @param run this engine's part in the sandbox, if engines of a run share it
     * @param ended told when the sandbox has closed
     * @param steps take the time of opening
     */
    OpeningSandbox begin(
            Survey survey,
            SandboxPlan plan,
            SandboxPlanning planning,
            Deadline deadline,
            Duration patience,
            Optional<RunMembership> run,
            Consumer<OpenSandbox> ended,
            OpeningSteps steps) {
        SandboxObjects objects = new SandboxObjects(writer, cluster.workers(), engine, deadline, run);
        SandboxStations stations =
                stations(new ForkWatch(cluster, plan), JoinedForks.of(plan, others), survey, plan, objects::create);
        JoinMark marks = new JoinMark(cluster.client());
        SandboxEnd end = new OwnSandboxEnd(
                cluster.workers(),
                engine,
                undo,
                plan.key(),
                run,
                stations.routes()::awaitGone,
                new SandboxRetention(connection, engine.anchored(), undo, objects, stations),
                () -> marks.isOfOthers(plan.namespace(), plan.key().value(), engine.id()));
        OpenSandbox sandbox = new OpenSandbox(cluster, engine, plan, stations, patience, end, ended);
        RouteFollower follower = new RouteFollower(cluster, foreign, survey, plan, planning::plan, objects, sandbox);
        // What is made for a trace would belong to all engines of a run, and only this one would follow and remove it.
        if (run.isEmpty()) {
            sandbox.traces().by(tracer(survey, plan, stations, (scope, by) -> {
                planning.trace(scope);
                return follower.replan(by);
            }));
        } else {
            sandbox.traces().refuse("JVMs of a run share it. Trace it without spurline.run");
        }
        sandbox.followedBy(follower);
        sandbox.onClose(objects::close);
        return new OpeningSandbox(
                cluster, engine, plan, deadline, sandbox, stations, objects, follower, steps, run, marks);
    }

    /**
     * Puts together what a sandbox is reached by that another engine has opened.
     *
     * @param plan what its record tells
     * @param namespaces where its forks are
     * @param ended told when the sandbox has been left
     */
    OpenSandbox joined(SandboxPlan plan, Set<String> namespaces, Consumer<OpenSandbox> ended) {
        Survey survey = reader.read(plan.namespace(), namespaces, Map.of());
        SandboxStations stations =
                stations(ForkWatch.ofOthers(cluster, plan), JoinedForks.none(), survey, plan, step -> {
                    throw JoinedSandboxEnd.refusal(step);
                });
        return new OpenSandbox(cluster, engine, plan, stations, Duration.ZERO, new JoinedSandboxEnd(), ended);
    }

    private SandboxStations stations(
            ForkWatch forks,
            JoinedForks joined,
            Survey survey,
            SandboxPlan plan,
            Function<PlanStep, HasMetadata> jobs) {
        KnownServices services = new KnownServices(
                cluster.client(),
                survey.namespace(),
                survey.read(),
                where -> cluster.views().of(where).services().all());
        EntryPoints entries = new EntryPoints(
                connection,
                settings,
                plan,
                services,
                fork -> joined.watchOf(fork).orElse(forks).pod(fork),
                new GatewayEntry(cluster.client(), cluster.permit(), survey, gatewayNamespaces()));
        int envoyAdmin = Setting.ENVOY_ADMIN_PORT.in(settings);
        return new SandboxStations(
                forks,
                joined,
                watch(survey, plan),
                entries,
                new EvidenceReader(evidence(survey, plan, envoyAdmin), cluster.workers(), engine.id()),
                new JobRuns(cluster, engine, plan, jobs),
                new BaselineComparison(entries, cluster.workers().executor(), plan::mask),
                new KeyedRequests(reader, plan));
    }

    private Set<String> gatewayNamespaces() {
        return Setting.GATEWAYS.find(settings).stream()
                .flatMap(List::stream)
                .filter(workload -> workload.contains("/"))
                .map(workload -> workload.substring(0, workload.indexOf('/')))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private KeyTracer tracer(Survey survey, SandboxPlan plan, SandboxStations stations, TracedPlan traced) {
        return KeyTracer.of(
                survey,
                plan,
                cluster,
                pages,
                traced,
                routed -> watch(survey, routed),
                stations::pod,
                TraceMode.of(settings, connection.provided().isPresent()),
                stations.requests()::explaining);
    }

    private RouteWatch watch(Survey survey, SandboxPlan plan) {
        return new RouteWatch(
                cluster.views(),
                cluster.workers(),
                pages,
                plan,
                survey.mesh(),
                survey.mesh() == ServiceMesh.ISTIO_AMBIENT ? new WaypointProxies(survey).all() : plan.callers(),
                Setting.ENVOY_ADMIN_PORT.in(settings));
    }

    private RequestCounter evidence(Survey survey, SandboxPlan plan, int envoyAdmin) {
        return switch (plan.choice()) {
            case AUTO, GATEWAY_API, VIRTUAL_SERVICE ->
                survey.mesh() == ServiceMesh.ISTIO_AMBIENT
                        ? RequestCounter.ofWaypoints(pages, cluster.workers(), waypoints(survey))
                        : RequestCounter.ofForks(cluster.client(), cluster.workers(), pages, cluster.permit());
            case OVERRIDES -> RequestCounter.ofCallers(pages, plan.callers(), envoyAdmin);
            case DIRECT -> RequestCounter.ofNobody();
        };
    }

    /** Their pods come and go while a sandbox lives. */
    private Supplier<List<CallingWorkload>> waypoints(Survey survey) {
        List<CallingWorkload> known = new WaypointProxies(survey).all();
        return () -> known.stream()
                .map(waypoint -> new CallingWorkload(
                        waypoint.namespace(), waypoint.workload(), podsOf(waypoint), waypoint.hidden(), Map.of()))
                .toList();
    }

    private List<String> podsOf(CallingWorkload waypoint) {
        return RetryPolicy.whole(
                "LIST pods",
                () -> cluster
                        .client()
                        .pods()
                        .inNamespace(waypoint.namespace())
                        .withLabel(WaypointProxies.POD_OF, waypoint.workload())
                        .list()
                        .getItems()
                        .stream()
                        .filter(MeshSigns::proxyUp)
                        .map(pod -> pod.getMetadata().getName())
                        .toList());
    }
}
