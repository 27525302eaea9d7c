// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.fault;

import static org.awaitility.Awaitility.await;

import dev.spurline.LiveSandbox;
import dev.spurline.RoutingKey;
import dev.spurline.SandboxEngine;
import dev.spurline.reliability.bed.BedCallers;
import dev.spurline.reliability.bed.CycleRequest;
import dev.spurline.reliability.bed.LaneLeftovers;
import dev.spurline.reliability.bed.SandboxShape;
import dev.spurline.reliability.bed.TestBed;
import dev.spurline.reliability.bed.TestLane;
import dev.spurline.reliability.proxy.ApiProxy;
import dev.spurline.reliability.proxy.Disturbance;
import dev.spurline.reliability.proxy.ProxiedRequest;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/** A lane, the proxy before it, and one cycle after the other in it. */
final class FaultLane implements AutoCloseable {

    static final Duration LEASE = Duration.ofSeconds(8);
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final int REQUESTS = 3;

    private final TestBed bed;
    private final TestLane lane;
    private final SandboxShape shape;
    private final Duration limit;
    private final ApiProxy proxy;
    private final Path kubeconfig;
    private final LaneLeftovers leftovers;

    /**
     * Prepares a lane.
     *
     * @param limit how long after a cycle something may be left
     */
    FaultLane(TestBed bed, TestLane lane, SandboxShape shape, Duration limit) {
        this.bed = bed;
        this.lane = lane;
        this.shape = shape;
        this.limit = limit;
        this.proxy = ApiProxy.before(bed.config());
        this.kubeconfig = bed.kubeconfig("fault-lane-" + lane.number(), proxy.kubeconfig(TestBed.CONTEXT));
        this.leftovers = new LaneLeftovers(bed, lane);
    }

    /** Returns the requests of a cycle that nobody disturbs. */
    List<CycleRequest> record() {
        String key = RoutingKey.random().value();
        proxy.forget();
        proxy.calm();
        Optional<Throwable> failure = cycle(key);
        if (failure.isPresent()) {
            throw new IllegalStateException("A cycle that nobody disturbed fails", failure.get());
        }
        awaitNothing();
        return CycleRequest.in(proxy.seen(), lane, key);
    }

    /** Runs a cycle with a fault. */
    FaultOutcome run(FaultPoint point) {
        String key = RoutingKey.random().value();
        AtomicBoolean reached = new AtomicBoolean();
        Disturbance fault = point.fault().disturbance();
        Function<ProxiedRequest, Disturbance> rule = point.spot().rule(lane, key, exchange -> {
            reached.set(true);
            fault.on(exchange);
        });
        proxy.rule(rule);
        long start = System.nanoTime();
        Optional<Throwable> failure = cycle(key);
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        proxy.calm();
        List<String> left = awaitNothing() ? List.of() : leftovers.now();
        return new FaultOutcome(point, reached.get(), failure, time, left);
    }

    private Optional<Throwable> cycle(String key) {
        try (SandboxEngine engine =
                        SandboxEngine.connect(TestBed.settings(TestBed.properties(lane, LEASE, kubeconfig)));
                LiveSandbox sandbox = engine.open(shape.spec(lane, new RoutingKey(key), TIMEOUT))) {
            String answer = keyed(sandbox);
            String wanted = shape.front(lane, lane.home());
            if (!answer.equals(wanted)) {
                return Optional.of(new AssertionError(
                        "The sandbox is open, and a request with its key is answered [%s] instead of [%s]"
                                .formatted(answer, wanted)));
            }
            bed.answers(lane, shape)
                    .forEach((entry, forked) -> await("Requests with the key at " + entry)
                            .atMost(TIMEOUT)
                            .until(() -> BedCallers.get(entry, sandbox.headers()), forked::equals));
            return Optional.empty();
        } catch (RuntimeException e) {
            return Optional.of(e);
        }
    }

    /** A tunnel whose connection breaks opens another; as every caller would, this one asks again. */
    private String keyed(LiveSandbox sandbox) {
        @Nullable String answer = null;
        for (int i = 0; i < REQUESTS && (answer == null || answer.contains("Exception")); i++) {
            URI entry = sandbox.uri("front");
            answer = BedCallers.get(entry.resolve("/"), sandbox.headers());
        }
        return String.valueOf(answer);
    }

    private boolean awaitNothing() {
        try {
            await().atMost(limit).pollInterval(LOOK).until(() -> leftovers.now().isEmpty());
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
