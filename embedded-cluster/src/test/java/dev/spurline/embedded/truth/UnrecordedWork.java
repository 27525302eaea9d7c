// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.truth;

import com.fasterxml.jackson.databind.JsonNode;
import org.awaitility.Awaitility;

/** What was done by hand between the recorded steps, where there was no node: pods that get addresses and become ready. */
final class UnrecordedWork {

    private static final String STRATEGIC = "application/strategic-merge-patch+json";

    private final RestClient client;
    private final Names names;

    UnrecordedWork(RestClient client, Names names) {
        this.client = client;
        this.names = names;
    }

    /** Does what has to be done before a step. */
    void before(String step) {
        switch (step) {
            case "deployment/replicasets-pods-conditions/4" -> names.put("pod", firstPod("app%3Dweb"));
            case "deployment/replicasets-pods-conditions/6" -> status("app%3Dweb", "Running", "False");
            case "deployment/replicasets-pods-conditions/7" -> status("app%3Dweb", "Running", "True");
            case "deployment/readiness-gates-and-publish-not-ready/4" -> {
                bind("app%3Dg");
                status("app%3Dg", "Running", "False");
            }
            case "job/deadline-ttl-and-heartbeat/16" ->
                awaitField("/apis/batch/v1/namespaces/%s/jobs/o", "startTime", "");
            case "apply/lists/4" -> awaitField("/apis/apps/v1/namespaces/%s/deployments/d", "replicas", "2");
            case "node/eviction/6" ->
                awaitField("/apis/policy/v1/namespaces/%s/poddisruptionbudgets/p", "currentHealthy", "1");
            default -> {}
        }
    }

    /** Between the recorded steps the controllers had time to write the status. */
    private void awaitField(String path, String field, String value) {
        Awaitility.await()
                .until(() -> client.get(path.formatted(names.namespace()))
                        .body()
                        .path("status")
                        .path(field)
                        .asText()
                        .matches(value.isEmpty() ? ".+" : value));
    }

    private String firstPod(String selector) {
        return pods(selector).path(0).path("metadata").path("name").asText();
    }

    private JsonNode pods(String selector) {
        return client.get("/api/v1/namespaces/%s/pods?labelSelector=%s".formatted(names.namespace(), selector))
                .body()
                .path("items");
    }

    private void bind(String selector) {
        String pod = firstPod(selector);
        client.send("POST", path(pod) + "/binding", "application/json", RestClient.json("""
                        {"apiVersion":"v1","kind":"Binding","metadata":{"name":"%s"},"target":{"kind":"Node","name":"truth-node"}}
                        """.formatted(pod)));
    }

    private void status(String selector, String phase, String ready) {
        Answer answer = client.send(
                "PATCH", path(firstPod(selector)) + "/status", STRATEGIC, RestClient.json("""
                        {"status":{"phase":"%s","podIP":"10.244.7.3","podIPs":[{"ip":"10.244.7.3"}],
                         "conditions":[{"type":"Ready","status":"%s","lastTransitionTime":"2026-11-21T10:00:00Z"}]}}
                        """.formatted(phase, ready)));
        if (answer.status() != 200) {
            throw new IllegalStateException("The status of the pod was not taken: " + answer.body());
        }
    }

    private String path(String pod) {
        return "/api/v1/namespaces/%s/pods/%s".formatted(names.namespace(), pod);
    }
}
