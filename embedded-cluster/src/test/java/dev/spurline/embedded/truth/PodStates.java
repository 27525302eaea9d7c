// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.truth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** The distinct states of pods, in the form in which they were recorded, taken from the events of a watch. */
final class PodStates {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Set<String> OF_CONTAINER =
            Set.of("name", "ready", "started", "restartCount", "state", "lastState");

    private final WatchTap pods;

    PodStates(WatchTap pods) {
        this.pods = pods;
    }

    /**
     * A state and how long it lasted.
     *
     * @param nanos up to now, if it is the last
     */
    record Seen(JsonNode state, long nanos) {}

    /** Returns the states of a pod in their order; no two neighbours are equal. */
    List<Seen> of(String pod) {
        List<JsonNode> states = new ArrayList<>();
        List<Long> begins = new ArrayList<>();
        JsonNode changes = pods.events();
        for (int i = 0; i < changes.size(); i++) {
            JsonNode change = changes.get(i);
            if (change.path("object").path("metadata").path("name").asText().equals(pod)) {
                JsonNode state = change.path("type").asText().equals("DELETED")
                        ? NODES.objectNode().put("gone", true)
                        : state(change.path("object"));
                if (states.isEmpty() || !states.get(states.size() - 1).equals(state)) {
                    states.add(state);
                    begins.add(pods.arrival(i));
                }
            }
        }
        begins.add(System.nanoTime());
        return IntStream.range(0, states.size())
                .mapToObj(i -> new Seen(states.get(i), begins.get(i + 1) - begins.get(i)))
                .toList();
    }

    private static JsonNode state(JsonNode pod) {
        JsonNode status = pod.path("status");
        ObjectNode state = NODES.objectNode();
        List.of("phase", "reason", "message").forEach(name -> copy(status, name, state));
        state.set("conditions", conditions(status));
        List.of("initContainerStatuses", "containerStatuses").forEach(name -> containers(status, name, state));
        copy(pod.path("metadata"), "deletionTimestamp", state);
        return state;
    }

    private static void copy(JsonNode from, String name, ObjectNode to) {
        if (from.has(name)) {
            to.set(name, from.path(name));
        }
    }

    private static ObjectNode conditions(JsonNode status) {
        ObjectNode conditions = NODES.objectNode();
        for (JsonNode condition : status.path("conditions")) {
            String reason = condition.path("reason").asText();
            String message = condition.path("message").asText();
            conditions.put(
                    condition.path("type").asText(),
                    condition.path("status").asText()
                            + (reason.isEmpty() ? "" : " " + reason)
                            + (message.isEmpty() ? "" : ": " + message));
        }
        return conditions;
    }

    private static void containers(JsonNode status, String name, ObjectNode state) {
        for (JsonNode container : status.path(name)) {
            ObjectNode kept = ((ObjectNode) container.deepCopy()).retain(OF_CONTAINER);
            if (kept.path("lastState").isEmpty()) {
                kept.remove("lastState");
            }
            state.withArray(name).add(kept);
        }
    }
}
