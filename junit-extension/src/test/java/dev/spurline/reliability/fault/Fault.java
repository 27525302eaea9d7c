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
package dev.spurline.reliability.fault;

import dev.spurline.reliability.proxy.Disturbance;
import dev.spurline.reliability.proxy.WatchFault;
import java.time.Duration;

/** What a bad API server does to one request. */
enum Fault {
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

    Fault(Disturbance disturbance) {
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
