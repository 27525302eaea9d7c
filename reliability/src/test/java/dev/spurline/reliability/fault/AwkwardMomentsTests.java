// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.spurline.LiveSandbox;
import dev.spurline.RoutingKey;
import dev.spurline.SandboxEngine;
import dev.spurline.SandboxException;
import dev.spurline.reliability.bed.LaneLeftovers;
import dev.spurline.reliability.bed.LaneRoutes;
import dev.spurline.reliability.bed.SandboxShape;
import dev.spurline.reliability.bed.TestBed;
import dev.spurline.reliability.bed.TestLane;
import dev.spurline.reliability.proxy.ApiProxy;
import dev.spurline.reliability.proxy.ClockShift;
import dev.spurline.reliability.proxy.Disturbance;
import dev.spurline.reliability.proxy.ProxiedRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes at the wrong moment, or from a clock that is wrong. */
@Execution(ExecutionMode.SAME_THREAD)
class AwkwardMomentsTests {

    private static final Duration LEASE = Duration.ofSeconds(5);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final TestLane LANE = new TestLane(0, LaneRoutes.NONE);
    private static final SandboxShape SHAPE = new SandboxShape(1, 1, LaneRoutes.NONE);

    @TempDir
    static Path directory;

    private static TestBed bed;
    private static ApiProxy proxy;
    private static Path kubeconfig;
    private static LaneLeftovers leftovers;

    @BeforeAll
    static void start() {
        bed = TestBed.start(directory, List.of(LANE));
        proxy = ApiProxy.before(bed.config());
        kubeconfig = bed.kubeconfig("awkward", proxy.kubeconfig(TestBed.CONTEXT));
        leftovers = new LaneLeftovers(bed, LANE);
    }

    @AfterAll
    static void stop() {
        proxy.close();
        bed.close();
    }

    @BeforeEach
    void calm() {
        proxy.calm();
        proxy.clockwork(ClockShift.TRUE);
    }

    /** The server's clock is the one that is wrong here, which to the engine is the same. */
    @ParameterizedTest
    @ValueSource(ints = {-1, 1})
    void aLocalClockThatIsAnHourOffChangesNothing(int hours) {
        proxy.clockwork(new ClockShift(Duration.ofHours(hours)));
        try (SandboxEngine engine = connect(LEASE);
                LiveSandbox sandbox = open(engine)) {
            await().during(LEASE.plus(LEASE.dividedBy(2)))
                    .atMost(LEASE.multipliedBy(3))
                    .until(() -> sandbox.evidence() != null);

            assertThat(bed.client()
                            .batch()
                            .v1()
                            .jobs()
                            .inNamespace(LANE.home())
                            .list()
                            .getItems())
                    .singleElement()
                    .satisfies(anchor -> assertThat(anchor.getSpec().getActiveDeadlineSeconds())
                            .isBetween(LEASE.toSeconds() + 1, 6 * LEASE.toSeconds()));
        }
        awaitNothing();
    }

    @Test
    void theListBeforeTheReadinessGateIsAskedForAgain() {
        AtomicBoolean forked = new AtomicBoolean();
        AtomicInteger cut = new AtomicInteger();
        proxy.rule(request -> {
            forked.compareAndSet(false, request.created().startsWith("back-") && path(request, "/deployments"));
            boolean list = request.verb().equals("GET") && path(request, "/services") && !request.watch();
            return forked.get() && list && cut.incrementAndGet() <= 2 ? Disturbance.cutInHalf() : Disturbance.NONE;
        });

        try (SandboxEngine engine = connect(Duration.ofMinutes(1));
                LiveSandbox sandbox = open(engine)) {
            assertThat(sandbox.forks()).hasSize(1);
            assertThat(cut).hasValueGreaterThan(2);
        }
        awaitNothing();
    }

    @Test
    void anEngineThatClosesLeavesNoAnchorThatIsJustBeingMade() {
        Duration lease = Duration.ofMinutes(10);
        SandboxEngine engine = connect(lease);
        CompletableFuture<Void> closing = new CompletableFuture<>();
        AtomicBoolean first = new AtomicBoolean(true);
        proxy.rule(once(request -> request.created().startsWith("spurline-engine-"), exchange -> {
            if (first.getAndSet(false)) {
                var unused = CompletableFuture.runAsync(engine::close, task -> new Thread(task, "closer").start())
                        .whenComplete((done, failure) -> closing.complete(null));
                // The sandbox is closed and gone by then; only the anchor is not there yet.
                await().until(() -> proxy.seen().stream()
                        .anyMatch(request -> request.target().contains("spurline.dev%2Fengine") && !request.watch()));
            }
            exchange.pass();
        }));

        assertThatThrownBy(() -> open(engine)).isInstanceOf(SandboxException.class);

        closing.join();
        awaitNothing();
    }

    @Test
    void noTunnelOutlivesASandboxThatIsClosedMeanwhile() {
        try (SandboxEngine engine = connect(Duration.ofMinutes(1))) {
            LiveSandbox sandbox = open(engine);
            List<CompletableFuture<Void>> askers = IntStream.range(0, 4)
                    .mapToObj(i -> CompletableFuture.runAsync(
                            () -> askUntilClosed(sandbox), task -> new Thread(task, "asker").start()))
                    .toList();

            sandbox.close();

            askers.forEach(CompletableFuture::join);
            assertThatThrownBy(() -> sandbox.uri("front"))
                    .hasMessage("Sandbox [%s] is closed".formatted(sandbox.key()));
        }
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("spurline-tunnel-")));
        awaitNothing();
    }

    private static void askUntilClosed(LiveSandbox sandbox) {
        try {
            while (true) {
                sandbox.uri("front");
                sandbox.uri("back");
            }
        } catch (SandboxException e) {
            assertThat(e).hasMessageContaining("is closed");
        }
    }

    private static boolean path(ProxiedRequest request, String end) {
        return request.path().endsWith(end);
    }

    private static Function<ProxiedRequest, Disturbance> once(
            Predicate<ProxiedRequest> concerned, Disturbance disturbance) {
        return request -> concerned.test(request) ? disturbance : Disturbance.NONE;
    }

    private static SandboxEngine connect(Duration lease) {
        return SandboxEngine.connect(TestBed.settings(TestBed.properties(LANE, lease, kubeconfig)));
    }

    private static LiveSandbox open(SandboxEngine engine) {
        return engine.open(SHAPE.spec(LANE, RoutingKey.random(), TIMEOUT));
    }

    private static void awaitNothing() {
        await().untilAsserted(() -> assertThat(leftovers.now()).isEmpty());
    }
}
