// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Which pods a quota is about. A quota with scopes is about nothing but pods.
 *
 * <p>Source: {@code podMatchesScopeFunc} in {@code pkg/quota/v1/evaluator/core/pods.go}, and {@code MatchesNoScopeFunc} in
 * {@code k8s.io/apiserver/pkg/quota/v1/generic}.
 */
record QuotaScopes(List<Scope> scopes) {

    /** One of them: all have to admit a pod. */
    private record Scope(String name, String operator, List<String> values) {

        boolean admits(JsonNode pod) {
            JsonNode spec = pod.path("spec");
            boolean bestEffort = pod.at("/status/qosClass").asText().equals("BestEffort");
            return switch (name) {
                case "Terminating" -> terminates(spec);
                case "NotTerminating" -> !terminates(spec);
                case "BestEffort" -> bestEffort;
                case "NotBestEffort" -> !bestEffort;
                case "PriorityClass" ->
                    admitsClass(spec.path("priorityClassName").asText(""));
                case "CrossNamespacePodAffinity" -> looksElsewhere(spec.path("affinity"));
                default -> false;
            };
        }

        private boolean admitsClass(String priority) {
            return switch (operator) {
                case "In" -> values.contains(priority);
                case "NotIn" -> !values.contains(priority);
                case "DoesNotExist" -> priority.isEmpty();
                default -> !priority.isEmpty();
            };
        }
    }

    static QuotaScopes of(ObjectNode quota) {
        List<Scope> scopes = new ArrayList<>();
        JsonNode spec = quota.path("spec");
        spec.path("scopes").forEach(scope -> scopes.add(new Scope(scope.asText(), "Exists", List.of())));
        for (JsonNode scope : spec.at("/scopeSelector/matchExpressions")) {
            scopes.add(new Scope(
                    scope.path("scopeName").asText(),
                    scope.path("operator").asText(),
                    items(scope.path("values")).map(JsonNode::asText).toList()));
        }
        return new QuotaScopes(List.copyOf(scopes));
    }

    /** Returns whether the quota is about an object of a resource, such as {@code pods}. */
    boolean admit(String resource, JsonNode object) {
        return scopes.isEmpty() || (resource.equals("pods") && scopes.stream().allMatch(scope -> scope.admits(object)));
    }

    private static boolean terminates(JsonNode spec) {
        return spec.path("activeDeadlineSeconds").asLong(-1) >= 0;
    }

    private static boolean looksElsewhere(JsonNode affinity) {
        return Stream.of("podAffinity", "podAntiAffinity")
                .map(affinity::path)
                .flatMap(rules -> Stream.concat(
                        items(rules.path("requiredDuringSchedulingIgnoredDuringExecution")),
                        items(rules.path("preferredDuringSchedulingIgnoredDuringExecution"))
                                .map(preferred -> preferred.path("podAffinityTerm"))))
                .anyMatch(term -> !term.path("namespaces").isEmpty() || term.has("namespaceSelector"));
    }

    private static Stream<JsonNode> items(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }
}
