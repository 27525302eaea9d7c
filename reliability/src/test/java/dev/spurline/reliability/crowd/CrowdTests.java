// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.crowd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.spurline.ForkSpec;
import dev.spurline.LiveSandbox;
import dev.spurline.SandboxEngine;
import dev.spurline.SandboxSpec;
import dev.spurline.reliability.bed.BaselineLoad;
import dev.spurline.reliability.bed.LaneLeftovers;
import dev.spurline.reliability.bed.LaneRoutes;
import dev.spurline.reliability.bed.TestBed;
import dev.spurline.reliability.bed.TestLane;
import dev.spurline.reliability.jvm.ChildJvm;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sandboxes of many engines on one Service disturb neither each other nor those who know nothing of them. */
class CrowdTests {

    private static final Logger LOG = LoggerFactory.getLogger(CrowdTests.class);
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LONGEST = Duration.ofMinutes(25);
    private static final int ROUNDS = Integer.getInteger("reliability.rounds", 20);
    private static final List<TestLane> LANES =
            TestLane.count(3, List.of(LaneRoutes.HTTP_ROUTE, LaneRoutes.ROOT, LaneRoutes.VIRTUAL_SERVICE)::get);
    private static final TestLane LANE = LANES.get(0);

    @TempDir
    static Path directory;

    private static TestBed bed;
    private static List<LaneLeftovers> leftovers;

    @BeforeAll
    static void start() {
        bed = TestBed.start(directory, LANES);
        leftovers = LANES.stream().map(lane -> new LaneLeftovers(bed, lane)).toList();
    }

    @AfterAll
    static void stop() {
        bed.close();
    }

    static List<TestLane> lanes() {
        return LANES;
    }

    @Test
    void sixEnginesInTwoJvms() {
        crowd(LANE, 2, 3, 2);
    }

    @Test
    void sixEnginesOnOneRoot() {
        crowd(LANES.get(1), 2, 3, 2);
    }

    @ParameterizedTest
    @MethodSource("lanes")
    @Tag("reliability")
    void fiftyEnginesInFiveJvms(TestLane lane) {
        crowd(lane, 5, 10, ROUNDS);
    }

    @ParameterizedTest
    @MethodSource("lanes")
    void fiveCyclesBesideTwoOthers(TestLane lane) {
        cycles(lane, 5);
    }

    @ParameterizedTest
    @MethodSource("lanes")
    @Tag("reliability")
    void aHundredCyclesBesideTwoOthers(TestLane lane) {
        cycles(lane, 100);
    }

    private static void crowd(TestLane lane, int jvms, int engines, int rounds) {
        URI entry = bed.entry(lane.home());
        String kubeconfig = bed.open().toString();
        long start = System.nanoTime();
        ExecutorService threads = Executors.newFixedThreadPool(jvms);
        try (BaselineLoad load = BaselineLoad.on(List.of(entry), PAUSE)) {
            CrowdOrder order = new CrowdOrder(kubeconfig, lane, entry, engines, rounds);
            List<CompletableFuture<CrowdCount>> running = IntStream.range(0, jvms)
                    .mapToObj(jvm -> CompletableFuture.supplyAsync(() -> jvm(order), threads))
                    .toList();
            CrowdCount count = running.stream().map(CompletableFuture::join).reduce(CrowdCount.NONE, CrowdCount::and);

            LOG.info(
                    "{}: {} engines in {} JVMs, {} rounds each: {}; {} untagged requests compared, {} different; {} s in all",
                    lane.routes(),
                    jvms * engines,
                    jvms,
                    rounds,
                    count,
                    load.sent(),
                    load.differences().size(),
                    Duration.ofNanos(System.nanoTime() - start).toSeconds());
            assertThat(count.first()).isEmpty();
            assertThat(count.opened()).isEqualTo(jvms * engines * rounds);
            assertThat(count.misrouted()).isZero();
            assertThat(load.sent()).isPositive();
            assertThat(load.differences()).isEmpty();
        } finally {
            threads.shutdown();
        }
        awaitNothing(lane);
    }

    private static CrowdCount jvm(CrowdOrder order) {
        try (ChildJvm child =
                ChildJvm.start(directory, CrowdChild.class, List.of("-cp", System.getProperty("java.class.path")))) {
            child.say(order.line());
            return child.hear(LONGEST)
                    .map(CrowdCount::parse)
                    .orElseGet(() -> new CrowdCount(0, 0, 0, 1, "The JVM ended: " + child.log()));
        }
    }

    private static void cycles(TestLane lane, int count) {
        URI entry = bed.entry(lane.home());
        long start = System.nanoTime();
        try (SandboxEngine others = SandboxEngine.connect(bed.settings(lane, LEASE));
                SandboxEngine engine = SandboxEngine.connect(bed.settings(lane, LEASE));
                LiveSandbox one = others.open(back("one"));
                LiveSandbox two = others.open(back("two"));
                BaselineLoad baseline = BaselineLoad.on(List.of(entry), PAUSE);
                BaselineLoad first = BaselineLoad.on(List.of(entry), one.headers(), PAUSE);
                BaselineLoad second = BaselineLoad.on(List.of(entry), two.headers(), PAUSE)) {
            for (int cycle = 0; cycle < count; cycle++) {
                engine.open(back("cycle-" + cycle)).close();
            }

            LOG.info(
                    "{}: {} cycles: {} untagged requests, {} different; {} and {} of two other sandboxes, {} and {} different; {} s in all",
                    lane.routes(),
                    count,
                    baseline.sent(),
                    baseline.differences().size(),
                    first.sent(),
                    second.sent(),
                    first.differences().size(),
                    second.differences().size(),
                    Duration.ofNanos(System.nanoTime() - start).toSeconds());
            for (BaselineLoad load : List.of(baseline, first, second)) {
                assertThat(load.sent()).isPositive();
                assertThat(load.differences()).isEmpty();
            }
        }
        awaitNothing(lane);
    }

    private static SandboxSpec back(String word) {
        return SandboxSpec.builder().fork(ForkSpec.of("back").env("WORD", word)).build();
    }

    private static void awaitNothing(TestLane lane) {
        LaneLeftovers own = leftovers.get(lane.number());
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(own.now()).isEmpty());
    }
}
