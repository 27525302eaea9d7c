// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node.container;

import dev.spurline.embedded.internal.node.container.ContainerPhase.Ended;
import dev.spurline.embedded.internal.node.container.ContainerPhase.Running;
import dev.spurline.embedded.internal.node.container.ContainerPhase.Waiting;
import dev.spurline.embedded.internal.node.machine.NodeContext;
import dev.spurline.embedded.internal.node.probe.ProbeKind;
import dev.spurline.embedded.internal.node.probe.ProbeLoop;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.LifecycleHandler;
import io.fabric8.kubernetes.api.model.ObjectReference;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Leads one container of a pod through its lives. Everything here runs in the pod's mailbox.
 *
 * <p>Source: {@code pkg/kubelet/kuberuntime/kuberuntime_manager.go} (SyncPod).
 */
public final class ContainerWorker implements ProbeLoop.ProbeListener {

    /** So long the status of a container that is just being started is held back: most are ready by then. */
    private static final Duration SETTLING = Duration.ofMillis(30);

    private final PodScope scope;
    private final NodeContext node;
    private final Container spec;
    private final boolean init;
    private final ObjectReference reference;
    private final ContainerEvents events;
    private final RestartBackoff restart = new RestartBackoff();
    private final RestartBackoff pull = new RestartBackoff();
    private final PostStart postStart;

    private ContainerPhase phase;
    private Optional<Ended> last = Optional.empty();
    private int runs;
    private int refusals;
    private String id = "";
    private boolean ready;
    private boolean started;
    private boolean fresh;
    private boolean busy;
    private boolean stopping;
    private boolean restartsQuietly;
    private Instant notBefore = Instant.MIN;
    private Instant settledBy = Instant.MIN;
    private @Nullable RunningContainer run;
    private @Nullable ContainerProbes probes;
    private @Nullable Instant killAt;
    private volatile @Nullable ContainerLog log;
    private volatile @Nullable ContainerLog previousLog;

    public ContainerWorker(PodScope scope, Container spec, boolean init) {
        this.scope = scope;
        this.node = scope.node();
        this.spec = spec;
        this.init = init;
        this.postStart = new PostStart(scope, spec);
        this.reference =
                scope.reference("spec.%s{%s}".formatted(init ? "initContainers" : "containers", spec.getName()));
        this.events = new ContainerEvents(node.events(), reference);
        boolean initializes = !scope.pod().getSpec().getInitContainers().isEmpty();
        this.phase = Waiting.because(initializes ? "PodInitializing" : "ContainerCreating");
    }

    public String name() {
        return spec.getName();
    }

    public ContainerView view() {
        return new ContainerView(
                name(),
                spec.getImage() == null ? "" : spec.getImage(),
                id,
                postStart.shown(phase),
                last,
                Math.max(0, runs - 1),
                ready,
                started,
                isSidecar());
    }

    /** Tells whether this is an init container that goes on beside the others. */
    public boolean isSidecar() {
        return init && "Always".equals(spec.getRestartPolicy());
    }

    public Optional<ContainerLog> log(boolean previous) {
        return Optional.ofNullable(previous ? previousLog : log);
    }

    public Map<Integer, Integer> ports() {
        RunningContainer running = run;
        return running == null ? Map.of() : running.ports();
    }

    /** Tells whether the container runs or is being started. */
    public boolean isAlive() {
        return busy || run != null;
    }

    public boolean hasRun() {
        return runs > 0;
    }

    /** Tells whether the container has ended and will not be started again. */
    public boolean isOver() {
        return !busy && phase instanceof Ended ended && !restarts(ended);
    }

    /** Tells whether better news is so likely to come at once that the present state need not be told. */
    public boolean isSettling(Instant now) {
        boolean unsettled = busy || (phase instanceof Running && !ready && spec.getReadinessProbe() != null);
        return unsettled && now.isBefore(settledBy) && !fresh;
    }

    /** Returns whether the present state must be told before the container goes on, and lets it go on. */
    public boolean settle() {
        boolean was = fresh;
        fresh = false;
        return was;
    }

    /** Takes the next step, if one is due. */
    public void advance(Instant now) {
        if (busy || stopping || fresh || phase instanceof Running || now.isBefore(notBefore)) {
            return;
        }
        if (phase instanceof Waiting waiting && waiting.reason().equals("ErrImagePull")) {
            backOffFromPull(waiting, now);
        } else if (phase instanceof Ended ended && !restarts(ended)) {
            return;
        } else if (lastRun().isPresent() && !isRefused()) {
            restart(lastRun().get(), now);
        } else {
            start(now);
        }
    }

    /** Ends the container: SIGTERM now, SIGKILL after the grace. A second call can only shorten the grace. */
    public void stop(Duration grace, String message) {
        Instant deadline = Instant.now().plus(grace);
        Instant present = killAt;
        if (present != null && !deadline.isBefore(present)) {
            return;
        }
        killAt = deadline;
        boolean first = !stopping;
        stopping = true;
        postStart.cancel();
        RunningContainer running = run;
        if (running == null) {
            return;
        }
        if (first) {
            endInOrder(running, grace, message);
        }
        node.schedule(running::kill, grace);
    }

    private void endInOrder(RunningContainer running, Duration grace, String message) {
        ContainerProbes asking = probes;
        if (asking != null) {
            asking.stopLivenessAndStartup();
        }
        events.killing(message);
        node.threads().execute(() -> terminate(running, grace));
    }

    /** Stops deciding on liveness: the pod is ending anyway. */
    public void forgetProbes() {
        ContainerProbes present = probes;
        if (present != null) {
            present.stop();
        }
    }

    @Override
    public void decided(ProbeKind kind, boolean passed) {
        RunningContainer running = run;
        scope.post(() -> {
            if (running == run && run != null) {
                decide(kind, passed);
            }
        });
    }

    @Override
    public void failed(ProbeKind kind, String message) {
        events.unhealthy(kind, message);
    }

    private void decide(ProbeKind kind, boolean passed) {
        if (kind == ProbeKind.READINESS) {
            ready = passed;
        } else if (!passed) {
            restartsQuietly = true;
            killAt = null;
            String message = "Container %s failed %s probe, will be restarted".formatted(name(), kind.word());
            stop(PodGrace.of(scope.pod()), message);
        } else if (kind == ProbeKind.STARTUP && probes != null) {
            started = true;
            ready = spec.getReadinessProbe() == null;
            probes.startOthers();
        }
    }

    private void backOffFromPull(Waiting failure, Instant now) {
        String image = "Back-off pulling image \"%s\"".formatted(spec.getImage());
        events.pullingLater(image);
        phase = Waiting.because(
                "ImagePullBackOff",
                image + ": ErrImagePull: " + failure.message().orElse(""));
        pull.next(now, now);
        waitUntil(now.plus(pull.delay()));
    }

    private void restart(Ended ended, Instant now) {
        Instant until = restart.until(ended.at());
        if (now.isBefore(until)) {
            String uid = scope.pod().getMetadata().getUid();
            String pod = "%s_%s(%s)".formatted(reference.getName(), reference.getNamespace(), uid);
            events.restartingLater(name(), pod);
            last = Optional.of(ended);
            phase = Waiting.because(
                    "CrashLoopBackOff",
                    "back-off %s restarting failed container=%s pod=%s".formatted(restart.text(), name(), pod));
            waitUntil(until);
        } else {
            restart.next(ended.at(), now);
            start(now);
        }
    }

    private void start(Instant now) {
        busy = true;
        settledBy = now.plus(SETTLING);
        node.schedule(() -> scope.post(() -> {}), SETTLING);
        node.threads().execute(() -> {
            StartOutcome outcome = new ContainerStarter(scope, spec, reference).attempt();
            Optional<String> problem = outcome instanceof StartOutcome.Started start
                    ? postStart.run(start.run()).join()
                    : Optional.empty();
            scope.post(() -> {
                postStart.begin(phase);
                take(outcome);
                problem.ifPresent(this::postStartFailed);
            });
        });
    }

    private void postStartFailed(String problem) {
        events.postStartFailed();
        if (run != null && !stopping) {
            postStart.fail(problem);
            forgetProbes();
            ready = false;
            started = false;
            restartsQuietly = true;
            stop(PodGrace.of(scope.pod()), "FailedPostStartHook");
        }
    }

    private void take(StartOutcome outcome) {
        busy = false;
        if (outcome instanceof StartOutcome.Started start) {
            running(start);
        } else if (outcome instanceof StartOutcome.Failed broken) {
            broken(broken);
        } else if (outcome instanceof StartOutcome.NoImage noImage) {
            last = lastRun();
            phase = Waiting.because("ErrImagePull", noImage.message());
            fresh = true;
        } else if (outcome instanceof StartOutcome.Refused refused) {
            last = lastRun();
            phase = refused.waiting();
            waitUntil(Instant.now().plus(ContainerStarter.pause(refusals++)));
        }
    }

    private void running(StartOutcome.Started start) {
        begin(start.log());
        phase = new Running(Instant.now());
        run = start.run();
        started = spec.getStartupProbe() == null;
        ready = started && spec.getReadinessProbe() == null;
        settledBy = Instant.now().plus(SETTLING);
        node.schedule(() -> scope.post(() -> {}), SETTLING);
        var unused = start.run().exit().thenAccept(code -> scope.post(() -> exited(start.run(), code)));
        if (stopping) {
            stopAfterStart(start.run());
        } else if (isServerInPlaceOfTask(start.run())) {
            start.run().terminate();
        } else {
            ContainerProbes next = new ContainerProbes(scope, spec, start.run(), this);
            probes = next;
            next.start();
        }
    }

    /** Init containers have to end, and a server that stands for one would not: it has done its work when it has started. */
    private boolean isServerInPlaceOfTask(RunningContainer started) {
        return init
                && !isSidecar()
                && started instanceof ServerContainer
                && !started.ports().isEmpty();
    }

    private void stopAfterStart(RunningContainer running) {
        Duration grace = PodGrace.of(scope.pod());
        endInOrder(running, grace, "Stopping container " + name());
        node.schedule(running::kill, grace);
    }

    private void broken(StartOutcome.Failed broken) {
        Instant now = Instant.now();
        begin(broken.log());
        last = Optional.of(new Ended(128, "StartError", Optional.of(broken.message()), Instant.EPOCH, now, id));
        phase = Waiting.because("RunContainerError", broken.message());
        fresh = true;
    }

    private void begin(ContainerLog newest) {
        last = lastRun();
        runs++;
        refusals = 0;
        id = "spurline://" + UUID.randomUUID().toString().replace("-", "").repeat(2);
        previousLog = log;
        log = newest;
    }

    private void exited(RunningContainer ended, int code) {
        if (ended != run || !(phase instanceof Running running)) {
            return;
        }
        forgetProbes();
        ContainerLog written = log;
        if (written != null) {
            written.end();
        }
        run = null;
        probes = null;
        ready = false;
        started = false;
        Ended end = Ended.of(code, running.since(), Instant.now(), id);
        Optional<Waiting> failure = postStart.failure().filter(reason -> restarts(end));
        last = failure.isPresent() ? Optional.of(end) : last;
        phase = failure.isPresent() ? failure.get() : end;
        fresh = !restartsQuietly || failure.isPresent();
        if (restartsQuietly) {
            restartsQuietly = false;
            stopping = false;
            postStart.reset();
            killAt = null;
        }
    }

    private void terminate(RunningContainer running, Duration grace) {
        LifecycleHandler preStop =
                spec.getLifecycle() == null ? null : spec.getLifecycle().getPreStop();
        LifecycleHook hook = new LifecycleHook(scope, spec, running);
        var unused = hook.run(preStop, grace).whenComplete((problem, failure) -> {
            if (problem != null && problem.isPresent()) {
                events.preStopFailed();
            }
            running.terminate();
        });
    }

    private boolean restarts(Ended ended) {
        if (isSidecar()) {
            return true;
        }
        return switch (PodView.restartPolicy(scope.pod())) {
            case "Never" -> false;
            case "OnFailure" -> ended.code() != 0;
            default -> !init || ended.code() != 0;
        };
    }

    private boolean isRefused() {
        return refusals > 0
                || (phase instanceof Waiting waiting && waiting.reason().equals("ImagePullBackOff"));
    }

    private Optional<Ended> lastRun() {
        return phase instanceof Ended ended ? Optional.of(ended) : last;
    }

    private void waitUntil(Instant instant) {
        notBefore = instant;
        node.schedule(() -> scope.post(() -> {}), Duration.between(Instant.now(), instant));
    }
}
