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
        int tail = text.length() - (most - head - 1);
        return beginning(text, head) + "…" + text.substring(isInside(text, tail) ? tail + 1 : tail);
    }

    /** Returns at most so many characters of a text; a character that Java counts as two is not cut. */
    static String beginning(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        return text.substring(0, isInside(text, most) ? most - 1 : most);
    }

    private static boolean isInside(String text, int index) {
        return Character.isSurrogatePair(text.charAt(index - 1), text.charAt(index));
    }
}
