// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.kill;

import dev.spurline.reliability.bed.BaselineLoad;
import dev.spurline.reliability.bed.Bed;
import dev.spurline.reliability.bed.Lane;
import dev.spurline.reliability.bed.Shape;
import dev.spurline.reliability.bed.Spot;
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

    private final Bed bed;
    private final Nursery nursery;
    private final List<Track> tracks;
    private final ExecutorService threads;

    /**
     * Prepares trials on a cluster.
     *
     * @param bed the cluster
     * @param directory for logs
     */
    KillHarness(Bed bed, Path directory) {
        this.bed = bed;
        this.nursery = new Nursery(directory, Math.min(3, bed.lanes().size()));
        this.tracks =
                bed.lanes().stream().map(lane -> new Track(bed, lane, nursery)).toList();
        this.threads = Executors.newFixedThreadPool(tracks.size());
    }

    /** Returns all points of some shapes, as cycles show them that nobody disturbs. */
    List<KillPoint> points(Collection<Shape> shapes) {
        List<KillPoint> points = new ArrayList<>();
        for (Shape shape : shapes) {
            Track track = tracks.stream()
                    .filter(candidate -> fits(candidate.lane(), shape))
                    .findFirst()
                    .orElseThrow();
            List<Spot> spots = track.record(shape, points.isEmpty() ? nursery::first : nursery::take);
            LOG.info("{}: {} writes: {}", shape, spots.size(), spots);
            spots.forEach(spot ->
                    Stream.of(Moment.values()).forEach(moment -> points.add(new KillPoint(shape, spot, moment))));
        }
        return points;
    }

    private static boolean fits(Lane lane, Shape shape) {
        return lane.foreign() == shape.foreign();
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
        Queue<Trial> trials = new ConcurrentLinkedQueue<>();
        try (BaselineLoad load = BaselineLoad.on(
                bed.lanes().stream()
                        .flatMap(lane -> lane.namespaces().stream())
                        .map(bed::entry)
                        .toList(),
                PAUSE)) {
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

    private static void run(Track track, Queue<KillPoint> due, Queue<Trial> trials) {
        while (true) {
            KillPoint point = due.stream()
                    .filter(candidate -> fits(track.lane(), candidate.shape()))
                    .findFirst()
                    .orElse(null);
            if (point == null) {
                return;
            }
            if (due.remove(point)) {
                Trial trial = track.run(point);
                trials.add(trial);
                LOG.info("{}", trial);
            }
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        tracks.forEach(Track::close);
        nursery.close();
    }
}
