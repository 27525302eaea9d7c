// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.work;

import java.time.Duration;

/** Lets one thread wait until another has something to tell, without missing what was told before it began to wait. */
public final class WakeUpSignal {

    private long count;

    /** Returns what {@link #await} compares with; to be asked before one looks at what may change. */
    public synchronized long seen() {
        return count;
    }

    /** Tells that something has happened. */
    public synchronized void wake() {
        count++;
        notifyAll();
    }

    /**
     * Waits until something happens.
     *
     * @param before what {@link #seen()} said: what happened since ends the wait at once
     * @param limit how long at most
     */
    public synchronized void await(long before, Duration limit) throws InterruptedException {
        Deadline end = Deadline.in(limit);
        while (count == before && !end.over()) {
            wait(end.left().toMillis() + 1);
        }
    }
}
