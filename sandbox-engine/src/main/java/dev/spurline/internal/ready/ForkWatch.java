// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.ready;

import dev.spurline.ForkFailedException;
import dev.spurline.SandboxException;
import dev.spurline.internal.diagnosis.FailureDetails;
import dev.spurline.internal.diagnosis.PodDiagnosis;
import dev.spurline.internal.plan.ForkService;
import dev.spurline.internal.plan.PlannedFork;
import dev.spurline.internal.plan.SandboxPlan;
import dev.spurline.internal.survey.SpurlineLabels;
import dev.spurline.internal.watch.ClusterAccess;
import dev.spurline.internal.watch.NamespaceView;
import dev.spurline.internal.watch.ViewFreshness;
import dev.spurline.internal.watch.WatchListener;
import dev.spurline.internal.work.Deadline;
import dev.spurline.internal.work.EngineThreads;
import dev.spurline.internal.work.WakeUpSignal;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows the forks of one sandbox by the engine's views, from before their Deployments are made until the sandbox closes. */
public final class ForkWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ForkWatch.class);

    private final SandboxPlan plan;
    private final ClusterAccess cluster;
    private final boolean gated;
    private final Map<String, NamespaceView> views = new LinkedHashMap<>();
    private final SelectionGate gate;
    private final PodDiagnosis diagnosis;
    private final WakeUpSignal signal = new WakeUpSignal();
    private final List<Runnable> ends = new CopyOnWriteArrayList<>();
    private volatile boolean closed;
    private volatile Optional<String> missing = Optional.empty();

    /**
     * Prepares to follow forks.
     *
     * @param cluster has the views of the forks' namespaces, which begin to open
     * @param plan the sandbox
     */
    public ForkWatch(ClusterAccess cluster, SandboxPlan plan) {
        this(cluster, plan, true);
    }

    private ForkWatch(ClusterAccess cluster, SandboxPlan plan, boolean gated) {
        this.plan = plan;
        this.cluster = cluster;
        this.gated = gated;
        plan.copies().forEach(fork -> views.computeIfAbsent(fork.namespace(), cluster.views()::of));
        this.gate = new SelectionGate(cluster.client(), cluster.workers(), plan, signal::wake);
        this.diagnosis = new PodDiagnosis(cluster.client(), cluster.permit());
    }

    /**
     * Prepares to follow forks whose readiness gates another engine opens and closes.
     *
     * @param cluster has the views of the forks' namespaces, which begin to open
     * @param plan the sandbox
     */
    public static ForkWatch ofOthers(ClusterAccess cluster, SandboxPlan plan) {
        return new ForkWatch(cluster, plan, false);
    }

    /**
     * Begins to follow; before the first Deployment is made, or its pod could be missed.
     *
     * @param selected told when a selector of somebody else reaches a fork's pod, and which
     * @param removed told when a fork's Deployment is gone, and which; that may be the sandbox's own end
     * @param seen told of the forks' pods as they change
     */
    public void follow(Consumer<String> selected, Consumer<String> removed, Consumer<Pod> seen) {
        gate.onSelected(selected);
        for (NamespaceView view : views.values()) {
            ends.add(view.pods().follow(new Own<>(pod -> {
                if (gated) {
                    gate.consider(pod);
                }
                seen.accept(pod);
            })));
            ends.add(view.deployments()
                    .follow(new Own<>(
                            deployment -> {},
                            deployment -> gone(
                                    deployment.getMetadata().getNamespace(),
                                    deployment.getMetadata().getName(),
                                    removed))));
            ends.add(view.slices().follow(new Own<>(slice -> {})));
            gate.follow(view.services());
            var unused = view.opened().whenComplete((opened, failure) -> signal.wake());
        }
        if (!gated) {
            AbsentForks absent = new AbsentForks(cluster, plan, (namespace, name) -> gone(namespace, name, removed));
            views.forEach(absent::tell);
        }
    }

    /** Who is told may know more of the reason than the wait that ends by it. */
    private void gone(String namespace, String name, Consumer<String> removed) {
        String title = "Deployment [%s/%s]".formatted(namespace, name);
        removed.accept(title);
        missing = Optional.of(title);
        signal.wake();
    }

    /** Wakes the waiting threads when an object of this sandbox has changed. */
    private final class Own<T extends HasMetadata> implements WatchListener<T> {

        private final Consumer<T> look;
        private final Consumer<T> miss;

        Own(Consumer<T> look) {
            this(look, object -> {});
        }

        Own(Consumer<T> look, Consumer<T> miss) {
            this.look = look;
            this.miss = miss;
        }

        @Override
        public void changed(T object) {
            if (own(object)) {
                look.accept(object);
                signal.wake();
            }
        }

        @Override
        public void gone(T object) {
            if (own(object)) {
                miss.accept(object);
                signal.wake();
            }
        }

        @Override
        public void turned(ViewFreshness freshness) {
            signal.wake();
        }
    }

    private boolean own(HasMetadata object) {
        return plan.key().value().equals(SpurlineLabels.on(object, SpurlineLabels.SANDBOX));
    }

    /**
     * Waits until all forks are ready.
     *
     * @param deadline how long
     * @return the pod of each fork, in the order of the plan
     * @throws ForkFailedException as soon as one of them cannot become ready by waiting, or at the deadline
     */
    public Map<PlannedFork, Pod> await(Deadline deadline) {
        WaitProgress progress = new WaitProgress(
                System::nanoTime,
                text -> LOG.info(
                        "Sandbox {} waits for {}", plan.key(), plan.mask().clean(text)));
        while (true) {
            long seen = signal.seen();
            refuseIfClosed();
            refuseIfMissing();
            Map<PlannedFork, ForkState> states = states();
            refuseUnwatchable();
            states.forEach(this::refuseFailed);
            List<String> waiting = waiting(states);
            if (waiting.isEmpty()) {
                return ready(states);
            }
            progress.tell(String.join("; ", waiting));
            if (deadline.over()) {
                throw late(states, waiting, deadline);
            }
            pause(seen, Math.min(deadline.left().toMillis(), progress.pause().toMillis()) + 1);
        }
    }

    private void refuseIfMissing() {
        if (missing.isPresent()) {
            throw new ForkFailedException(
                    gated
                            ? "Sandbox [%s] could not be opened: %s of its fork was deleted, and not by this engine"
                                    .formatted(plan.key(), missing.get())
                            : "Sandbox [%s] cannot be joined: %s of its fork is no longer there. Whoever opened it has closed it, or has ended itself; open it for as long as it is joined, and run the tests again"
                                    .formatted(plan.key(), missing.get()));
        }
    }

    /** A sandbox that is closed while it is being opened is not waited for any longer. */
    private void refuseIfClosed() {
        if (closed) {
            throw new SandboxException("Sandbox [%s] was closed before its forks were ready".formatted(plan.key()));
        }
    }

    private void pause(long seen, long millis) {
        try {
            signal.await(seen, Duration.ofMillis(millis));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ForkFailedException(
                    "Waiting for the forks of sandbox [%s] was interrupted".formatted(plan.key()), e);
        }
    }

    private Map<PlannedFork, ForkState> states() {
        Map<PlannedFork, ForkState> states = new LinkedHashMap<>();
        plan.forks().forEach(fork -> states.put(fork, state(fork)));
        return states;
    }

    private ForkState state(PlannedFork fork) {
        List<Pod> own = pods(fork);
        Optional<ForkState.Failed> selected = gate.refusal(own);
        return selected.isPresent()
                ? selected.get()
                : ForkState.of(
                        view(fork).deployments().all().stream()
                                .filter(deployment ->
                                        deployment.getMetadata().getName().equals(fork.deployment()))
                                .findFirst(),
                        own,
                        services(fork),
                        view(fork).slices().all());
    }

    private static List<String> services(PlannedFork fork) {
        return fork.services().stream().map(ForkService::fork).toList();
    }

    private NamespaceView view(PlannedFork fork) {
        return Objects.requireNonNull(views.get(fork.namespace()));
    }

    private List<Pod> pods(PlannedFork fork) {
        return view(fork).pods().all().stream()
                .filter(pod -> pod.getMetadata()
                        .getLabels()
                        .entrySet()
                        .containsAll(fork.podLabels().entrySet()))
                .toList();
    }

    /** Returns the fork's ready pod, as far as the watches know. */
    public Optional<Pod> pod(PlannedFork fork) {
        return state(fork) instanceof ForkState.Ready ready ? Optional.of(ready.pod()) : Optional.empty();
    }

    /** Returns a pod of a fork, ready or not, as far as the watches know. */
    public Optional<Pod> started(PlannedFork fork) {
        return pods(fork).stream().findFirst();
    }

    /** Returns what has become of a fork, for people. */
    public String describe(PlannedFork fork) {
        ForkState state = state(fork);
        if (state instanceof ForkState.Ready ready) {
            return "ready in pod [%s]".formatted(ready.pod().getMetadata().getName());
        }
        return state instanceof ForkState.Failed failed ? failed.reason() : ((ForkState.Waiting) state).seen();
    }

    private List<String> waiting(Map<PlannedFork, ForkState> states) {
        Stream<String> forks = states.entrySet().stream()
                .filter(entry -> entry.getValue() instanceof ForkState.Waiting)
                .map(entry -> "fork [%s]: %s"
                        .formatted(entry.getKey().workload(), ((ForkState.Waiting) entry.getValue()).seen()));
        return Stream.concat(unseen(), forks).toList();
    }

    /** Names the views that are not current: what they say of forks may be out of date. */
    private Stream<String> unseen() {
        return views.entrySet().stream()
                .filter(entry -> !entry.getValue().freshness().current())
                .map(entry -> "the view of namespace [%s]: %s"
                        .formatted(entry.getKey(), entry.getValue().freshness().reason()));
    }

    private void refuseUnwatchable() {
        views.values().stream()
                .map(NamespaceView::opened)
                .filter(CompletableFuture::isCompletedExceptionally)
                .forEach(EngineThreads::join);
    }

    private static Map<PlannedFork, Pod> ready(Map<PlannedFork, ForkState> states) {
        Map<PlannedFork, Pod> ready = new LinkedHashMap<>();
        states.forEach((fork, state) -> ready.put(fork, ((ForkState.Ready) state).pod()));
        return ready;
    }

    private void refuseFailed(PlannedFork fork, ForkState state) {
        if (state instanceof ForkState.Failed failed) {
            throw new ForkFailedException("Fork [%s] in namespace [%s] cannot become ready: %s%s"
                    .formatted(
                            fork.workload(),
                            fork.namespace(),
                            failed.reason(),
                            details(fork, failed.pod(), failed.container(), true)));
        }
    }

    private ForkFailedException late(Map<PlannedFork, ForkState> states, List<String> waiting, Deadline deadline) {
        return states.entrySet().stream()
                .filter(entry -> entry.getValue() instanceof ForkState.Waiting)
                .findFirst()
                .map(entry -> late(entry.getKey(), (ForkState.Waiting) entry.getValue(), deadline))
                .orElseGet(() -> new ForkFailedException("Sandbox [%s] is not ready %s: it waits for %s"
                        .formatted(plan.key(), deadline.within(), String.join("; ", waiting))));
    }

    private ForkFailedException late(PlannedFork fork, ForkState.Waiting state, Deadline deadline) {
        Optional<String> pod =
                pods(fork).stream().map(found -> found.getMetadata().getName()).findFirst();
        return new ForkFailedException(
                "Fork [%s] in namespace [%s] is not ready %s: %s.%s Give it longer with timeout, or see what it does:%s"
                        .formatted(
                                fork.workload(),
                                fork.namespace(),
                                deadline.within(),
                                state.seen(),
                                deadline.tooShortFor(fork.earliest()) ? earliest(fork) : "",
                                details(fork, pod, Optional.of(fork.container()), false)));
    }

    private static String earliest(PlannedFork fork) {
        return " By its probes it is ready after [%d s] at the earliest."
                .formatted(fork.earliest().toSeconds());
    }

    private String details(PlannedFork fork, Optional<String> pod, Optional<String> container, boolean previous) {
        return new FailureDetails(diagnosis, plan.mask())
                .of(fork.namespace(), pod.orElse(fork.deployment()), pod, container, previous);
    }

    @Override
    public void close() {
        gate.close();
        ends.forEach(Runnable::run);
        closed = true;
        signal.wake();
    }
}
