// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.kill;

import dev.spurline.reliability.bed.BaselineLoad;
import dev.spurline.reliability.bed.CycleRequest;
import dev.spurline.reliability.bed.SandboxShape;
import dev.spurline.reliability.bed.TestBed;
import dev.spurline.reliability.bed.TestLane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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

/**
 * Ends a JVM before and after each write of its cycle in turn. Several trials run at once, each in a lane of its own: most of
 * the time of each goes by until a lease has ended.
 */
final class KillHarness implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KillHarness.class);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final TestBed bed;
    private final StartedJvms nursery;
    private final List<KillLane> tracks;
    private final ExecutorService threads;

    /**
     * Prepares trials on a cluster.
     *
     * @param bed the cluster
     * @param directory for logs
     * @param lease of the sandboxes; if it is longer than {@link KillLane#LEASE}, it is ended soon after a JVM has been
     */
    KillHarness(TestBed bed, Path directory, Duration lease) {
        this.bed = bed;
        this.nursery = new StartedJvms(directory, Math.min(3, bed.lanes().size()));
        this.tracks = bed.lanes().stream()
                .map(lane -> new KillLane(bed, lane, nursery, lease))
                .toList();
        this.threads = Executors.newFixedThreadPool(tracks.size());
    }

    /** Returns lanes in the cluster of {@code -Dreliability.kubeconfig}, if there is one. */
    static TestBed bed(Path directory, List<TestLane> lanes) throws IOException {
        String kubeconfig = System.getProperty("reliability.kubeconfig");
        return kubeconfig == null
                ? TestBed.start(directory, lanes)
                : TestBed.attach(directory, Files.readString(Path.of(kubeconfig)), lanes);
    }

    /** Returns all points of some shapes, as cycles show them that nobody disturbs. */
    List<KillPoint> points(Collection<SandboxShape> shapes) {
        List<KillPoint> points = new ArrayList<>();
        for (SandboxShape shape : shapes) {
            KillLane track = tracks.stream()
                    .filter(candidate -> fits(candidate.lane(), shape))
                    .findFirst()
                    .orElseThrow();
            List<CycleRequest> spots = track.record(shape, points.isEmpty() ? nursery::first : nursery::take);
            LOG.info("{}: {} writes: {}", shape, spots.size(), spots);
            spots.forEach(spot ->
                    Stream.of(KillMoment.values()).forEach(moment -> points.add(new KillPoint(shape, spot, moment))));
        }
        return points;
    }

    private static boolean fits(TestLane lane, SandboxShape shape) {
        return lane.routes() == shape.routes();
    }

    /**
     * Tries points.
     *
     * @param points the points
     * @param limit how long after SIGKILL something may be left
     */
    KillReport run(Collection<KillPoint> points, Duration limit) {
        long start = System.nanoTime();
        Queue<KillPoint> due = new ConcurrentLinkedQueue<>(points);
        Queue<KillTrial> trials = new ConcurrentLinkedQueue<>();
        try (BaselineLoad load = BaselineLoad.on(
                bed.lanes().stream().flatMap(lane -> bed.entries(lane).stream()).toList(), PAUSE)) {
            CompletableFuture.allOf(tracks.stream()
                            .map(track -> CompletableFuture.runAsync(() -> run(track, due, trials), threads))
                            .toArray(CompletableFuture[]::new))
                    .join();
            return new KillReport(
                    List.copyOf(trials),
                    limit,
                    load.sent(),
                    load.differences(),
                    Duration.ofNanos(System.nanoTime() - start));
        }
    }

    private static void run(KillLane track, Queue<KillPoint> due, Queue<KillTrial> trials) {
        while (true) {
            KillPoint point = due.stream()
                    .filter(candidate -> fits(track.lane(), candidate.shape()))
                    .findFirst()
                    .orElse(null);
            if (point == null) {
                return;
            }
            if (due.remove(point)) {
                KillTrial trial = track.run(point);
                trials.add(trial);
                LOG.info("{}", trial);
            }
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        tracks.forEach(KillLane::close);
        nursery.close();
    }
}
