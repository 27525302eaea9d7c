// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.proxy;

import java.time.Duration;
import java.util.Optional;

/** A time limit of one exchange. Belongs to one event loop. */
final class ExchangeTimer {

    private final DataPlane plane;
    private final Runnable over;
    private long id = -1;

    /**
     * Prepares it; no time passes yet.
     *
     * @param over done when the time is over
     */
    ExchangeTimer(DataPlane plane, Runnable over) {
        this.plane = plane;
        this.over = over;
    }

    /** Begins, or begins anew; where there is no limit the time is never over. */
    void restart(Optional<Duration> limit) {
        stop();
        limit.ifPresent(time -> id = plane.later(time.toMillis(), over));
    }

    void stop() {
        if (id >= 0) {
            plane.cancel(id);
            id = -1;
        }
    }
}
