// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.cron;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A schedule in cron's five fields, or one of the short forms such as {@code @hourly} and {@code @every 90s}.
 *
 * <p>Source: kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax.
 */
public final class CronSchedule {

    private static final Map<String, String> SHORT = Map.of(
            "@yearly", "0 0 1 1 *",
            "@annually", "0 0 1 1 *",
            "@monthly", "0 0 1 * *",
            "@weekly", "0 0 * * 0",
            "@daily", "0 0 * * *",
            "@midnight", "0 0 * * *",
            "@hourly", "0 * * * *");
    private static final String EVERY = "@every ";
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final int YEARS_TO_LOOK = 5;

    private final BitSet minutes;
    private final BitSet hours;
    private final BitSet daysOfMonth;
    private final BitSet months;
    private final BitSet daysOfWeek;
    private final boolean bothDays;
    private final Duration every;

    private CronSchedule(String text) {
        every = text.startsWith(EVERY) ? interval(text) : Duration.ZERO;
        String spelled = every.isZero() ? SHORT.getOrDefault(text, text) : "* * * * *";
        require(!spelled.startsWith("@"), "unrecognized descriptor: " + text);
        List<String> fields =
                Pattern.compile("\\s+").splitAsStream(spelled.strip()).toList();
        require(
                fields.size() == 5,
                "expected exactly 5 fields, found %d: [%s]".formatted(fields.size(), String.join(" ", fields)));
        minutes = CronField.MINUTE.values(fields.get(0));
        hours = CronField.HOUR.values(fields.get(1));
        daysOfMonth = CronField.DAY_OF_MONTH.values(fields.get(2));
        months = CronField.MONTH.values(fields.get(3));
        daysOfWeek = CronField.DAY_OF_WEEK.values(fields.get(4));
        bothDays = restricts(fields.get(2)) && restricts(fields.get(4));
    }

    /** Intervals are of whole seconds, and of one at least. */
    private static Duration interval(String text) {
        try {
            Duration given = GoDuration.parse(text.substring(EVERY.length())).truncatedTo(ChronoUnit.SECONDS);
            return given.compareTo(SHORTEST) < 0 ? SHORTEST : given;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("failed to parse duration %s: %s".formatted(text, e.getMessage()), e);
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /**
     * Reads a schedule.
     *
     * @throws IllegalArgumentException if the text is none, with the message of Kubernetes' parser
     */
    public static CronSchedule parse(String text) {
        return new CronSchedule(text);
    }

    /** Returns the first time after the given one, empty if there is none in the next five years. */
    public Optional<Instant> next(Instant after, ZoneId zone) {
        if (!every.isZero()) {
            return Optional.of(after.truncatedTo(ChronoUnit.SECONDS).plus(every));
        }
        ZonedDateTime time = after.atZone(zone).truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
        ZonedDateTime end = time.plusYears(YEARS_TO_LOOK);
        while (time.isBefore(end)) {
            if (!months.get(time.getMonthValue())) {
                time = time.truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1).plusMonths(1);
            } else if (!day(time)) {
                time = time.truncatedTo(ChronoUnit.DAYS).plusDays(1);
            } else if (!hours.get(time.getHour())) {
                time = time.truncatedTo(ChronoUnit.HOURS).plusHours(1);
            } else if (!minutes.get(time.getMinute())) {
                time = time.plusMinutes(1);
            } else {
                return Optional.of(time.toInstant());
            }
        }
        return Optional.empty();
    }

    /** If both kinds of day are restricted, either of them is enough, as in every cron. */
    private boolean day(ZonedDateTime time) {
        boolean ofMonth = daysOfMonth.get(time.getDayOfMonth());
        boolean ofWeek = daysOfWeek.get(time.getDayOfWeek().getValue() % 7);
        return bothDays ? ofMonth || ofWeek : ofMonth && ofWeek;
    }

    private static boolean restricts(String field) {
        return !field.startsWith("*") && !field.startsWith("?");
    }
}
