// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.fault;

import dev.spurline.reliability.bed.BaselineLoad;
import dev.spurline.reliability.bed.CycleRequest;
import dev.spurline.reliability.bed.SandboxShape;
import dev.spurline.reliability.bed.TestBed;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Disturbs each request of a cycle in turn. Cycles run in this JVM, several at once, each in a lane of its own. */
final class FaultHarness implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FaultHarness.class);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final TestBed bed;
    private final List<FaultLane> lanes;
    private final ExecutorService threads;

    /**
     * Prepares cycles on a cluster.
     *
     * @param bed the cluster
     * @param shape the sandbox of all cycles
     * @param limit how long after a cycle something may be left
     */
    FaultHarness(TestBed bed, SandboxShape shape, Duration limit) {
        this.bed = bed;
        this.lanes = bed.lanes().stream()
                .map(lane -> new FaultLane(bed, lane, shape, limit))
                .toList();
        this.threads = Executors.newFixedThreadPool(lanes.size());
    }

    /** Returns all faults of all requests, as a cycle shows them that nobody disturbs. */
    List<FaultPoint> points() {
        // The first cycle of a JVM is like no other.
        lanes.get(0).record();
        List<CycleRequest> spots = lanes.get(0).record();
        LOG.info("{} requests: {}", spots.size(), spots);
        return spots.stream()
                .flatMap(spot -> Stream.of(RequestFault.values())
                        .filter(fault -> !fault.ofWatches() || spot.request().startsWith("WATCH "))
                        .map(fault -> new FaultPoint(fault, spot)))
                .toList();
    }

    /** Runs a cycle for each of the faults. */
    FaultReport run(Collection<FaultPoint> points) {
        long start = System.nanoTime();
        Queue<FaultPoint> due = new ConcurrentLinkedQueue<>(points);
        Queue<FaultOutcome> outcomes = new ConcurrentLinkedQueue<>();
        try (BaselineLoad load = BaselineLoad.on(
                bed.lanes().stream().flatMap(lane -> bed.entries(lane).stream()).toList(), PAUSE)) {
            CompletableFuture.allOf(lanes.stream()
                            .map(lane -> CompletableFuture.runAsync(() -> run(lane, due, outcomes), threads))
                            .toArray(CompletableFuture[]::new))
                    .join();
            return new FaultReport(
                    List.copyOf(outcomes),
                    load.sent(),
                    load.differences(),
                    Duration.ofNanos(System.nanoTime() - start));
        }
    }

    private static void run(FaultLane lane, Queue<FaultPoint> due, Queue<FaultOutcome> outcomes) {
        for (FaultPoint point = due.poll(); point != null; point = due.poll()) {
            FaultOutcome outcome = lane.run(point);
            outcomes.add(outcome);
            LOG.info("{}{}", outcome.passed() ? "" : "WRONG: ", outcome);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        lanes.forEach(FaultLane::close);
    }
}
