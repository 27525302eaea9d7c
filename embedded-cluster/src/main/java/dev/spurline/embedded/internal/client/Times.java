// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.client;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Times as the API writes them: UTC, whole seconds. */
public final class Times {

    private Times() {}

    /** Returns the present second. */
    public static String now() {
        return of(Instant.now());
    }

    /** Returns the second that an instant lies in. */
    public static String of(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** Returns an API time as an instant; the epoch if there is none. */
    public static Instant parse(@Nullable String time) {
        return time == null ? Instant.EPOCH : Instant.parse(time);
    }

    /** Returns how long it is until then, zero if it has passed. */
    public static Duration until(Instant then, Instant now) {
        return then.isAfter(now) ? Duration.between(now, then) : Duration.ZERO;
    }
}
