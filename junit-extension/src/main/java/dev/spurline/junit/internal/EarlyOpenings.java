// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Opens sandboxes before the classes that need them begin: in the order of need, some at a time. */
final class EarlyOpenings {

    private final Queue<Runnable> waiting;

    private EarlyOpenings(Collection<Runnable> openings) {
        this.waiting = new ConcurrentLinkedQueue<>(openings);
    }

    /**
     * Begins.
     *
     * @param openings open a sandbox each, unless that is done or needless by then; they throw nothing
     * @param atOnce how many at a time
     */
    static EarlyOpenings begin(Collection<Runnable> openings, int atOnce) {
        EarlyOpenings early = new EarlyOpenings(openings);
        for (int i = 1; i <= Math.min(atOnce, openings.size()); i++) {
            Thread thread = new Thread(early::work, "spurline-early-opening-" + i);
            thread.setDaemon(true);
            thread.start();
        }
        return early;
    }

    private void work() {
        Runnable next = waiting.poll();
        while (next != null) {
            next.run();
            next = waiting.poll();
        }
    }

    /** Begins no further one. */
    void stop() {
        waiting.clear();
    }
}
