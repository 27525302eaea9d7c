// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.corridor;

import dev.spurline.ComparedRequest;
import dev.spurline.Comparison;
import dev.spurline.Diagnosis;
import dev.spurline.EvidenceReport;
import dev.spurline.EvidenceReport.ForkEvidence;
import dev.spurline.JobResult;
import dev.spurline.KeyTrace;
import dev.spurline.LiveFork;
import dev.spurline.RoutingKey;
import dev.spurline.SandboxException;
import dev.spurline.TraceRequest;
import dev.spurline.cluster.internal.failure.FailureText;
import dev.spurline.framework.KeepableSandbox.Kept;
import dev.spurline.framework.SandboxDescription;
import dev.spurline.framework.SandboxDescription.Step;
import dev.spurline.internal.anchor.EngineLife;
import dev.spurline.internal.entry.EnteredServices;
import dev.spurline.internal.follow.RouteFollower;
import dev.spurline.internal.jobs.JobRuns;
import dev.spurline.internal.live.RouteLiveness;
import dev.spurline.internal.plan.ForeignSandbox;
import dev.spurline.internal.plan.PlannedFork;
import dev.spurline.internal.plan.PlannedJob;
import dev.spurline.internal.plan.SandboxPlan;
import dev.spurline.internal.routing.TestMember;
import dev.spurline.internal.secrets.SecretRedactor;
import dev.spurline.internal.trace.TracedRequestSender;
import dev.spurline.internal.watch.ClusterAccess;
import dev.spurline.internal.work.EngineThreads;
import dev.spurline.internal.work.ErrorMessage;
import dev.spurline.internal.work.FailureCollector;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A sandbox from before its first write until its last object is gone. */
public final class OpenSandbox implements RouteFollower.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(OpenSandbox.class);

    private final ClusterAccess cluster;
    private final EngineLife engine;
    private final SandboxPlan plan;
    private final SandboxStations stations;
    private final SandboxTraces traces;
    private final Duration patience;
    private final SandboxEnd end;
    private final Consumer<OpenSandbox> ended;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final CompletableFuture<Boolean> over = new CompletableFuture<>();
    private final CompletableFuture<String> broken = new CompletableFuture<>();
    private final List<Runnable> ends = new CopyOnWriteArrayList<>();
    private final List<RouteFollower> followers = new CopyOnWriteArrayList<>();
    private final Set<String> namespaces = ConcurrentHashMap.newKeySet();
    private final AtomicReference<RouteLiveness> liveness = new AtomicReference<>(RouteLiveness.NONE);
    private volatile Map<PlannedFork, LiveFork> live = Map.of();
    private volatile List<Step> steps = List.of();
    private volatile SandboxPlan latest;

    OpenSandbox(
            ClusterAccess cluster,
            EngineLife engine,
            SandboxPlan plan,
            SandboxStations stations,
            Duration patience,
            SandboxEnd end,
            Consumer<OpenSandbox> ended) {
        this.cluster = cluster;
        this.engine = engine;
        this.plan = plan;
        this.stations = stations;
        this.traces = new SandboxTraces(plan.key(), stations.entries());
        this.patience = patience;
        this.end = end;
        this.latest = plan;
        this.ended = ended;
        namespaces.add(plan.namespace());
        planned(plan);
        follows(plan);
    }

    /** Has something done first of all when the sandbox closes. */
    void onClose(Runnable end) {
        ends.add(end);
    }

    /** Takes notice of who follows the routes of others: once they are removed, it would make them again. */
    void followedBy(RouteFollower follower) {
        followers.add(follower);
        ends.add(follower::close);
    }

    @Override
    public void planned(SandboxPlan later) {
        later.steps().forEach(step -> namespaces.add(step.object().getMetadata().getNamespace()));
    }

    @Override
    public void follows(SandboxPlan later) {
        latest = later;
        stations.routes().follow(later.routes());
        stations.evidence().follow(later.servingForks());
    }

    /** Removes the routes: rules that are out of date would misdirect requests of others. */
    @Override
    public void stale(String reason) {
        end(
                "Sandbox [%s] is stale, because it cannot follow a change of routes or Services of others: %s. Its routes were removed; mend that and run the tests again"
                        .formatted(plan.key(), reason),
                () -> end.removeRoutes(namespaces));
    }

    /** Removes the forks, ready or not, because a selector of somebody else selects one. */
    void selected(String reason) {
        end(
                "Sandbox [%s] is no longer safe to use: %s. Its forks were removed; change that selector and run the tests again"
                        .formatted(plan.key(), reason),
                () -> end.removeForks(namespaces));
    }

    /** Ends the sandbox, because one of its forks was deleted. If the anchor was deleted before, that is reported instead. */
    void removed(String what) {
        if (closed.get() || broken.isDone()) {
            return;
        }
        var unused = cluster.workers().run(() -> {
            engine.anchors().look();
            if (!closed.get() && !engine.anchors().lost()) {
                end(
                        "Sandbox [%s] is gone: %s of its fork was deleted, and not by this engine. Nothing is re-created silently. Run the tests again"
                                .formatted(plan.key(), what),
                        () -> end.removeRoutes(namespaces));
            }
        });
    }

    /** Removes the routes, because a sandbox whose forks they lead to has ended. */
    void leftBy(ForeignSandbox other, String what) {
        if (!closed.get()) {
            end(
                    "Sandbox [%s] is stale, because %s has ended, whose forks its requests were to reach: %s. Its routes were removed; open that one for as long as others join it, and run the tests again"
                            .formatted(plan.key(), other.title(), what),
                    () -> end.removeRoutes(namespaces));
        }
    }

    /** Ends the sandbox for this engine, which had joined it: whoever opened it has ended it. */
    void left(String message) {
        if (!closed.get()) {
            end(message, () -> {});
        }
    }

    private void end(String message, Runnable removal) {
        String told = plan.mask().clean(message);
        if (broken.complete(told)) {
            LOG.error("{}", told);
            var unused = cluster.workers()
                    .start(() -> redactor().during(() -> removedBy(removal)))
                    .exceptionally(failure -> {
                        // Who closes the sandbox meanwhile removes all of it, and says what it could not remove.
                        if (!closed.get()) {
                            LOG.warn("What was to be removed of sandbox {} was not", plan.key(), failure);
                        }
                        return false;
                    });
        }
    }

    /** At once, as what is there may harm others; and again after what was being written meanwhile. */
    private boolean removedBy(Runnable removal) {
        List<RouteFollower> writing =
                followers.stream().filter(RouteFollower::stop).toList();
        removal.run();
        if (!writing.isEmpty()) {
            writing.forEach(RouteFollower::awaitIdle);
            removal.run();
        }
        return true;
    }

    private SecretRedactor redactor() {
        return new SecretRedactor(plan.mask());
    }

    void handOver(Map<PlannedFork, LiveFork> forks, RouteLiveness routes, List<Step> taken) {
        steps = taken;
        liveness.set(routes);
        this.live = Collections.unmodifiableMap(new LinkedHashMap<>(forks));
        stations.evidence().watch(live.keySet(), stations::pod);
    }

    /** Returns the routing key. */
    public RoutingKey key() {
        return plan.key();
    }

    SandboxStations stations() {
        return stations;
    }

    SandboxTraces traces() {
        return traces;
    }

    String namespace() {
        return plan.namespace();
    }

    /** Returns the headers that carry the key, and the number of a test if that is given. */
    Map<String, String> headers(OptionalInt test) {
        return test.isPresent() ? new TestMember(engine.id(), test.getAsInt()).addedTo(plan.headers()) : plan.headers();
    }

    URI uri(String service) {
        refuseIfGone();
        return stations.entries().routed(service);
    }

    URI baselineUri(String service) {
        refuseIfGone();
        return stations.entries().baseline(service);
    }

    List<LiveFork> forks() {
        List<LiveFork> forks = new ArrayList<>();
        plan.copies().forEach(copy -> {
            if (copy instanceof PlannedJob job) {
                forks.add(JobRuns.live(job));
            } else if (copy instanceof PlannedFork fork && live.containsKey(fork)) {
                forks.add(live.get(fork));
            }
        });
        forks.addAll(joined().keySet());
        return List.copyOf(forks);
    }

    /** Returns the forks of others that requests reach, and whose they are. */
    Map<LiveFork, String> joined() {
        Map<LiveFork, String> joined = new LinkedHashMap<>();
        live.forEach((fork, running) ->
                stations.joined().sandboxOf(fork).ifPresent(sandbox -> joined.put(running, sandbox.title())));
        return joined;
    }

    /**
     * Runs the fork of a CronJob once.
     *
     * @param limit how long to wait; if empty, as long as the sandbox might take to open
     */
    JobResult run(String workload, Optional<Duration> limit, OptionalInt test) {
        refuseIfGone();
        return stations.jobs().run(workload, limit.orElse(patience), test, this::refuseIfGone);
    }

    /** Sends a request, and says how far its key gets. */
    KeyTrace trace(TraceRequest request, OptionalInt test) {
        URI entry = uri(request.service());
        TracedRequestSender sender = new TracedRequestSender(
                request, headers(test), cluster.workers().executor());
        EnteredServices entered = stations.entries().enteredBy(request.service(), entry);
        return redactor()
                .during(() -> traces.tracer().trace(entered, () -> {
                    sent(sender.address(entry), test);
                    return sender.send(entry);
                }));
    }

    /** Compares what the baseline answers with what is answered with the key. */
    Comparison compare(ComparedRequest request, OptionalInt test) {
        refuseIfGone();
        return stations.comparison().compare(request, headers(test), uri -> sent(uri, test));
    }

    /** Takes notice that a request with the key was sent. */
    void sent(URI uri, OptionalInt test) {
        refuseIfGone();
        stations.entries().sent(uri);
        stations.requests().sent(uri);
        stations.entries().forkBehind(uri).ifPresent(fork -> stations.evidence().countDirect(fork, test));
    }

    EvidenceReport evidence() {
        refuseIfGone();
        List<ForkEvidence> read =
                stations.evidence().report(live, stations::pod).forks();
        if (read.stream().anyMatch(fork -> fork.routed().orElse(0) > 0)) {
            prove();
        }
        Iterator<ForkEvidence> served =
                new EvidenceHints(plan, stations, traces).addedTo(read).iterator();
        List<ForkEvidence> all = new ArrayList<>();
        plan.copies()
                .forEach(copy ->
                        all.add(copy instanceof PlannedJob job ? stations.jobs().evidence(job) : served.next()));
        served.forEachRemaining(all::add);
        return new EvidenceReport(all);
    }

    /** Marks the routes as live: a request that a proxy has sent to a fork proves it where no proxy shows its routes. */
    private void prove() {
        if (liveness.compareAndSet(RouteLiveness.ACCEPTED, RouteLiveness.OBSERVED)) {
            LOG.info("Routes of sandbox {} are live: requests have reached its forks", plan.key());
        }
    }

    /** Returns how it was planned and opened. */
    SandboxDescription description() {
        return new PlanDescription(plan).with(steps);
    }

    /** Returns a text without the secrets of the sandbox. */
    String withoutSecrets(String text) {
        return plan.mask().clean(text);
    }

    /** Returns why it can no longer be used, if that is so. */
    Optional<String> ending() {
        try {
            refuseIfGone();
            return Optional.empty();
        } catch (SandboxException e) {
            return Optional.of(FailureText.of(e));
        }
    }

    private void refuseIfGone() {
        engine.anchors().refuseIfLost();
        if (closed.get()) {
            throw new SandboxException("Sandbox [%s] is closed".formatted(plan.key()));
        }
        refuseIfBroken();
    }

    /** For the steps of opening: whether the sandbox was closed meanwhile is checked by whatever makes objects. */
    void refuseIfBroken() {
        if (broken.isDone()) {
            throw new SandboxException(broken.join());
        }
    }

    /** Returns a task's result, unless the sandbox breaks before it is there: what it waits for will not come then. */
    <T> CompletableFuture<T> unlessBroken(CompletableFuture<T> task) {
        return task.applyToEither(
                broken.thenCompose(message -> CompletableFuture.failedFuture(new SandboxException(message))),
                result -> result);
    }

    /** Reads what helps to understand a failure, with logs of that time, or their last lines. */
    Diagnosis diagnosis(Optional<Duration> window) {
        return diagnosis(live, window);
    }

    /**
     * Reads the same of forks that may not be ready.
     *
     * @param forks their pods, as far as they have one
     */
    Diagnosis diagnosis(Map<PlannedFork, LiveFork> forks, Optional<Duration> window) {
        return redactor()
                .during(() -> new SandboxExamination(cluster, plan, stations)
                        .diagnosis(latest, Objects.requireNonNull(liveness.get()), forks, window));
    }

    /** Removes everything the sandbox made; a second call waits for the first. */
    public void close() {
        close(this::leave);
    }

    /**
     * Closes it and leaves it in the cluster for a time.
     *
     * @throws SandboxException if it cannot be kept; then it is removed
     */
    Kept keep(Duration time) {
        AtomicReference<Optional<Kept>> kept = new AtomicReference<>(Optional.empty());
        close(() -> kept.set(Optional.of(keepOrLeave(time))));
        return Objects.requireNonNull(kept.get())
                .orElseThrow(() -> new SandboxException(
                        "Sandbox [%s] is not kept: it has been closed already".formatted(plan.key())));
    }

    private Kept keepOrLeave(Duration time) {
        try {
            refuseIfBroken();
            return end.keep(latest, namespaces, time);
        } catch (RuntimeException e) {
            leave();
            throw new SandboxException("Sandbox [%s] is not kept: %s".formatted(plan.key(), ErrorMessage.of(e)), e);
        }
    }

    private void leave() {
        end.leave(namespaces, !broken.isDone());
    }

    private void close(Runnable leaving) {
        if (!closed.compareAndSet(false, true)) {
            // Somebody else does; who comes first is told what could not be removed.
            over.join();
            return;
        }
        // Not in this thread: it may be interrupted, by a test's timeout for one, and then no call would get through.
        try {
            redactor().during(() -> EngineThreads.join(cluster.workers().run(() -> remove(leaving))));
        } finally {
            over.complete(true);
        }
    }

    /** Takes notice that another sandbox has the name of this one's record: what there is with its key is the other's. */
    void taken() {
        end.taken();
    }

    /** Returns whether other engines may have sent requests to it by now. */
    boolean isKnownToOthers() {
        return end.isKnownToOthers();
    }

    private void remove(Runnable leaving) {
        long start = System.nanoTime();
        FailureCollector failures = new FailureCollector();
        ends.forEach(failures::run);
        failures.run(stations.entries()::close);
        failures.run(leaving);
        failures.run(stations.routes()::close);
        failures.run(stations.forks()::close);
        failures.run(stations.joined()::close);
        failures.run(stations.evidence()::close);
        ended.accept(this);
        failures.rethrow();
        LOG.info("Sandbox {} is closed after {} ms", plan.key(), (System.nanoTime() - start) / 1_000_000);
    }
}
