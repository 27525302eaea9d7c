// SPDX-License-Identifier: Apache-2.0
package dev.spurline.benchmarks.scale;

import static org.awaitility.Awaitility.await;

import dev.spurline.benchmarks.result.Measurement;
import dev.spurline.reliability.bed.BedCallers;
import dev.spurline.reliability.bed.LaneRoutes;
import dev.spurline.reliability.bed.TestBed;
import dev.spurline.reliability.jvm.ChildJvm;
import dev.spurline.reliability.proxy.ApiProxy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Lets one engine open more and more sandboxes, and says from time to time what one more costs. */
final class ScaleHarness implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofMinutes(30);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int WARM = 5;
    private static final String HEAP = "-Xmx512m";

    private final TestBed bed;
    private final ScaleOrder order;
    private final Repeats repeats;
    private final ApiProxy proxy;
    private final ChildJvm child;
    private final long objectsBefore;
    private final long memoryBefore;

    /**
     * How often, and how long, something is done for one figure.
     *
     * @param openings how many times one more is opened
     * @param requests how many requests are sent for each latency
     * @param rest for how long nothing is opened or closed; zero: nothing is said of that
     */
    record Repeats(int openings, int requests, Duration rest) {}

    /**
     * Starts the JVM with the engine, and opens and closes some sandboxes so that it is warm.
     *
     * @param bed with the lanes of the order
     * @param directory for logs
     */
    ScaleHarness(TestBed bed, LaneRoutes routes, int services, Repeats repeats, Path directory) {
        this.bed = bed;
        this.repeats = repeats;
        this.proxy = ApiProxy.before(bed.config());
        this.order = new ScaleOrder(
                bed.kubeconfig("scale", proxy.kubeconfig(TestBed.CONTEXT)).toString(), routes, services);
        this.child = ChildJvm.start(
                directory, ScaleChild.class, List.of("-cp", System.getProperty("java.class.path"), HEAP));
        this.objectsBefore = objects();
        child.say(order.line());
        for (int warmup = 0; warmup < WARM; warmup++) {
            ask("open");
            ask("close");
        }
        this.memoryBefore = number("memory");
    }

    /** Opens sandboxes until so many live, and says what one more costs. */
    ScaleSample at(int live) {
        ask("grow " + live);
        double memory = (number("memory") - memoryBefore) / 1024.0 / Math.max(1, live);
        double objects = (objects() - objectsBefore) / 1024.0 / Math.max(1, live);
        double processor = processor();
        List<Double> openings = new ArrayList<>();
        List<Double> closings = new ArrayList<>();
        List<Double> requests = new ArrayList<>();
        List<Double> keyed = new ArrayList<>();
        for (int opening = 0; opening < repeats.openings(); opening++) {
            proxy.forget();
            String[] opened = ask("open").split("\\|", 2);
            openings.add(Long.parseLong(opened[0]) / 1e6);
            requests.add((double) proxy.seen().size());
            keyed.add(latency(Map.of("baggage", opened[1])));
            closings.add(number("close") / 1e6);
        }
        proxy.forget();
        return new ScaleSample(live, openings, closings, requests, objects, memory, processor, untagged(), keyed);
    }

    /** Returns how long a request without a key takes, in milliseconds, several times. */
    private List<Double> untagged() {
        return IntStream.range(0, repeats.openings())
                .mapToObj(time -> latency(Map.of()))
                .toList();
    }

    /** Closes all, and returns when everything is gone that was not there before. */
    void end() {
        ask("end");
        await().atMost(LONGEST).until(this::objects, bytes -> bytes <= objectsBefore);
    }

    /** Returns the bytes of all objects when those of closed sandboxes are gone, and controllers have said what they see. */
    private long objects() {
        AtomicLong last = new AtomicLong();
        return await().atMost(LONGEST)
                .pollInterval(PAUSE)
                .until(() -> bed.inventory().bytes(order.namespaces()), bytes -> last.getAndSet(bytes) == bytes);
    }

    private double processor() {
        if (repeats.rest().isZero()) {
            return 0;
        }
        long before = number("processor");
        long start = System.nanoTime();
        while (System.nanoTime() - start < repeats.rest().toNanos()) {
            LockSupport.parkNanos(repeats.rest().toNanos() / 10);
        }
        return 100.0 * (number("processor") - before) / (System.nanoTime() - start);
    }

    private double latency(Map<String, String> headers) {
        URI entry = bed.entry(order.namespaces().get(0));
        return Measurement.median(DoubleStream.generate(() -> {
                    long start = System.nanoTime();
                    BedCallers.get(entry, headers);
                    return (System.nanoTime() - start) / 1e6;
                })
                .limit(repeats.requests())
                .boxed()
                .toList());
    }

    private long number(String question) {
        return Long.parseLong(ask(question));
    }

    private String ask(String question) {
        child.say(question);
        return child.hear(LONGEST)
                .orElseThrow(
                        () -> new IllegalStateException("The JVM ended at [%s]: %s".formatted(question, child.log())));
    }

    @Override
    public void close() {
        child.close();
        proxy.close();
    }
}
