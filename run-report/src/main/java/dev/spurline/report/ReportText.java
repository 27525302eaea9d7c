// SPDX-License-Identifier: Apache-2.0
package dev.spurline.report;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How times, numbers and names are written for people. */
final class ReportText {

    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private ReportText() {}

    static String moment(long millis) {
        return MOMENT.format(Instant.ofEpochMilli(millis));
    }

    /** Returns a duration in the unit that suits it. */
    static String duration(long millis) {
        return millis < 1_000
                ? millis + " ms"
                : millis < 120_000
                        ? String.format(Locale.ROOT, "%.1f s", millis / 1_000.0)
                        : String.format(Locale.ROOT, "%d min %d s", millis / 60_000, millis % 60_000 / 1_000);
    }

    static String count(long number, String noun) {
        return number == 1 ? "1 " + noun : number + " " + noun + "s";
    }

    /** Returns a class without its package. */
    static String simple(String name) {
        int method = name.indexOf('#');
        String type = method < 0 ? name : name.substring(0, method);
        return name.substring(type.lastIndexOf('.') + 1);
    }

    /** Returns a text of at most so many characters, the middle left out. */
    static String shortened(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int head = most / 2;
        return text.substring(0, head) + "…" + text.substring(text.length() - (most - head - 1));
    }
}
