// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.cron;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads durations in the form of Go, such as {@code 1h30m}, and complains about others in its words.
 *
 * <p>Source: Go's {@code time.ParseDuration}.
 */
final class GoDuration {

    private static final Pattern PART = Pattern.compile("(\\d*)(\\.\\d*)?([^.\\d]*)");
    private static final Map<String, ChronoUnit> UNITS = Map.of(
            "ns", ChronoUnit.NANOS,
            "us", ChronoUnit.MICROS,
            "µs", ChronoUnit.MICROS,
            "μs", ChronoUnit.MICROS,
            "ms", ChronoUnit.MILLIS,
            "s", ChronoUnit.SECONDS,
            "m", ChronoUnit.MINUTES,
            "h", ChronoUnit.HOURS);

    private GoDuration() {}

    /**
     * Reads a duration.
     *
     * @throws IllegalArgumentException if the text is none
     */
    static Duration parse(String text) {
        boolean negative = text.startsWith("-");
        String rest = negative || text.startsWith("+") ? text.substring(1) : text;
        if (rest.equals("0")) {
            return Duration.ZERO;
        }
        Duration sum = rest.isEmpty() ? part("", text) : Duration.ZERO;
        Matcher parts = PART.matcher(rest);
        while (parts.find() && !parts.group().isEmpty()) {
            sum = sum.plus(part(parts.group(), text));
        }
        return negative ? sum.negated() : sum;
    }

    private static Duration part(String text, String whole) {
        Matcher part = PART.matcher(text);
        String shown = "duration \"" + whole + "\"";
        boolean digits = part.matches() && text.matches("(\\d.*|\\.\\d.*)");
        if (!digits) {
            throw new IllegalArgumentException("time: invalid " + shown);
        }
        String unit = part.group(3);
        if (unit.isEmpty()) {
            throw new IllegalArgumentException("time: missing unit in " + shown);
        }
        if (!UNITS.containsKey(unit)) {
            throw new IllegalArgumentException("time: unknown unit \"%s\" in %s".formatted(unit, shown));
        }
        double count = Double.parseDouble(text.substring(0, text.length() - unit.length()));
        return Duration.ofNanos(Math.round(count * UNITS.get(unit).getDuration().toNanos()));
    }
}
