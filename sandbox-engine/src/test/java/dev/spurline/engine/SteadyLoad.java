// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Requests without a key, one after the other, each answer compared with what the baseline says. */
public final class SteadyLoad implements AutoCloseable {

    private final HopsCluster cluster;
    private final Thread thread = new Thread(this::send, "steady-load");
    private final AtomicInteger sent = new AtomicInteger();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();

    private SteadyLoad(HopsCluster cluster) {
        this.cluster = cluster;
    }

    public static SteadyLoad on(HopsCluster cluster) {
        SteadyLoad load = new SteadyLoad(cluster);
        load.thread.start();
        return load;
    }

    private void send() {
        while (!Thread.currentThread().isInterrupted()) {
            String answer = cluster.get(Map.of());
            if (!Thread.currentThread().isInterrupted()) {
                sent.incrementAndGet();
                if (!answer.equals(HopsCluster.BASELINE)) {
                    wrong.add(answer);
                }
            }
        }
    }

    public int sent() {
        return sent.get();
    }

    public Queue<String> wrong() {
        return wrong;
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
