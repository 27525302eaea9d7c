// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.trace;

import dev.spurline.Explanation;
import dev.spurline.KeyTrace;
import dev.spurline.internal.entry.EnteredServices;
import dev.spurline.internal.live.RouteWatch;
import dev.spurline.internal.plan.CallingWorkload;
import dev.spurline.internal.plan.PlannedFork;
import dev.spurline.internal.plan.SandboxPlan;
import dev.spurline.internal.plan.WaypointProxies;
import dev.spurline.internal.survey.LinkerdPorts;
import dev.spurline.internal.survey.MeshSigns;
import dev.spurline.internal.survey.ServiceMesh;
import dev.spurline.internal.survey.Survey;
import dev.spurline.internal.trace.CallCounts.CallerPod;
import dev.spurline.internal.tunnel.PodPages;
import dev.spurline.internal.watch.ClusterAccess;
import dev.spurline.internal.work.ErrorMessage;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Traces requests of one sandbox, one after the other. */
public final class KeyTracer {

    private static final Logger LOG = LoggerFactory.getLogger(KeyTracer.class);

    /** As many as are asked whether they follow routes. */
    private static final int LIMIT = 32;

    private final Survey survey;
    private final WaypointProxies waypoints;
    private final SandboxPlan plan;
    private final Optional<CallPage> page;
    private final CallReader reader;
    private final TraceRoutes routes;
    private final Function<PlannedFork, Optional<Pod>> forkPods;
    private final TraceMode mode;
    private final Supplier<BiFunction<String, String, Explanation>> explaining;
    private Optional<Counting> standing = Optional.empty();

    /**
     * What is counted from some moment on.
     *
     * @param page where
     * @param plan the sandbox as it was then
     * @param pods whose pages
     * @param keyed what is requests with the key
     * @param before what had been counted then
     */
    private record Counting(
            CallPage page, SandboxPlan plan, List<CallerPod> pods, KeyedServices keyed, CallCounts before) {}

    private KeyTracer(
            Survey survey,
            SandboxPlan plan,
            Optional<CallPage> page,
            CallReader reader,
            TraceRoutes routes,
            Function<PlannedFork, Optional<Pod>> forkPods,
            TraceMode mode,
            Supplier<BiFunction<String, String, Explanation>> explaining) {
        this.survey = survey;
        this.waypoints = new WaypointProxies(survey);
        this.plan = plan;
        this.page = page;
        this.reader = reader;
        this.routes = routes;
        this.forkPods = forkPods;
        this.mode = mode;
        this.explaining = explaining;
    }

    /**
     * Prepares to trace; nothing is read or written before somebody asks.
     *
     * @param survey what the sandbox was planned from
     * @param plan the sandbox
     * @param cluster how the cluster is seen
     * @param pages read the proxies' pages
     * @param traced changes the plan
     * @param watches follow the routes of a plan in the callers' proxies
     * @param forkPods finds the ready pod of a fork
     * @param mode whether requests of tests are counted without being asked for
     * @param explaining returns what says, by the objects as they are then, where requests with the key go from a workload to a
     *     Service, both as {@code namespace/name}
     */
    public static KeyTracer of(
            Survey survey,
            SandboxPlan plan,
            ClusterAccess cluster,
            PodPages pages,
            TracedPlan traced,
            Function<SandboxPlan, RouteWatch> watches,
            Function<PlannedFork, Optional<Pod>> forkPods,
            TraceMode mode,
            Supplier<BiFunction<String, String, Explanation>> explaining) {
        Optional<CallPage> page =
                plan.choice().writesRoutes() ? CallPage.of(survey.mesh()) : Optional.<CallPage>empty();
        return new KeyTracer(
                survey,
                plan,
                page,
                new CallReader(pages, cluster.workers()),
                new TraceRoutes(traced, cluster.views(), watches, survey.mesh() == ServiceMesh.ISTIO_AMBIENT),
                forkPods,
                mode,
                explaining);
    }

    /**
     * Begins to count requests of tests, before they have the sandbox: by the mesh's own counters where those tell the header,
     * by routes that stay as long as the sandbox if those are asked for. Without it a sandbox is as good as with it.
     */
    public synchronized void begin() {
        try {
            standing = switch (mode) {
                case ON_REQUEST -> Optional.empty();
                case BY_METRICS ->
                    page.flatMap(any -> CallPage.labelled(survey.mesh(), plan.headers(), plan.key()))
                            .map(from -> beginning(from, plan));
                case BY_ROUTES -> page.map(from -> beginning(from, made()));
            };
        } catch (RuntimeException e) {
            LOG.warn(
                    "How far the key of sandbox {} gets is not counted: {}",
                    plan.key(),
                    plan.mask().clean(ErrorMessage.of(e)));
        }
    }

    /** Forks have counted nothing yet, and nothing is connected to their pages. */
    private Counting beginning(CallPage from, SandboxPlan routed) {
        return counting(from, routed, baselines(from));
    }

    private Counting counting(CallPage from, SandboxPlan routed, List<CallerPod> counted) {
        KeyedServices keyed = KeyedServices.of(routed);
        return new Counting(from, routed, callers(from), keyed, reader.read(from, counted, keyed));
    }

    /**
     * Says how far the key got with all requests of tests, if they are counted.
     *
     * @param entered the Services that they went into
     */
    public synchronized Optional<KeyTrace> soFar(EnteredServices entered) {
        return standing.map(counting -> {
            CallCounts now = reader.read(counting.page(), counting.pods(), counting.keyed())
                    .withUnread(unread(counting.page()));
            return told(counting, OptionalInt.empty(), entered, now);
        });
    }

    /**
     * Sends a request while the Services of the sandbox's namespaces are traced.
     *
     * @param entered the Service that it goes into
     * @param send sends it and returns the status of its answer
     */
    public synchronized KeyTrace trace(EnteredServices entered, IntSupplier send) {
        if (page.isEmpty()
                || (page.get() == CallPage.WAYPOINT && waypoints.all().isEmpty())) {
            return new KeyTrace(OptionalInt.empty(), List.of(), List.of(), List.of(), List.of(unreadable()));
        }
        if (mode == TraceMode.BY_ROUTES && standing.isPresent()) {
            return trace(page.get(), standing.get().plan(), entered, send);
        }
        SandboxPlan routed = made();
        KeyTrace trace;
        try {
            trace = trace(page.get(), routed, entered, send);
        } catch (RuntimeException e) {
            removeAfter(e);
            throw e;
        }
        removeAfter(trace, routed);
        return trace;
    }

    /** What was found out is worth more than an end without a flaw. */
    private void removeAfter(KeyTrace trace, SandboxPlan routed) {
        try {
            routes.remove(routed);
        } catch (RuntimeException e) {
            LOG.warn(
                    "What counted the calls of a traced request of sandbox {} is not removed, and goes with the sandbox: {}. The trace: {}",
                    plan.key(),
                    plan.mask().clean(ErrorMessage.of(e)),
                    trace.message());
        }
    }

    private SandboxPlan made() {
        try {
            return routes.make();
        } catch (RuntimeException e) {
            removeAfter(e);
            throw e;
        }
    }

    private KeyTrace trace(CallPage from, SandboxPlan routed, EnteredServices entered, IntSupplier send) {
        Counting counting = counting(from, routed, callers(from));
        int status = send.getAsInt();
        CallCounts after =
                reader.readSettled(from, counting.pods(), counting.keyed()).withUnread(unread(from));
        return told(counting, OptionalInt.of(status), entered, after);
    }

    /** Nobody is blamed for calls without the key of a Service to which requests with the key go otherwise than was planned. */
    private KeyTrace told(Counting counting, OptionalInt status, EnteredServices entered, CallCounts after) {
        List<KeyPath.Loss> losses = counting.page() == CallPage.ISTIO_LABELLED
                ? List.of()
                : report(counting, routes.late()).losses(entered, counting.before(), after);
        Map<String, String> uncounted = new OutrankedRoutes(counting.keyed(), explaining.get()).of(losses);
        uncounted.putAll(routes.late());
        return report(counting, uncounted).of(status, entered, counting.before(), after);
    }

    private TraceReport report(Counting counting, Map<String, String> uncounted) {
        TracedWorkloads workloads = new TracedWorkloads(survey, counting.plan());
        return counting.page() == CallPage.ISTIO_LABELLED
                ? TraceReport.ofHeaders(workloads, counting.plan())
                : TraceReport.ofRoutes(workloads, counting.plan(), uncounted, waypoints.uncounted());
    }

    private void removeAfter(RuntimeException failure) {
        try {
            routes.removeAll();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private List<CallerPod> baselines(CallPage from) {
        return everyPod(from).limit(LIMIT).toList();
    }

    private Stream<CallerPod> everyPod(CallPage from) {
        List<CallingWorkload> counting = from == CallPage.WAYPOINT ? waypoints.all() : plan.callers();
        return counting.stream()
                .flatMap(caller -> caller.pods().stream()
                        .map(pod -> new CallerPod(
                                TracedWorkloads.title(caller),
                                caller.namespace(),
                                pod,
                                caller.pages().getOrDefault(pod, from.port()))));
    }

    /** Forks call, too, and are no callers of the plan. */
    private List<CallerPod> callers(CallPage from) {
        Stream<CallerPod> forks = plan.servingForks().stream()
                .flatMap(fork -> forkPods.apply(fork).filter(MeshSigns::meshed).stream()
                        .map(pod -> new CallerPod(
                                fork.namespace() + "/" + fork.deployment(),
                                fork.namespace(),
                                pod.getMetadata().getName(),
                                from == CallPage.LINKERD ? LinkerdPorts.admin(pod) : from.port())));
        return Stream.concat(baselines(from).stream(), forks).toList();
    }

    /** Says whose pods are not read, as there are too many. */
    private List<String> unread(CallPage from) {
        List<String> left =
                everyPod(from).skip(LIMIT).map(CallerPod::caller).distinct().toList();
        return left.isEmpty()
                ? List.of()
                : List.of("What further pods of callers %s call is not known: at most [%d] pods are read"
                        .formatted(left, LIMIT));
    }

    private String unreadable() {
        if (!plan.choice().writesRoutes()) {
            return "Who calls whom with the key is not known: where no route is written, nothing makes requests countable";
        }
        return survey.mesh() == ServiceMesh.ISTIO_AMBIENT
                ? "Who calls whom is not known: in Istio's ambient mode waypoints count requests, and no ready pod of one was found"
                : "Who calls whom is not known: no mesh was found whose proxies tell it";
    }
}
