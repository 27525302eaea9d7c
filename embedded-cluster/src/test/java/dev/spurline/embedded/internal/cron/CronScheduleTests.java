// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.cron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When cron schedules are due. */
class CronScheduleTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "* * * * *       | 2026-11-21T22:00:30Z | 2026-11-21T22:01:00Z",
                "*/15 * * * *    | 2026-11-21T22:00:00Z | 2026-11-21T22:15:00Z",
                "0 3 * * *       | 2026-11-21T22:00:00Z | 2026-11-22T03:00:00Z",
                "30 4 1 * *      | 2026-11-21T22:00:00Z | 2026-12-01T04:30:00Z",
                "0 0 * * MON     | 2026-11-21T22:00:00Z | 2026-11-23T00:00:00Z",
                "0 0 * * 0       | 2026-11-21T22:00:00Z | 2026-11-22T00:00:00Z",
                "0 9-17/4 * * *  | 2026-11-21T10:00:00Z | 2026-11-21T13:00:00Z",
                "0 0 29 feb *    | 2026-11-21T22:00:00Z | 2028-02-29T00:00:00Z",
                "0 0 13 * FRI    | 2026-11-21T22:00:00Z | 2026-11-27T00:00:00Z",
                "@hourly         | 2026-11-21T22:00:00Z | 2026-11-21T23:00:00Z",
                "@every 1h30m    | 2026-11-21T22:00:00Z | 2026-11-21T23:30:00Z"
            })
    void is_next_due(String schedule, String after, String due) {
        assertThat(CronSchedule.parse(schedule.trim()).next(Instant.parse(after.trim()), ZoneOffset.UTC))
                .contains(Instant.parse(due.trim()));
    }

    @Test
    void counts_in_the_zone_it_is_given() {
        Instant after = Instant.parse("2026-11-21T22:00:00Z");

        assertThat(CronSchedule.parse("0 1 * * *").next(after, ZoneId.of("Europe/Berlin")))
                .contains(Instant.parse("2026-11-22T00:00:00Z"));
    }

    @Test
    void a_day_that_never_comes_is_never_due() {
        assertThat(CronSchedule.parse("0 0 30 2 *").next(Instant.parse("2026-11-21T22:00:00Z"), ZoneOffset.UTC))
                .isEmpty();
    }

    @Test
    void intervals_last_a_second_at_least() {
        Instant after = Instant.parse("2026-11-21T22:00:00Z");

        assertThat(CronSchedule.parse("@every 100ms").next(after, ZoneOffset.UTC))
                .contains(after.plusSeconds(1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "60 * * * *     | end of range (60) above maximum (59): 60",
                "* * * *        | expected exactly 5 fields, found 4: [* * * *]",
                "x * * * *      | failed to parse int from x: strconv.Atoi: parsing \"x\": invalid syntax",
                "*/0 * * * *    | step of range should be a positive number: */0",
                "5-1 * * * *    | beginning of range (5) beyond end of range (1): 5-1",
                "* * 0 * *      | beginning of range (0) below minimum (1): 0",
                "* * * * 7      | end of range (7) above maximum (6): 7",
                "1-2-3 * * * *  | too many hyphens: 1-2-3",
                "1/2/3 * * * *  | too many slashes: 1/2/3",
                "@reboot        | unrecognized descriptor: @reboot",
                "@every 1x      | failed to parse duration @every 1x: time: unknown unit \"x\" in duration \"1x\"",
                "@every 5       | failed to parse duration @every 5: time: missing unit in duration \"5\"",
                "@every soon    | failed to parse duration @every soon: time: invalid duration \"soon\""
            })
    void refuses_what_is_no_schedule(String text, String why) {
        assertThatThrownBy(() -> CronSchedule.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(why);
    }
}
