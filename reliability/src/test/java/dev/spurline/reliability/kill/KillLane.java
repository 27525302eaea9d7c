// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.kill;

import static org.awaitility.Awaitility.await;

import dev.spurline.EvidenceReport;
import dev.spurline.LiveSandbox;
import dev.spurline.RoutingKey;
import dev.spurline.SandboxEngine;
import dev.spurline.reliability.bed.BedCallers;
import dev.spurline.reliability.bed.CycleRequest;
import dev.spurline.reliability.bed.LaneLeftovers;
import dev.spurline.reliability.bed.SandboxShape;
import dev.spurline.reliability.bed.TestBed;
import dev.spurline.reliability.bed.TestLane;
import dev.spurline.reliability.jvm.ChildJvm;
import dev.spurline.reliability.proxy.ApiProxy;
import dev.spurline.reliability.proxy.Disturbance;
import dev.spurline.reliability.proxy.ProxiedRequest;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import org.awaitility.core.ConditionTimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A lane, the proxy before it, and what happens to one JVM after the other in it. */
final class KillLane implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KillLane.class);
    static final Duration LEASE = Duration.ofSeconds(5);

    /** How long after SIGKILL something may be left. */
    static final Duration LIMIT = LEASE.plus(TestBed.GRACE);

    /** A lease that a machine which builds as well does not miss; who ends a JVM does not wait for it. */
    static final Duration PATIENT_LEASE = Duration.ofSeconds(20);

    private static final Duration LONG_LEASE = Duration.ofMinutes(1);
    static final Duration GIVE_UP = Duration.ofMinutes(2);
    private static final int ATTEMPTS = 3;
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(150);

    private final TestBed bed;
    private final TestLane lane;
    private final StartedJvms nursery;
    private final Duration lease;
    private final ApiProxy proxy;
    private final Path kubeconfig;
    private final LaneLeftovers leftovers;
    private final LaneLeases leases;
    private final LaneAnswers answers;

    KillLane(TestBed bed, TestLane lane, StartedJvms nursery, Duration lease) {
        this.bed = bed;
        this.lane = lane;
        this.nursery = nursery;
        this.lease = lease;
        this.proxy = ApiProxy.before(bed.config());
        this.kubeconfig = bed.kubeconfig("lane-" + lane.number(), proxy.kubeconfig(TestBed.CONTEXT));
        this.leftovers = new LaneLeftovers(bed, lane);
        this.leases = new LaneLeases(bed, lane, lease);
        this.answers = new LaneAnswers(bed, lane);
    }

    TestLane lane() {
        return lane;
    }

    /** Returns the writes of a cycle that nobody disturbs. */
    List<CycleRequest> record(SandboxShape shape, Supplier<ChildJvm> recruits) {
        for (int attempt = 1; ; attempt++) {
            String key = RoutingKey.random().value();
            proxy.forget();
            proxy.calm();
            try (ChildJvm child = recruits.get()) {
                String end = cycle(child, shape, key);
                if (end.equals("closed")) {
                    child.awaitEnd();
                    return CycleRequest.in(
                            proxy.seen().stream().filter(ProxiedRequest::write).toList(), lane, key);
                }
                refuse(attempt, end, child);
            }
            leases.end();
            awaitNothing();
        }
    }

    private static void refuse(int attempt, String end, ChildJvm child) {
        String text = "A cycle that nobody disturbed ended with [%s]; its log:%n%s".formatted(end, child.log());
        if (attempt == ATTEMPTS) {
            throw new IllegalStateException(text);
        }
        LOG.info("{}", text);
    }

    /**
     * Ends a JVM at a point, and looks at what is left. On a machine that is too busy for a lease of 5 s a sandbox may be lost
     * on its way to the point; then another JVM tries.
     */
    KillTrial run(KillPoint point) {
        KillTrial trial = attempt(point);
        for (int i = 1; i < ATTEMPTS && !trial.reached(); i++) {
            LOG.info("{}", trial);
            leases.end();
            awaitNothing();
            trial = attempt(point);
        }
        return trial;
    }

    private KillTrial attempt(KillPoint point) {
        String key = RoutingKey.random().value();
        AtomicLong killed = new AtomicLong();
        proxy.forget();
        try (ChildJvm child = nursery.take()) {
            proxy.rule(trap(point, key, () -> {
                killed.set(System.nanoTime());
                child.kill();
            }));
            String end = cycle(child, point.shape(), key);
            proxy.calm();
            if (killed.get() == 0) {
                return new KillTrial(point, lane, false, Optional.empty(), List.of(), end + "\n" + child.log());
            }
        }
        return judge(point, killed.get());
    }

    private Function<ProxiedRequest, Disturbance> trap(KillPoint point, String key, Runnable kill) {
        return point.spot()
                .rule(
                        lane,
                        key,
                        point.moment() == KillMoment.BEFORE ? Disturbance.before(kill) : Disturbance.after(kill));
    }

    /** Leads a JVM through its cycle; returns its last word, or an empty text if it had none. */
    private String cycle(ChildJvm child, SandboxShape shape, String key) {
        child.say(new CycleOrder(
                        TestBed.properties(lane, lease, kubeconfig), lane.home(), key, shape.workloads(lane), TIMEOUT)
                .line());
        Optional<String> said = child.hear();
        Optional<OpenedSandbox> opened = said.flatMap(OpenedSandbox::parse);
        if (opened.isPresent()) {
            try {
                answers.assertForked(shape, opened.get().answer());
                answers.await(shape, opened.get().headers());
                awaitHeartbeats(child, shape, key);
            } catch (ConditionTimeoutException | IllegalStateException e) {
                return "no answer of the forks: " + e.getMessage();
            }
            child.say("close");
            said = child.hear();
        }
        return said.orElse("");
    }

    /** The JVM may be ended while it renews. */
    private void awaitHeartbeats(ChildJvm child, SandboxShape shape, String key) {
        await().atMost(PATIENCE)
                .pollInterval(LOOK)
                .until(() -> !child.alive()
                        || proxy.seen().stream()
                                        .filter(ProxiedRequest::write)
                                        .map(request -> CycleRequest.describe(request, lane, key))
                                        .filter(CycleRequest::heartbeat)
                                        .distinct()
                                        .count()
                                == shape.forked(lane).size());
    }

    private KillTrial judge(KillPoint point, long killed) {
        while (true) {
            List<String> left = leftovers.now();
            Duration since = Duration.ofNanos(System.nanoTime() - killed);
            if (left.isEmpty()) {
                return new KillTrial(point, lane, true, Optional.of(since), List.of(), rerun(point.shape()));
            }
            if (since.compareTo(GIVE_UP) > 0) {
                return new KillTrial(point, lane, true, Optional.empty(), left, "");
            }
            leases.end();
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    /** Runs the same test in an engine of this JVM; returns what was wrong. */
    private String rerun(SandboxShape shape) {
        RoutingKey key = RoutingKey.random();
        try (SandboxEngine engine = SandboxEngine.connect(bed.settings(lane, LONG_LEASE));
                LiveSandbox sandbox = engine.open(shape.spec(lane, key, TIMEOUT))) {
            URI entry = sandbox.uri("front");
            answers.assertForked(shape, BedCallers.get(entry.resolve("/"), sandbox.headers()));
            sandbox.sent(entry);
            answers.await(shape, sandbox.headers());
            List<String> unproven = sandbox.evidence().forks().stream()
                    // What cannot be read is unknown, and the answers have said enough.
                    .filter(fork -> fork.routed().isPresent() && !fork.reached())
                    .map(EvidenceReport.ForkEvidence::toString)
                    .toList();
            if (!unproven.isEmpty()) {
                return "not proven: " + unproven;
            }
        } catch (RuntimeException e) {
            return e.toString();
        }
        return awaitNothing() ? "" : "left by the rerun: " + leftovers.now();
    }

    private boolean awaitNothing() {
        try {
            await().atMost(PATIENCE)
                    .pollInterval(LOOK)
                    .until(() -> leftovers.now().isEmpty());
            return true;
        } catch (ConditionTimeoutException e) {
            return false;
        }
    }

    @Override
    public void close() {
        proxy.close();
    }
}
