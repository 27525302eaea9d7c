// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.truth;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/** Replays one scenario in a namespace of its own. */
final class ScenarioRun {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration NODE_PATIENCE = Duration.ofSeconds(90);

    /** For what we know to be otherwise: it is looked at, but not waited for. */
    private static final Duration BRIEF = Duration.ofSeconds(1);

    private final Scenario scenario;
    private final Set<String> deviations;
    private final RestClient client;
    private final OtherSteps others;
    private final Names names;
    private final UnrecordedWork hands;
    private final List<StepFinding> findings = new ArrayList<>();
    private @Nullable WatchTap tap;
    private int tapped;

    /**
     * Prepares a run.
     *
     * @param deviations the steps that are known to differ
     */
    ScenarioRun(Scenario scenario, Set<String> deviations, RestClient client, OtherSteps others, String namespace) {
        this.scenario = scenario;
        this.deviations = deviations;
        this.client = client;
        this.others = others;
        this.names = new Names(namespace);
        this.hands = new UnrecordedWork(client, names);
    }

    List<StepFinding> run() {
        client.send(
                "POST", "/api/v1/namespaces", "application/json", RestClient.json("""
                        {"apiVersion":"v1","kind":"Namespace","metadata":{"name":"%s"}}
                        """.formatted(names.namespace())));
        awaitControllers();
        others.begin(scenario, client, names);
        for (int i = 0; i < scenario.steps().size(); i++) {
            step(i);
        }
        endWatch();
        client.send("DELETE", "/api/v1/namespaces/" + names.namespace(), "application/json", RestClient.json("{}"));
        return findings;
    }

    /** What controllers put into every namespace must not come in the middle of a scenario. */
    private void awaitControllers() {
        String path = "/api/v1/namespaces/%s/configmaps/kube-root-ca.crt".formatted(names.namespace());
        Awaitility.await().until(() -> client.get(path).status() == 200);
    }

    private void step(int index) {
        JsonNode step = scenario.steps().get(index);
        hands.before(scenario.id(index));
        if (step.has("watch")) {
            endWatch();
            tap = new WatchTap(client.open(names.fill(step.path("watch").asText())));
            tapped = index;
        } else if (step.has("request")) {
            note(index, exchange(step, patience(index, PATIENCE)));
        } else {
            others.compare(step, names, patience(index, NODE_PATIENCE))
                    .ifPresent(differences -> note(index, differences));
        }
    }

    private Duration patience(int index, Duration usual) {
        return deviations.contains(scenario.id(index)) ? BRIEF : usual;
    }

    private List<String> exchange(JsonNode step, Duration patience) {
        // Pauses between the steps were not recorded, so that a read may have to wait for what a controller does.
        boolean read = step.path("request").path("method").asText().equals("GET");
        if (!step.has("eventually") && !read) {
            return attempt(step);
        }
        List<List<String>> last = new ArrayList<>();
        try {
            Awaitility.await()
                    .atMost(patience)
                    .pollInterval(Duration.ofMillis(40))
                    .until(() -> {
                        last.add(attempt(step));
                        return last.get(last.size() - 1).isEmpty();
                    });
        } catch (ConditionTimeoutException e) {
            return last.get(last.size() - 1);
        }
        return List.of();
    }

    private List<String> attempt(JsonNode step) {
        JsonNode request =
                names.fill(RestClient.json(step.path("request").toString().replace("<pod>", "{{pod}}")));
        Answer answer = client.send(request);
        step.path("capture")
                .properties()
                .forEach(capture -> names.put(
                        capture.getKey(),
                        answer.body()
                                .at(JsonPointer.compile(capture.getValue().asText()))
                                .asText()));
        JsonNode expected = step.path("response");
        List<String> differences = new ArrayList<>();
        if (expected.path("status").asInt() != answer.status()) {
            differences.add("status: expected %s, found %d".formatted(expected.path("status"), answer.status()));
        }
        differences.addAll(Comparison.of(
                names.fill(expected.path("body")),
                answer.body(),
                scenario.file().equals("discovery") || isDiscovery(request)));
        return differences;
    }

    private static boolean isDiscovery(JsonNode request) {
        return request.path("path").asText().matches("/apis?(/[^/]+){0,2}")
                || request.path("path").asText().startsWith("/openapi");
    }

    private void endWatch() {
        WatchTap open = tap;
        if (open == null) {
            return;
        }
        JsonNode expected = names.fill(scenario.steps().get(tapped).path("response"));
        int count = expected.path("events").size();
        try {
            Awaitility.await()
                    .atMost(patience(tapped, PATIENCE))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> open.count() >= count);
        } catch (ConditionTimeoutException e) {
            // the comparison says what is missing
        }
        open.close();
        List<String> differences = new ArrayList<>(WatchComparison.of(expected, open));
        note(tapped, differences);
        tap = null;
    }

    private void note(int index, List<String> differences) {
        JsonNode step = scenario.steps().get(index);
        String what = "%s %s (%s)"
                .formatted(
                        step.path("request").path("method").asText("WATCH"),
                        step.path("request")
                                .path("path")
                                .asText(step.path("watch")
                                        .asText(step.path("timeline")
                                                .asText(step.path("events").asText()))),
                        step.path("note").asText(step.path("eventually").asText()));
        findings.add(new StepFinding(scenario.id(index), what, differences));
    }
}
