// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.truth;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How far the states of a pod follow a recorded timeline: each must be recorded, in this order; some may be left out.
 *
 * @param complete whether the last recorded state was reached
 * @param broken whether a state came that was not recorded
 * @param at the number of the last state looked at
 * @param differences what is missing or wrong
 */
record TimelineMatch(boolean complete, boolean broken, int at, List<String> differences) {

    /** How often the recorder asked: what is shorter may be missing in a recording. */
    private static final Duration SHORTEST = Duration.ofMillis(40);

    static TimelineMatch of(List<JsonNode> expected, List<PodStates.Seen> actual, int from) {
        int next = 0;
        for (int i = from; i < actual.size(); i++) {
            JsonNode state = actual.get(i).state();
            int found = find(expected, next, state);
            boolean before =
                    found < 0 && (actual.get(i).nanos() < SHORTEST.toNanos() || (from > 0 ? i == from : isNew(state)));
            if (found < 0 && !before) {
                return new TimelineMatch(false, true, i, unexpected(expected, next, state));
            }
            next = before ? next : found + 1;
            if (next == expected.size()) {
                return new TimelineMatch(true, false, i, List.of());
            }
        }
        return new TimelineMatch(
                false, false, actual.size() - 1, List.of("not reached: " + expected.get(expected.size() - 1)));
    }

    /** The states of a pod that its node has not looked at yet are often too short to have been recorded. */
    private static boolean isNew(JsonNode state) {
        return state.path("phase").asText().equals("Pending") && !state.has("containerStatuses");
    }

    private static int find(List<JsonNode> expected, int next, JsonNode state) {
        for (int i = next; i < expected.size(); i++) {
            if (Comparison.whole(expected.get(i), state).isEmpty()) {
                return i;
            }
        }
        return -1;
    }

    private static List<String> unexpected(List<JsonNode> expected, int next, JsonNode state) {
        List<String> differences = new ArrayList<>(List.of("not recorded: " + state));
        for (int i = next; i < expected.size(); i++) {
            differences.add("state " + i + " " + Comparison.whole(expected.get(i), state));
        }
        return differences;
    }
}
