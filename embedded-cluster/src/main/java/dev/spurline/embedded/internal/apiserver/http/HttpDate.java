// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.http;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** The date of an answer; clients take the cluster's time from it. */
final class HttpDate {

    private static volatile CachedDate last = CachedDate.of(0);

    private HttpDate() {}

    static String now() {
        long second = Instant.now().getEpochSecond();
        CachedDate present = last;
        if (present.second() != second) {
            present = CachedDate.of(second);
            last = present;
        }
        return present.text();
    }

    /** A second, and how it is written: it is the same for many answers. */
    private record CachedDate(long second, String text) {

        static CachedDate of(long second) {
            ZonedDateTime time = Instant.ofEpochSecond(second).atZone(ZoneOffset.UTC);
            return new CachedDate(second, DateTimeFormatter.RFC_1123_DATE_TIME.format(time));
        }
    }
}
