// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.text.JsonTrees;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The field in which objects of a custom kind select pods.
 *
 * @param kind the kind
 * @param path where the field is
 */
record PodSelectorField(CustomKind kind, JsonPointer path) {

    private static final Set<CustomKind> PLAIN_LABELS = Set.of(CustomKind.SIDECAR, CustomKind.ENVOY_FILTER);

    /** Returns those of the policies that a fork gets copies of. */
    static List<PodSelectorField> ofPolicies() {
        return CustomKind.of(CustomKind.Role.POLICY).stream()
                .filter(kind -> !kind.podSelector().isEmpty())
                .map(kind -> new PodSelectorField(kind, JsonPointer.compile(kind.podSelector())))
                .toList();
    }

    PodSelector selector(JsonNode node) {
        if (PLAIN_LABELS.contains(kind)) {
            Map<String, String> labels = new TreeMap<>();
            node.path("labels")
                    .properties()
                    .forEach(
                            label -> labels.put(label.getKey(), label.getValue().asText()));
            return PodSelector.of(labels);
        }
        return kind == CustomKind.CILIUM_NETWORK_POLICY
                ? cilium(node)
                : PodSelector.of(JsonTrees.value(node, LabelSelector.class));
    }

    /** Cilium may name the source of a label in front of it. */
    static PodSelector cilium(JsonNode node) {
        PodSelector selector = PodSelector.of(JsonTrees.value(node, LabelSelector.class));
        return new PodSelector(selector.terms().stream()
                .map(term -> new PodSelector.Term(
                        term.key().replaceFirst("^(k8s|any)[:.]", ""), term.operator(), term.values()))
                .toList());
    }

    JsonNode own(Map<String, String> labels) {
        return JsonTrees.tree(Map.of(PLAIN_LABELS.contains(kind) ? "labels" : "matchLabels", new TreeMap<>(labels)));
    }
}
