// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.crowd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.spurline.ForkSpec;
import dev.spurline.LiveSandbox;
import dev.spurline.SandboxEngine;
import dev.spurline.SandboxSpec;
import dev.spurline.reliability.bed.BaselineLoad;
import dev.spurline.reliability.bed.BedCallers;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Many sandboxes on one Service of a lane, and requests without a key all the while. */
final class Crowd {

    private static final Logger LOG = LoggerFactory.getLogger(Crowd.class);
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LONGEST = Duration.ofMinutes(25);

    private final TestBed bed;
    private final TestLane lane;
    private final Path directory;
    private final LaneLeftovers leftovers;

    /**
     * Remembers what is there.
     *
     * @param directory for logs
     */
    Crowd(TestBed bed, TestLane lane, Path directory) {
        this.bed = bed;
        this.lane = lane;
        this.directory = directory;
        this.leftovers = new LaneLeftovers(bed, lane);
    }

    /** Lets engines of several JVMs open sandboxes at once. */
    void run(int jvms, int engines, int rounds) {
        CrowdOrder order = order(engines, rounds);
        long start = System.nanoTime();
        ExecutorService threads = Executors.newFixedThreadPool(jvms);
        try (BaselineLoad load = BaselineLoad.on(bed.entries(lane), PAUSE)) {
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
            assertUndisturbed(load);
        } finally {
            threads.shutdown();
        }
        awaitNothing();
    }

    private CrowdOrder order(int engines, int rounds) {
        URI entry = lane.routes().gateways() ? bed.gateway(lane, lane.home()) : bed.entry(lane.home());
        return new CrowdOrder(bed.open().toString(), lane, entry, engines, rounds);
    }

    private CrowdCount jvm(CrowdOrder order) {
        try (ChildJvm child =
                ChildJvm.start(directory, CrowdChild.class, List.of("-cp", System.getProperty("java.class.path")))) {
            child.say(order.line());
            return child.hear(LONGEST)
                    .map(CrowdCount::parse)
                    .orElseGet(() -> new CrowdCount(0, 0, 0, 1, "The JVM ended: " + child.log()));
        }
    }

    /** Opens and closes sandboxes beside two that live on. */
    void cycles(int count) {
        CrowdOrder order = order(1, count);
        long start = System.nanoTime();
        try (SandboxEngine others = SandboxEngine.connect(bed.settings(lane, LEASE));
                SandboxEngine engine = SandboxEngine.connect(bed.settings(lane, LEASE));
                LiveSandbox one = others.open(forked(order, "one"));
                LiveSandbox two = others.open(forked(order, "two"));
                BaselineLoad baseline = BaselineLoad.on(bed.entries(lane), PAUSE);
                BaselineLoad first = load(order, one, "one");
                BaselineLoad second = load(order, two, "two")) {
            for (int cycle = 0; cycle < count; cycle++) {
                engine.open(forked(order, "cycle-" + cycle)).close();
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
            List.of(baseline, first, second).forEach(Crowd::assertUndisturbed);
        }
        awaitNothing();
    }

    private static BaselineLoad load(CrowdOrder order, LiveSandbox sandbox, String word) {
        URI entry = order.entry(sandbox);
        await().atMost(PATIENCE)
                .until(() -> BedCallers.get(entry.resolve("/"), sandbox.headers()), order.answer(word)::equals);
        return BaselineLoad.on(List.of(entry), sandbox.headers(), PAUSE);
    }

    private static SandboxSpec forked(CrowdOrder order, String word) {
        return SandboxSpec.builder()
                .fork(ForkSpec.of(order.workload()).env("WORD", word))
                .build();
    }

    private static void assertUndisturbed(BaselineLoad load) {
        assertThat(load.sent()).isPositive();
        assertThat(load.differences()).isEmpty();
    }

    private void awaitNothing() {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(leftovers.now()).isEmpty());
    }
}
