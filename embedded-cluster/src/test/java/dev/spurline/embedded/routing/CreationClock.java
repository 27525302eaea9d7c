// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.routing;

import java.time.Instant;
import java.time.InstantSource;

/** The time at which objects are created: set before each, as their age decides. */
final class CreationClock implements InstantSource {

    private volatile Instant time = Instant.EPOCH;

    void set(Instant now) {
        time = now;
    }

    @Override
    public Instant instant() {
        return time;
    }
}
