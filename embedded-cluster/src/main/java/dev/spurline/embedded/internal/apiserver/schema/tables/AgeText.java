// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.schema.tables;

import java.time.Duration;
import java.time.Instant;

/** How long ago something was, in the words of {@code kubectl}. */
final class AgeText {

    private AgeText() {}

    static String since(String time, Instant now) {
        return time.isEmpty() ? "<unknown>" : text(Duration.between(Instant.parse(time), now));
    }

    static String text(Duration age) {
        long seconds = age.toSeconds();
        long minutes = seconds / 60;
        long hours = minutes / 60;
        if (seconds < 120) {
            return seconds < -1 ? "<invalid>" : Math.max(0, seconds) + "s";
        }
        if (minutes < 10) {
            return minutes + "m" + rest(seconds % 60, "s");
        }
        if (hours < 3) {
            return minutes + "m";
        }
        if (hours < 8) {
            return hours + "h" + rest(minutes % 60, "m");
        }
        return hours < 48 ? hours + "h" : days(hours);
    }

    private static String days(long hours) {
        long days = hours / 24;
        if (days < 8) {
            return days + "d" + rest(hours % 24, "h");
        }
        if (days < 365 * 2) {
            return days + "d";
        }
        return days / 365 + "y" + (days < 365 * 8 ? rest(days % 365, "d") : "");
    }

    private static String rest(long value, String unit) {
        return value == 0 ? "" : value + unit;
    }
}
