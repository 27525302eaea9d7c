// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.proxy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;

/**
 * Shifts the times in what the server says: to the client, its own clock is off by that much. Times keep their length, so
 * that no frame changes its size.
 *
 * @param shift how far
 */
public record ClockShift(Duration shift) {

    /** Changes nothing. */
    public static final ClockShift TRUE = new ClockShift(Duration.ZERO);

    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?=[Z.])");

    byte[] shifted(byte[] content) {
        if (shift.isZero()) {
            return content;
        }
        // One byte, one character: whatever is no time stays as it is.
        String text = new String(content, StandardCharsets.ISO_8859_1);
        return TIME.matcher(text)
                .replaceAll(time -> Instant.parse(time.group() + "Z")
                        .plus(shift)
                        .toString()
                        .substring(0, time.group().length()))
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    MessageHead shifted(MessageHead head) {
        return shift.isZero()
                ? head
                : head.field("Date")
                        .map(date -> ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME))
                        .map(date -> head.with("Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(date.plus(shift))))
                        .orElse(head);
    }
}
