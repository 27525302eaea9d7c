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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sandboxes of many engines on one Service disturb neither each other nor those who know nothing of them. */
class CrowdTests {

    private static final Logger LOG = LoggerFactory.getLogger(CrowdTests.class);
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LONGEST = Duration.ofMinutes(25);
    private static final TestLane LANE = new TestLane(0, true);

    @TempDir
    static Path directory;

    private static TestBed bed;
    private static LaneLeftovers leftovers;

    @BeforeAll
    static void start() {
        bed = TestBed.start(directory, List.of(LANE));
        leftovers = new LaneLeftovers(bed, LANE);
    }

    @AfterAll
    static void stop() {
        bed.close();
    }

    @Test
    void sixEnginesInTwoJvms() {
        crowd(2, 3, 2);
    }

    @Test
    @Tag("reliability")
    void fiftyEnginesInFiveJvms() {
        crowd(5, 10, 20);
    }

    @Test
    void fiveCyclesBesideTwoOthers() {
        cycles(5);
    }

    @Test
    @Tag("reliability")
    void aHundredCyclesBesideTwoOthers() {
        cycles(100);
    }

    private static void crowd(int jvms, int engines, int rounds) {
        URI entry = bed.entry(LANE.home());
        String kubeconfig = bed.open().toString();
        long start = System.nanoTime();
        ExecutorService threads = Executors.newFixedThreadPool(jvms);
        try (BaselineLoad load = BaselineLoad.on(List.of(entry), PAUSE)) {
            CrowdOrder order = new CrowdOrder(kubeconfig, LANE.home(), entry, engines, rounds);
            List<CompletableFuture<CrowdCount>> running = IntStream.range(0, jvms)
                    .mapToObj(jvm -> CompletableFuture.supplyAsync(() -> jvm(order), threads))
                    .toList();
            CrowdCount count = running.stream().map(CompletableFuture::join).reduce(CrowdCount.NONE, CrowdCount::and);

            LOG.info(
                    "{} engines in {} JVMs, {} rounds each: {}; {} untagged requests compared, {} different; {} s in all",
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
        awaitNothing();
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

    private static void cycles(int count) {
        URI entry = bed.entry(LANE.home());
        long start = System.nanoTime();
        try (SandboxEngine others = SandboxEngine.connect(bed.settings(LANE, LEASE));
                SandboxEngine engine = SandboxEngine.connect(bed.settings(LANE, LEASE));
                LiveSandbox one = others.open(back("one"));
                LiveSandbox two = others.open(back("two"));
                BaselineLoad baseline = BaselineLoad.on(List.of(entry), PAUSE);
                BaselineLoad first = BaselineLoad.on(List.of(entry), one.headers(), PAUSE);
                BaselineLoad second = BaselineLoad.on(List.of(entry), two.headers(), PAUSE)) {
            for (int cycle = 0; cycle < count; cycle++) {
                engine.open(back("cycle-" + cycle)).close();
            }

            LOG.info(
                    "{} cycles: {} untagged requests, {} different; {} and {} of two other sandboxes, {} and {} different; {} s in all",
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
        awaitNothing();
    }

    private static SandboxSpec back(String word) {
        return SandboxSpec.builder().fork(ForkSpec.of("back").env("WORD", word)).build();
    }

    private static void awaitNothing() {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(leftovers.now()).isEmpty());
    }
}
