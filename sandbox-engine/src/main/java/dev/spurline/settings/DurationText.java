// SPDX-License-Identifier: Apache-2.0
package dev.spurline.settings;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code 500ms}, {@code 90s}, {@code 2m}, {@code 1h} and ISO 8601. */
final class DurationText {

    static final String FORM = "a duration such as 500ms, 60s, 2m or 1h";

    private static final Pattern SHORT = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h)");

    /** What people write who think of other tools: a number alone, a longer or an upper-case name of the unit. */
    private static final Pattern ALIKE =
            Pattern.compile("(\\d{1,9})\\s*(ms|milli|s|m|h|)[a-z]*", Pattern.CASE_INSENSITIVE);

    /** More would overflow the nanoseconds of a deadline. */
    private static final Duration MOST = Duration.ofDays(365);

    private DurationText() {}

    static Duration read(String text, Duration least) {
        Matcher matcher = SHORT.matcher(text);
        Duration duration = matcher.matches() ? of(Long.parseLong(matcher.group(1)), matcher.group(2)) : iso(text);
        if (duration.compareTo(least) < 0) {
            throw new IllegalArgumentException("is less than " + format(least));
        }
        if (duration.compareTo(MOST) > 0) {
            throw new IllegalArgumentException("is more than %dh".formatted(MOST.toHours()));
        }
        return duration;
    }

    private static String format(Duration duration) {
        return duration.toMillis() < 1000 ? duration.toMillis() + "ms" : duration.toSeconds() + "s";
    }

    private static Duration of(long amount, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }

    private static Duration iso(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            IllegalArgumentException wrong = SettingType.wrong(FORM, nearest(text));
            wrong.initCause(e);
            throw wrong;
        }
    }

    private static Optional<String> nearest(String text) {
        return Optional.of(ALIKE.matcher(text))
                .filter(Matcher::matches)
                .map(alike -> alike.group(1)
                        + switch (alike.group(2).toLowerCase(Locale.ROOT)) {
                            case "" -> "s";
                            case "milli" -> "ms";
                            default -> alike.group(2).toLowerCase(Locale.ROOT);
                        });
    }
}
