// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.schema.tables;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;

/**
 * What a table says of a Job.
 *
 * <p>Source: printJob in {@code pkg/printers/internalversion/printers.go}.
 */
final class JobColumns {

    private JobColumns() {}

    static String status(JsonNode job) {
        if (is(job, "Complete")) {
            return "Complete";
        }
        if (is(job, "Failed")) {
            return "Failed";
        }
        if (job.path("metadata").has("deletionTimestamp")) {
            return "Terminating";
        }
        if (is(job, "Suspended")) {
            return "Suspended";
        }
        if (is(job, "FailureTarget")) {
            return "FailureTarget";
        }
        return is(job, "SuccessCriteriaMet") ? "SuccessCriteriaMet" : "Running";
    }

    private static boolean is(JsonNode job, String type) {
        for (JsonNode condition : job.path("status").path("conditions")) {
            if (condition.path("type").asText().equals(type)
                    && condition.path("status").asText().equals("True")) {
                return true;
            }
        }
        return false;
    }

    static String completions(JsonNode job) {
        int succeeded = job.path("status").path("succeeded").asInt();
        JsonNode wanted = job.path("spec").path("completions");
        if (wanted.isNumber()) {
            return succeeded + "/" + wanted.asInt();
        }
        int parallelism = job.path("spec").path("parallelism").asInt();
        return succeeded + "/1" + (parallelism > 1 ? " of " + parallelism : "");
    }

    static String duration(JsonNode job, Instant now) {
        String start = job.path("status").path("startTime").asText();
        String end = job.path("status").path("completionTime").asText();
        if (start.isEmpty()) {
            return "";
        }
        return AgeText.text(Duration.between(Instant.parse(start), end.isEmpty() ? now : Instant.parse(end)));
    }
}
