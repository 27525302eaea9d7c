// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node.probe;

import dev.spurline.cluster.internal.failure.FailureText;
import io.fabric8.kubernetes.api.model.Probe;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Repeats one probe of one container as declared. One thing differs from a kubelet: while a readiness or startup probe
 * has never passed, it is also asked in between, quickly at first, so that a pod counts as ready a few milliseconds
 * after it is and not up to a period later. Such extra questions can only find that the probe passes: their failures
 * are neither counted nor told.
 *
 * <p>Source: {@code pkg/kubelet/prober/worker.go}.
 */
public final class ProbeLoop {

    private static final Duration QUICKEST = Duration.ofMillis(5);
    private static final Duration SLOWEST = Duration.ofMillis(50);
    private static final Duration EAGER = Duration.ofSeconds(30);

    private final ProbeKind kind;
    private final Probe probe;
    private final Supplier<CompletableFuture<Optional<String>>> check;
    private final ProbeListener listener;
    private final ScheduledExecutorService timer;
    private final Instant begin = Instant.now();

    private Instant nextDeclared;
    private Duration pause = QUICKEST;
    private int inRow;
    private boolean lastPassed;
    private boolean everPassed;
    private boolean stopped;

    /** Learns what the probe finds. */
    public interface ProbeListener {

        /** The probe has found the same often enough to count. */
        void decided(ProbeKind kind, boolean passed);

        /** A declared probe has failed. */
        void failed(ProbeKind kind, String message);
    }

    public ProbeLoop(
            ProbeKind kind,
            Probe probe,
            Supplier<CompletableFuture<Optional<String>>> check,
            ProbeListener listener,
            ScheduledExecutorService timer) {
        this.kind = kind;
        this.probe = probe;
        this.check = check;
        this.listener = listener;
        this.timer = timer;
        this.nextDeclared = begin.plusSeconds(seconds(probe.getInitialDelaySeconds(), 0));
    }

    public void start() {
        schedule(nextDeclared);
    }

    public synchronized void stop() {
        stopped = true;
    }

    /** Returns how long a probe may take before it counts as failed. */
    public static Duration timeout(Probe probe) {
        return Duration.ofSeconds(seconds(probe.getTimeoutSeconds(), 1));
    }

    private synchronized void schedule(Instant at) {
        if (stopped) {
            return;
        }
        long nanos = Math.max(0, Duration.between(Instant.now(), at).toNanos());
        try {
            var unused = timer.schedule(this::ask, nanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            stopped = true;
        }
    }

    private void ask() {
        boolean declared = !Instant.now().isBefore(nextDeclared);
        if (declared) {
            nextDeclared =
                    following(nextDeclared, Duration.ofSeconds(seconds(probe.getPeriodSeconds(), 10)), Instant.now());
        }
        // A check that cannot even be begun has failed, too.
        var unused = CompletableFuture.completedFuture(declared)
                .thenCompose(due -> check.get())
                .exceptionally(failure -> Optional.of(FailureText.of(failure)))
                .thenAccept(problem -> answered(problem, declared));
    }

    /** Returns when to ask next; what was missed while the machine slept or a debugger held it is not made up for. */
    static Instant following(Instant due, Duration period, Instant now) {
        long missed = Math.max(0, Duration.between(due, now).dividedBy(period));
        return due.plus(period.multipliedBy(missed + 1));
    }

    private void answered(Optional<String> problem, boolean declared) {
        if (isStopped()) {
            return;
        }
        boolean passed = problem.isEmpty();
        // First: what a last failure leads to is told after it.
        if (!passed && declared) {
            listener.failed(kind, problem.get());
        }
        if (declared || (passed && threshold(true) == 1)) {
            count(passed);
        }
        everPassed |= passed;
        schedule(next());
    }

    private synchronized boolean isStopped() {
        return stopped;
    }

    private void count(boolean passed) {
        inRow = passed == lastPassed ? inRow + 1 : 1;
        lastPassed = passed;
        if (inRow == threshold(passed)) {
            // As with a kubelet: whose failure ends the container, asks no more until there is a new one.
            if (!passed && kind != ProbeKind.READINESS) {
                stop();
            }
            listener.decided(kind, passed);
        }
    }

    private int threshold(boolean passed) {
        @Nullable Integer declared = passed ? probe.getSuccessThreshold() : probe.getFailureThreshold();
        return seconds(declared, passed ? 1 : 3);
    }

    private Instant next() {
        if (kind == ProbeKind.LIVENESS || everPassed || Instant.now().isAfter(begin.plus(EAGER))) {
            return nextDeclared;
        }
        Instant soon = Instant.now().plus(pause);
        Duration longer = pause.multipliedBy(3).dividedBy(2);
        pause = longer.compareTo(SLOWEST) > 0 ? SLOWEST : longer;
        return soon.isBefore(nextDeclared) ? soon : nextDeclared;
    }

    private static int seconds(@Nullable Integer declared, int otherwise) {
        return declared == null || (declared <= 0 && otherwise > 0) ? otherwise : declared;
    }
}
