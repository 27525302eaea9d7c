// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.corridor;

import dev.spurline.Diagnosis;
import dev.spurline.ForkFailedException;
import dev.spurline.LiveFork;
import dev.spurline.RouteNotLiveException;
import dev.spurline.framework.OpeningDiagnosis;
import dev.spurline.internal.anchor.EngineLife;
import dev.spurline.internal.apply.JoinMark;
import dev.spurline.internal.apply.NameTakenException;
import dev.spurline.internal.apply.RunMembership;
import dev.spurline.internal.apply.SandboxObjects;
import dev.spurline.internal.follow.RouteFollower;
import dev.spurline.internal.live.RouteLiveness;
import dev.spurline.internal.plan.PlannedFork;
import dev.spurline.internal.plan.SandboxPlan;
import dev.spurline.internal.plan.Wave;
import dev.spurline.internal.watch.ClusterAccess;
import dev.spurline.internal.work.Deadline;
import dev.spurline.internal.work.EngineThreads;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A sandbox from before its first write until it is handed over: closing it before that undoes what was written. */
final class OpeningSandbox implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OpeningSandbox.class);
    private static final Duration COUNTED = Duration.ofSeconds(5);

    private final ClusterAccess cluster;
    private final EngineLife engine;
    private final SandboxPlan plan;
    private final Deadline deadline;
    private final OpenSandbox sandbox;
    private final SandboxStations stations;
    private final SandboxObjects objects;
    private final RouteFollower follower;
    private final OpeningSteps steps;
    private final Optional<RunMembership> run;
    private final JoinMark mark;
    private final Map<PlannedFork, LiveFork> live = new LinkedHashMap<>();
    private RouteLiveness liveness = RouteLiveness.NONE;
    private boolean handedOver;

    OpeningSandbox(
            ClusterAccess cluster,
            EngineLife engine,
            SandboxPlan plan,
            Deadline deadline,
            OpenSandbox sandbox,
            SandboxStations stations,
            SandboxObjects objects,
            RouteFollower follower,
            OpeningSteps steps,
            Optional<RunMembership> run,
            JoinMark mark) {
        this.cluster = cluster;
        this.engine = engine;
        this.plan = plan;
        this.deadline = deadline;
        this.sandbox = sandbox;
        this.stations = stations;
        this.objects = objects;
        this.follower = follower;
        this.steps = steps;
        this.run = run;
        this.mark = mark;
    }

    OpenSandbox sandbox() {
        return sandbox;
    }

    /** Begins to watch what is not there yet, so that it is seen as soon as it comes; does not wait. */
    void watch() {
        stations.routes().warm();
        stations.forks().follow(sandbox::selected, sandbox::removed, stations.evidence()::expect);
        stations.joined().follow(sandbox::leftBy, stations.evidence()::expect);
    }

    /** Refuses what the callers' Envoys would not obey, before anything is written; asks nobody where routes are written. */
    void checkEnvoys() {
        stations.routes().checkEnvoys();
    }

    /** Creates the objects of a wave but for that of the routes, which come of {@link #latest}. */
    List<HasMetadata> perform(Wave wave) {
        try {
            List<HasMetadata> made = objects.perform(plan, wave);
            steps.done(wave);
            return made;
        } catch (NameTakenException e) {
            if (wave == Wave.RECORD && run.isEmpty()) {
                sandbox.taken();
            }
            throw e;
        }
    }

    /** Waits until requests to their Services reach all forks. */
    void awaitReady() {
        diagnosed(() -> unlessLost(() -> stations.forks().await(deadline)))
                .forEach((fork, pod) -> take(fork, pod, objects.since(Wave.WORKLOAD)));
        unlessBroken(() -> stations.joined().await(deadline)).forEach((fork, pod) -> take(fork, pod, Duration.ZERO));
        steps.done("ready");
    }

    private void take(PlannedFork fork, Pod pod, Duration readyAfter) {
        stations.evidence().begin(fork, pod);
        live.put(fork, LiveForks.of(fork, pod, readyAfter));
    }

    /** Returns the plan as it is now, if routes or Services of others have changed since the survey. */
    SandboxPlan latest() {
        return follower.latest(deadline);
    }

    /** Creates the routes, unless the forks that they lead to have been removed. */
    void route(SandboxPlan latest) {
        sandbox.refuseIfBroken();
        stations.joined().mark(mark, plan.key().value());
        stations.routes().begin();
        var unused = objects.perform(latest, Wave.ROUTE);
    }

    /** Becomes one of those who have the sandbox that another engine has opened. */
    void join() {
        objects.join(plan, run.orElseThrow());
    }

    /** Makes the routes that are there what the plan says. */
    void takeOver(SandboxPlan latest) {
        sandbox.refuseIfBroken();
        stations.routes().begin();
        objects.takeOver(latest);
    }

    /** Begins to follow routes and Services of others. */
    void follow() {
        follower.begin();
        steps.done(Wave.ROUTE);
    }

    /** Waits until the mesh follows the routes, and what was served before the tests is known. */
    void awaitLive() {
        // Routes that are taken away are never live.
        liveness = diagnosed(() -> unlessBroken(() -> stations.routes().awaitLive(deadline)));
        stations.evidence().awaitBegun(COUNTED);
        sandbox.traces().begin();
        steps.done("live");
    }

    /** What is removed next cannot be looked at later. */
    private <T> T diagnosed(Supplier<T> wait) {
        try {
            return wait.get();
        } catch (ForkFailedException | RouteNotLiveException e) {
            diagnosis().ifPresent(seen -> e.addSuppressed(new OpeningDiagnosis(seen)));
            throw e;
        }
    }

    private Optional<Diagnosis> diagnosis() {
        try {
            Map<PlannedFork, LiveFork> started = new LinkedHashMap<>();
            plan.forks()
                    .forEach(fork -> stations.forks()
                            .started(fork)
                            .ifPresent(
                                    pod -> started.put(fork, LiveForks.of(fork, pod, objects.since(Wave.WORKLOAD)))));
            return Optional.of(sandbox.diagnosis(started, Optional.of(objects.since(Wave.WORKLOAD))));
        } catch (RuntimeException e) {
            LOG.debug("Sandbox {} could not be examined", plan.key(), e);
            return Optional.empty();
        }
    }

    private <T> T unlessBroken(Supplier<T> wait) {
        return unlessLost(sandbox.unlessBroken(cluster.workers().start(wait)));
    }

    /** Waits on a worker so that losing the anchor ends the wait: objects the cluster has deleted never become ready. */
    private <T> T unlessLost(Supplier<T> wait) {
        return unlessLost(cluster.workers().start(wait));
    }

    private <T> T unlessLost(CompletableFuture<T> running) {
        return EngineThreads.join(engine.anchors().unlessLost(running));
    }

    /** Returns the sandbox, which from now on is closed by who has it. */
    OpenSandbox handOver(String owner) {
        sandbox.refuseIfBroken();
        sandbox.handOver(live, liveness, steps.steps());
        run.ifPresent(RunMembership::live);
        LOG.info(
                "Sandbox {} for {} in namespace {} is open after {} ms: {}; {}",
                plan.key(),
                owner,
                plan.namespace(),
                deadline.elapsed().toMillis(),
                sandbox.forks().stream()
                        .map(fork -> "%s as %s with image %s".formatted(fork.workload(), fork.name(), fork.image()))
                        .collect(Collectors.joining(", ")),
                liveness.sentence());
        handedOver = true;
        return sandbox;
    }

    @Override
    public void close() {
        if (!handedOver) {
            sandbox.close();
        }
    }
}
