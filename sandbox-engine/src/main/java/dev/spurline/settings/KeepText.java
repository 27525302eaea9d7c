// SPDX-License-Identifier: Apache-2.0
package dev.spurline.settings;

import dev.spurline.cluster.internal.text.NearestName;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads {@code off} and {@code on-failure:30m}. */
final class KeepText {

    private static final String OFF = "off";
    private static final String ON_FAILURE = "on-failure";
    private static final String FORM = "off, or on-failure with a time as in on-failure:30m";
    private static final Duration LEAST = Duration.ofSeconds(5);

    /** A working day: what nobody follows should not be there when others come back. */
    private static final Duration MOST = Duration.ofHours(8);

    private KeepText() {}

    /** How long sandboxes of failed tests stay; empty if they do not. */
    static SettingType<Optional<Duration>> type() {
        return SettingType.of(FORM, KeepText::read);
    }

    private static Optional<Duration> read(String text) {
        String[] parts = text.split(":", 2);
        String word = parts[0].strip().toLowerCase(Locale.ROOT);
        if (parts.length == 1 && word.equals(OFF)) {
            return Optional.empty();
        }
        if (parts.length == 1 || !word.equals(ON_FAILURE)) {
            String time = parts.length == 1 ? "30m" : parts[1].strip();
            throw SettingType.wrong(
                    FORM,
                    NearestName.to(word, List.of(OFF, ON_FAILURE))
                            .map(nearest -> nearest.equals(OFF) ? OFF : ON_FAILURE + ":" + time));
        }
        return Optional.of(time(parts[1].strip()));
    }

    private static Duration time(String text) {
        try {
            Duration time = DurationText.read(text, LEAST);
            if (time.compareTo(MOST) > 0) {
                throw new IllegalArgumentException("is more than %dh".formatted(MOST.toHours()));
            }
            return time;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("has the time [%s], which %s".formatted(text, e.getMessage()), e);
        }
    }
}
