// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.schema.tables;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a table says of a pod.
 *
 * <p>Source: printPod in {@code pkg/printers/internalversion/printers.go}.
 */
final class PodColumns {

    private PodColumns() {}

    static String ready(JsonNode pod) {
        int ready = 0;
        for (JsonNode container : pod.path("status").path("containerStatuses")) {
            ready += container.path("ready").asBoolean()
                            && container.path("state").has("running")
                    ? 1
                    : 0;
        }
        return ready + "/" + pod.path("spec").path("containers").size();
    }

    static String restarts(JsonNode pod, Instant now) {
        int restarts = 0;
        String last = "";
        for (JsonNode container : pod.path("status").path("containerStatuses")) {
            restarts += container.path("restartCount").asInt();
            String finished = container
                    .path("lastState")
                    .path("terminated")
                    .path("finishedAt")
                    .asText();
            last = finished.compareTo(last) > 0 ? finished : last;
        }
        return restarts + (restarts == 0 || last.isEmpty() ? "" : " (" + AgeText.since(last, now) + " ago)");
    }

    static String status(JsonNode pod) {
        JsonNode status = pod.path("status");
        String reason = status.path("reason").asText(status.path("phase").asText());
        String init = initializing(pod);
        String shown = init.isEmpty() ? running(status, reason) : init;
        if (pod.path("metadata").has("deletionTimestamp")) {
            return reason.equals("NodeLost") ? "Unknown" : "Terminating";
        }
        return shown;
    }

    private static String running(JsonNode status, String reason) {
        String shown = reason;
        boolean hasRunning = false;
        List<JsonNode> containers = new ArrayList<>();
        status.path("containerStatuses").forEach(container -> containers.add(0, container));
        for (JsonNode container : containers) {
            String state = state(container.path("state"));
            shown = state.isEmpty() ? shown : state;
            hasRunning |= container.path("ready").asBoolean()
                    && container.path("state").has("running");
        }
        if (shown.equals("Completed") && hasRunning) {
            return isReady(status) ? "Running" : "NotReady";
        }
        return shown;
    }

    private static boolean isReady(JsonNode status) {
        for (JsonNode condition : status.path("conditions")) {
            if (condition.path("type").asText().equals("Ready")) {
                return condition.path("status").asText().equals("True");
            }
        }
        return false;
    }

    private static String state(JsonNode state) {
        JsonNode terminated = state.path("terminated");
        if (!state.path("waiting").path("reason").asText().isEmpty()) {
            return state.path("waiting").path("reason").asText();
        }
        if (terminated.isMissingNode()) {
            return "";
        }
        return terminated.path("reason").asText().isEmpty()
                ? ended(terminated)
                : terminated.path("reason").asText();
    }

    private static String ended(JsonNode terminated) {
        int signal = terminated.path("signal").asInt();
        return signal != 0
                ? "Signal:" + signal
                : "ExitCode:" + terminated.path("exitCode").asInt();
    }

    private static String initializing(JsonNode pod) {
        JsonNode statuses = pod.path("status").path("initContainerStatuses");
        for (int i = 0; i < statuses.size(); i++) {
            JsonNode state = statuses.get(i).path("state");
            boolean done = state.path("terminated").path("exitCode").asInt(-1) == 0;
            if (!done && !statuses.get(i).path("started").asBoolean()) {
                String reason = state(state);
                boolean plain = reason.isEmpty() || reason.equals("PodInitializing");
                return "Init:"
                        + (plain
                                ? i + "/"
                                        + pod.path("spec")
                                                .path("initContainers")
                                                .size()
                                : reason);
            }
        }
        return "";
    }

    static String gates(JsonNode pod) {
        JsonNode gates = pod.path("spec").path("readinessGates");
        if (gates.isEmpty()) {
            return "<none>";
        }
        int open = 0;
        for (JsonNode gate : gates) {
            for (JsonNode condition : pod.path("status").path("conditions")) {
                boolean own = condition.path("type").equals(gate.path("conditionType"));
                open += own && condition.path("status").asText().equals("True") ? 1 : 0;
            }
        }
        return open + "/" + gates.size();
    }
}
