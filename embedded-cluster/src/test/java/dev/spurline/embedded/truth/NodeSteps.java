// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.truth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Compares the states of pods and the events about them, as one scenario sees them. */
final class NodeSteps implements OtherSteps, AutoCloseable {

    private static final Duration QUIET = Duration.ofMillis(500);

    private final Map<String, Integer> seen = new HashMap<>();
    private final List<WatchTap> taps = new ArrayList<>();
    private List<JsonNode> steps = List.of();

    @Override
    public void begin(Scenario scenario, RestClient client, Names names) {
        steps = scenario.steps();
        for (String resource : List.of("pods", "events")) {
            taps.add(new WatchTap(
                    client.open("/api/v1/namespaces/%s/%s?watch=true".formatted(names.namespace(), resource))));
        }
    }

    @Override
    public Optional<List<String>> compare(JsonNode step, Names names, Duration patience) {
        String pod = step.path("pod").asText();
        JsonNode filled = names.fill(RestClient.json(step.toString().replace("<pod>", pod)));
        if (step.has("timeline")) {
            return Optional.of(timeline(pod, elements(filled.path("states")), next(pod, step, names), patience));
        }
        return step.has("events") ? Optional.of(events(pod, filled.path("list"), patience)) : Optional.empty();
    }

    private List<PodStates.Seen> states(String pod) {
        return new PodStates(taps.get(0)).of(pod);
    }

    /** The states of the pod's next timeline: how soon they begin is a matter of time alone. */
    private List<JsonNode> next(String pod, JsonNode step, Names names) {
        return steps.stream()
                .dropWhile(later -> !later.equals(step))
                .skip(1)
                .filter(later ->
                        later.has("timeline") && later.path("pod").asText().equals(pod))
                .findFirst()
                .map(later -> elements(names.fill(later).path("states")))
                .orElse(List.of());
    }

    private List<String> timeline(String pod, List<JsonNode> expected, List<JsonNode> next, Duration patience) {
        int from = seen.getOrDefault(pod, 0);
        TimelineMatch[] last = {TimelineMatch.of(expected, states(pod), from)};
        boolean ended = eventually(patience, () -> {
            last[0] = TimelineMatch.of(expected, states(pod), from);
            return last[0].complete() || last[0].broken();
        });
        if (!ended || last[0].broken()) {
            return last[0].differences();
        }
        seen.put(pod, last[0].at());
        return expected.size() > 1 ? List.of() : stays(pod, last[0].at(), next);
    }

    /** A timeline of one state says that nothing happens, or nothing but what the next timeline begins with. */
    private List<String> stays(String pod, int at, List<JsonNode> next) {
        try {
            Awaitility.await()
                    .during(QUIET)
                    .atMost(QUIET.multipliedBy(4))
                    .until(() -> later(pod, at).stream().allMatch(state -> isOneOf(next, state)));
            return List.of();
        } catch (ConditionTimeoutException e) {
            return List.of("expected no further state, found " + later(pod, at));
        }
    }

    private List<JsonNode> later(String pod, int at) {
        return states(pod).stream().skip(at + 1L).map(PodStates.Seen::state).toList();
    }

    private static boolean isOneOf(List<JsonNode> expected, JsonNode state) {
        return expected.stream()
                .anyMatch(candidate -> Comparison.whole(candidate, state).isEmpty());
    }

    private List<String> events(String pod, JsonNode expected, Duration patience) {
        List<List<String>> last = new ArrayList<>(List.of(List.of()));
        eventually(patience, () -> {
            last.set(0, Comparison.whole(byComponent(elements(expected)), byComponent(seenEvents(pod))));
            return last.get(0).isEmpty();
        });
        return last.get(0);
    }

    /** Each component writes its events in order, but beside the others: a kubelet's first may overtake the scheduler's. */
    private static ArrayNode byComponent(List<JsonNode> events) {
        return JsonNodeFactory.instance
                .arrayNode()
                .addAll(events.stream()
                        .sorted(Comparator.comparing(
                                event -> event.path("component").asText()))
                        .toList());
    }

    private List<JsonNode> seenEvents(String pod) {
        List<JsonNode> distinct = new ArrayList<>();
        for (JsonNode change : elements(taps.get(1).events())) {
            JsonNode event = change.path("object");
            ObjectNode summary = summary(event);
            if (event.path("involvedObject").path("name").asText().equals(pod) && !distinct.contains(summary)) {
                distinct.add(summary);
            }
        }
        return distinct;
    }

    private static ObjectNode summary(JsonNode event) {
        ObjectNode summary = JsonNodeFactory.instance.objectNode();
        List.of("type", "reason", "message").forEach(name -> summary.set(name, event.path(name)));
        String source = event.path("source").path("component").asText();
        summary.put(
                "component", source.isEmpty() ? event.path("reportingComponent").asText() : source);
        return summary;
    }

    private static boolean eventually(Duration patience, Callable<Boolean> condition) {
        try {
            Awaitility.await()
                    .atMost(patience)
                    .pollInterval(Duration.ofMillis(40))
                    .until(condition);
            return true;
        } catch (ConditionTimeoutException e) {
            return false;
        }
    }

    private static List<JsonNode> elements(JsonNode array) {
        List<JsonNode> elements = new ArrayList<>();
        array.forEach(elements::add);
        return elements;
    }

    @Override
    public void close() {
        taps.forEach(WatchTap::close);
    }
}
