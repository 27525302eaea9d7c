/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package dev.spurline.internal.work;

import java.time.Duration;

/** Lets one thread wait until another has something to tell, without missing what was told before it began to wait. */
public final class Signal {

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
