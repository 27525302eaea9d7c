// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.fault;

import dev.spurline.reliability.proxy.Disturbance;
import dev.spurline.reliability.proxy.WatchFault;
import java.time.Duration;

/** What a bad API server does to one request. */
enum RequestFault {
    CONFLICT(Disturbance.answer(409, "Conflict")),
    GONE(Disturbance.answer(410, "Expired")),
    TOO_MANY_REQUESTS(Disturbance.tooManyRequests(Duration.ofSeconds(1))),
    INTERNAL_ERROR(Disturbance.answer(500, "InternalError")),
    UNAVAILABLE(Disturbance.answer(503, "ServiceUnavailable")),
    RESET_BEFORE(Disturbance.resetBefore()),
    RESET_AFTER(Disturbance.resetAfter()),
    CUT_IN_HALF(Disturbance.cutInHalf()),
    STALL(Disturbance.stall(Duration.ofSeconds(30))),
    WATCH_CLOSES(Disturbance.watch(WatchFault.CLOSES)),
    WATCH_REPEATS(Disturbance.watch(WatchFault.REPEATS)),
    WATCH_SILENT(Disturbance.watch(WatchFault.SILENT));

    /** None of them has a state. */
    @SuppressWarnings("ImmutableEnumChecker")
    private final Disturbance disturbance;

    RequestFault(Disturbance disturbance) {
        this.disturbance = disturbance;
    }

    Disturbance disturbance() {
        return disturbance;
    }

    /** Returns whether only a watch can have it. */
    boolean ofWatches() {
        return name().startsWith("WATCH");
    }
}
