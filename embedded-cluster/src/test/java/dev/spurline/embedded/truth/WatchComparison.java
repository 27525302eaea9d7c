// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.truth;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Compares the events of a watch with the recorded ones: each, in order, and no more. */
final class WatchComparison {

    private WatchComparison() {}

    static List<String> of(JsonNode expected, WatchTap actual) {
        List<String> differences = new ArrayList<>();
        if (expected.path("status").asInt() != actual.status()) {
            differences.add("status: expected %s, found %d".formatted(expected.path("status"), actual.status()));
        }
        JsonNode wanted = expected.path("events");
        JsonNode found = actual.events();
        for (int i = 0; i < Math.max(wanted.size(), found.size()); i++) {
            String at = "event " + i;
            // As an object, so that an event is never taken for a summary.
            Comparison.whole(wanted.path(i), found.path(i)).forEach(difference -> differences.add(at + difference));
        }
        return differences;
    }
}
