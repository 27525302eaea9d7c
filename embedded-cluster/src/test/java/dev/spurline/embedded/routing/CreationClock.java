// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.routing;

import java.time.Instant;
import java.time.InstantSource;

/** The time at which objects are created: set before each, as their age decides. Until it is set, that of the system. */
public final class CreationClock implements InstantSource {

    private volatile InstantSource source = InstantSource.system();

    void set(Instant now) {
        source = InstantSource.fixed(now);
    }

    /** Goes with the time of the system again. */
    void release() {
        source = InstantSource.system();
    }

    @Override
    public Instant instant() {
        return source.instant();
    }
}
