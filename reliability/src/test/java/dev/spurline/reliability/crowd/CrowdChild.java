// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.crowd;

import static org.awaitility.Awaitility.await;

import dev.spurline.ForkSpec;
import dev.spurline.LiveSandbox;
import dev.spurline.SandboxEngine;
import dev.spurline.SandboxSpec;
import dev.spurline.reliability.bed.BedCallers;
import dev.spurline.reliability.bed.TestBed;
import dev.spurline.reliability.jvm.ParentLine;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/** The main program of a JVM with several engines, each of which opens one sandbox after the other on the same Service. */
final class CrowdChild {

    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int REQUESTS = 5;

    private CrowdChild() {}

    /** Obeys one order. */
    public static void main(String[] arguments) throws IOException {
        try (ParentLine parent = new ParentLine(arguments[0])) {
            parent.awaitOrder()
                    .ifPresent(order -> parent.say(run(CrowdOrder.parse(order)).line()));
        }
        System.exit(0);
    }

    private static CrowdCount run(CrowdOrder order) {
        ExecutorService threads = Executors.newFixedThreadPool(order.engines());
        List<CompletableFuture<CrowdCount>> running = IntStream.range(0, order.engines())
                .mapToObj(number -> CompletableFuture.supplyAsync(() -> engine(order), threads))
                .toList();
        return running.stream().map(CompletableFuture::join).reduce(CrowdCount.NONE, CrowdCount::and);
    }

    private static CrowdCount engine(CrowdOrder order) {
        Map<String, String> properties =
                new TreeMap<>(TestBed.properties(order.lane(), LEASE, Path.of(order.kubeconfig())));
        properties.put("spurline.max-sandboxes-per-namespace", "200");
        try (SandboxEngine engine = SandboxEngine.connect(TestBed.settings(properties))) {
            return IntStream.range(0, order.rounds())
                    .mapToObj(round -> round(engine, order))
                    .reduce(CrowdCount.NONE, CrowdCount::and);
        } catch (RuntimeException e) {
            return new CrowdCount(0, 0, 0, 1, e.toString());
        }
    }

    private static CrowdCount round(SandboxEngine engine, CrowdOrder order) {
        String word = "word-" + Math.abs(System.nanoTime() % 1_000_000_007);
        SandboxSpec spec = SandboxSpec.builder()
                .owner("crowd")
                .fork(ForkSpec.of(order.workload()).env("WORD", word))
                .build();
        try (LiveSandbox sandbox = engine.open(spec)) {
            String wanted = order.answer(word);
            URI entry = order.entry(sandbox).resolve("/");
            if (order.lane().routes().gateways()) {
                // Not every gateway is waited for.
                await().atMost(PATIENCE).until(() -> BedCallers.get(entry, sandbox.headers()), wanted::equals);
            }
            List<String> wrong = IntStream.range(0, REQUESTS)
                    .mapToObj(request -> BedCallers.get(entry, sandbox.headers()))
                    .filter(answer -> !answer.equals(wanted))
                    .toList();
            String first = wrong.isEmpty() ? "" : "[%s] instead of [%s]".formatted(wrong.get(0), wanted);
            return new CrowdCount(1, REQUESTS, wrong.size(), 0, first);
        } catch (RuntimeException e) {
            return new CrowdCount(0, 0, 0, 1, e.toString());
        }
    }
}
