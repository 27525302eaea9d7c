// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.schema.rules;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.embedded.internal.cron.CronSchedule;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What the schedule, the time zone and the name of a CronJob must be like.
 *
 * <p>Source: {@code pkg/apis/batch/validation/validation.go}.
 */
final class CronJobRules {

    private static final int LONGEST_NAME = 52;
    private static final Set<String> ZONES_UNKNOWN_TO_JAVA = Set.of("EST", "MST", "HST", "ROC", "Factory");

    private final FieldErrorList errors;

    CronJobRules(FieldErrorList errors) {
        this.errors = errors;
    }

    void checkSchedule(JsonNode spec) {
        if (errors.present(spec.path("schedule"), "spec.schedule")) {
            errors.checkForm(spec.path("schedule").asText(), "spec.schedule", CronJobRules::checkSchedule);
        }
        if (spec.path("timeZone").isTextual()) {
            errors.checkForm(spec.path("timeZone").asText(), "spec.timeZone", CronJobRules::timeZone);
        }
    }

    /** Names of Jobs are made of it by appending a time. */
    static void checkName(String name, FieldErrorList errors) {
        errors.require(
                name.length() <= LONGEST_NAME,
                FieldError.invalid(
                        "metadata.name",
                        FieldErrorList.quoted(name),
                        "must be no more than %d characters".formatted(LONGEST_NAME)));
    }

    private static List<String> checkSchedule(String text) {
        List<String> wrong = new ArrayList<>();
        try {
            CronSchedule.parse(withoutZone(text));
        } catch (IllegalArgumentException e) {
            wrong.add(String.valueOf(e.getMessage()));
        }
        if (text.contains("TZ")) {
            wrong.add("cannot use TZ or CRON_TZ in schedule, use timeZone field instead");
        }
        return wrong;
    }

    private static String withoutZone(String text) {
        if (!text.startsWith("TZ=") && !text.startsWith("CRON_TZ=")) {
            return text;
        }
        int space = text.indexOf(' ');
        if (space < 0) {
            throw new IllegalArgumentException(
                    "invalid schedule format: runtime error: slice bounds out of range [:-1]");
        }
        String zone = text.substring(text.indexOf('=') + 1, space);
        if (!zone.isEmpty() && !zone.equals("Local") && !isKnown(zone)) {
            throw new IllegalArgumentException("provided bad location %s: unknown time zone %s".formatted(zone, zone));
        }
        return text.substring(space).strip();
    }

    private static List<String> timeZone(String name) {
        if (name.isEmpty()) {
            return List.of("timeZone must be nil or non-empty string");
        }
        List<String> wrong = new ArrayList<>();
        if (name.equalsIgnoreCase("Local")) {
            wrong.add("timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones");
        }
        if (!name.equals("Local") && !isKnown(name)) {
            wrong.add("unknown time zone " + name);
        }
        return wrong;
    }

    private static boolean isKnown(String zone) {
        return ZONES_UNKNOWN_TO_JAVA.contains(zone)
                || (ZoneId.getAvailableZoneIds().contains(zone) && !zone.startsWith("SystemV/"));
    }
}
