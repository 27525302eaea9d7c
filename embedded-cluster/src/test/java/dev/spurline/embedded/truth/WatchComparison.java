/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
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
