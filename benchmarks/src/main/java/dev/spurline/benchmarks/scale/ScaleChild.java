// SPDX-License-Identifier: Apache-2.0
package dev.spurline.benchmarks.scale;

import dev.spurline.ForkSpec;
import dev.spurline.LiveSandbox;
import dev.spurline.SandboxEngine;
import dev.spurline.SandboxSpec;
import dev.spurline.reliability.bed.TestBed;
import dev.spurline.reliability.jvm.ParentLine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/** The main program of a JVM with one engine, so that memory and processor time of nothing else are counted. */
final class ScaleChild implements AutoCloseable {

    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final int OPENINGS_AT_ONCE = 4;

    private final List<String> namespaces;
    private final SandboxEngine engine;
    private final ExecutorService openings = Executors.newFixedThreadPool(OPENINGS_AT_ONCE);
    private final List<LiveSandbox> living = new ArrayList<>();
    private final Deque<LiveSandbox> more = new ArrayDeque<>();

    private ScaleChild(ScaleOrder order) {
        this.namespaces = order.namespaces();
        Map<String, String> properties = new TreeMap<>(TestBed.properties(
                ScaleOrder.lanes(order.routes(), order.services()).get(0), LEASE, Path.of(order.kubeconfig())));
        properties.put("spurline.max-sandboxes-per-namespace", "5000");
        this.engine = SandboxEngine.connect(TestBed.settings(properties));
    }

    /** Obeys orders until the line is closed. */
    public static void main(String[] arguments) throws IOException {
        try (ParentLine parent = new ParentLine(arguments[0])) {
            try (ScaleChild child =
                    new ScaleChild(ScaleOrder.parse(parent.awaitOrder().orElseThrow()))) {
                for (Optional<String> order = parent.hear(); order.isPresent(); order = parent.hear()) {
                    parent.say(child.answer(order.get().split(" ", 2)));
                }
            }
        }
        System.exit(0);
    }

    private String answer(String[] order) {
        return switch (order[0]) {
            case "grow" -> grow(Integer.parseInt(order[1]));
            case "open" -> open();
            case "close" -> String.valueOf(nanos(() -> more.remove().close()));
            case "memory" -> String.valueOf(memory());
            case "processor" -> String.valueOf(processor());
            case "end" -> end();
            default -> throw new IllegalArgumentException(order[0]);
        };
    }

    private String grow(int size) {
        List<CompletableFuture<LiveSandbox>> opening = IntStream.range(living.size(), size)
                .mapToObj(number -> CompletableFuture.supplyAsync(() -> engine.open(spec(number)), openings))
                .toList();
        opening.stream().map(CompletableFuture::join).forEach(living::add);
        return String.valueOf(living.size());
    }

    /** Opens one more; answers how long that takes and the baggage that leads to it. */
    private String open() {
        long nanos = nanos(() -> more.add(engine.open(spec(0))));
        return nanos + "|" + more.getLast().headers().get("baggage");
    }

    private SandboxSpec spec(int number) {
        return SandboxSpec.builder()
                .owner("scale")
                .namespace(namespaces.get(number % namespaces.size()))
                .fork(ForkSpec.of("back").env("WORD", "forked"))
                .build();
    }

    private static long nanos(Runnable deed) {
        long start = System.nanoTime();
        deed.run();
        return System.nanoTime() - start;
    }

    /** Returns how much of the heap is in use when what nobody refers to is gone. */
    private static long memory() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long processor() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private String end() {
        List<CompletableFuture<Void>> closing = living.stream()
                .map(sandbox -> CompletableFuture.runAsync(sandbox::close, openings))
                .toList();
        closing.forEach(CompletableFuture::join);
        living.clear();
        engine.close();
        return "ended";
    }

    @Override
    public void close() {
        openings.shutdown();
        engine.close();
    }
}
