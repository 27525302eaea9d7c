// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.routing;

import dev.spurline.embedded.routing.RoutingCase;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;

/** Asks cases without a key, one after the other, all the time. */
final class CaseLoad implements AutoCloseable {

    /** Often enough to see each moment of an opening; without a pause it would take the processor from it. */
    private static final Duration PAUSE = Duration.ofMillis(3);

    private static final Duration LONG = Duration.ofSeconds(60);

    private final CaseSandboxes sandboxes;
    private final List<RoutingCase> cases;
    private final String title;
    private final Thread thread = new Thread(this::send, "case-load");
    private final AtomicInteger sent = new AtomicInteger();
    private final Queue<String> differences = new ConcurrentLinkedQueue<>();
    private volatile boolean ends;

    private CaseLoad(CaseSandboxes sandboxes, List<RoutingCase> cases, String title) {
        this.sandboxes = sandboxes;
        this.cases = cases;
        this.title = title;
    }

    static CaseLoad on(CaseSandboxes sandboxes, List<RoutingCase> cases, String title) {
        CaseLoad load = new CaseLoad(sandboxes, cases, title);
        load.thread.start();
        return load;
    }

    private void send() {
        for (int turn = 0; !ends; turn++) {
            try {
                sandboxes
                        .difference(cases.get(turn % cases.size()))
                        .ifPresent(difference -> differences.add(title + ": " + difference));
            } catch (Exception e) {
                differences.add(title + ": " + e);
            }
            sent.incrementAndGet();
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /** Waits until so many more have been sent. */
    void await(int more) {
        int until = sent.get() + more + 1;
        Awaitility.await()
                .atMost(LONG)
                .pollDelay(Duration.ZERO)
                .pollInterval(PAUSE)
                .until(() -> sent.get() >= until);
    }

    List<String> differences() {
        return List.copyOf(differences);
    }

    @Override
    public void close() {
        ends = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
