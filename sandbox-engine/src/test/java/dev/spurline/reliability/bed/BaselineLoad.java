// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.bed;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Requests, one after the other to each entry in turn; each answer is compared with the first one, which came before
 * anything could have changed it.
 */
public final class BaselineLoad implements AutoCloseable {

    private static final List<String> PATHS = List.of("/", "/express/1");
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Map<URI, ObservedAnswer> expected = new LinkedHashMap<>();
    private final List<URI> targets;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "baseline-load");
        thread.setDaemon(true);
        return thread;
    });
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger turn = new AtomicInteger();
    private final Queue<String> differences = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    private final Map<String, String> headers;

    private BaselineLoad(Collection<URI> entries, Map<String, String> headers) {
        this.headers = Map.copyOf(headers);
        entries.forEach(entry -> PATHS.forEach(path -> {
            URI target = entry.resolve(path);
            expected.put(target, BedCallers.send(target, headers).join());
        }));
        this.targets = List.copyOf(expected.keySet());
    }

    /** Asks each target once, and goes on with a pause between requests. */
    public static BaselineLoad on(Collection<URI> entries, Duration pause) {
        return on(entries, Map.of(), pause);
    }

    /** Does the same with headers in each request. */
    public static BaselineLoad on(Collection<URI> entries, Map<String, String> headers, Duration pause) {
        BaselineLoad load = new BaselineLoad(entries, headers);
        var unused = load.clock.scheduleWithFixedDelay(load::send, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
        return load;
    }

    private void send() {
        URI target = targets.get(turn.getAndIncrement() % targets.size());
        BedCallers.send(target, headers)
                .handle((answer, failure) -> answer == null ? String.valueOf(failure) : difference(target, answer))
                .thenAccept(this::note)
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    private String difference(URI target, ObservedAnswer answer) {
        ObservedAnswer before = expected.get(target);
        return answer.equals(before) ? "" : "%s: %s instead of %s".formatted(target, answer, before);
    }

    private void note(String difference) {
        if (!closed) {
            sent.incrementAndGet();
            if (!difference.isEmpty()) {
                differences.add(Instant.now() + " " + difference);
            }
        }
    }

    /** Returns how many requests were answered. */
    public int sent() {
        return sent.get();
    }

    /** Returns what was different from before, a line a request. */
    public List<String> differences() {
        return new ArrayList<>(differences);
    }

    @Override
    public void close() {
        closed = true;
        clock.shutdownNow();
    }
}
