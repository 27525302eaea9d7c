// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.client;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Times as the API writes them, always in UTC: metav1.Time in whole seconds, metav1.MicroTime in microseconds. */
public final class ApiTimes {

    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private ApiTimes() {}

    /** Returns the present second. */
    public static String now() {
        return seconds(Instant.now());
    }

    /** Returns the second that an instant lies in. */
    public static String seconds(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** Returns the microsecond that an instant lies in. */
    public static String micros(Instant instant) {
        return MICROS.format(instant);
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
