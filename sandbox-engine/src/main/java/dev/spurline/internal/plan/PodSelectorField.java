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

    /** Labels that Cilium gives to each pod (docs.cilium.io, "Layer 3 Examples", and pkg/k8s/apis/cilium.io/const.go). */
    private static final String CILIUM_NAMESPACE = "io.kubernetes.pod.namespace";

    private static final String CILIUM_OWN = "io.cilium.k8s.";

    /** Returns those of the policies that a fork gets copies of. */
    static List<PodSelectorField> ofPolicies() {
        return CustomKind.of(CustomKind.Role.POLICY).stream()
                .filter(kind -> !kind.podSelector().isEmpty())
                .map(kind -> new PodSelectorField(kind, JsonPointer.compile(kind.podSelector())))
                .toList();
    }

    /**
     * Reads a selector.
     *
     * @param node what the field says
     * @param namespace where the pods are
     */
    PodSelector selector(JsonNode node, String namespace) {
        if (PLAIN_LABELS.contains(kind)) {
            Map<String, String> labels = new TreeMap<>();
            node.path("labels")
                    .properties()
                    .forEach(
                            label -> labels.put(label.getKey(), label.getValue().asText()));
            return PodSelector.of(labels);
        }
        return kind == CustomKind.CILIUM_NETWORK_POLICY
                ? cilium(node, namespace)
                : PodSelector.of(JsonTrees.value(node, LabelSelector.class));
    }

    /** Cilium may name the source of a label in front of it, and has the namespace of a pod among its labels. */
    static PodSelector cilium(JsonNode node, String namespace) {
        PodSelector selector = PodSelector.of(JsonTrees.value(node, LabelSelector.class));
        return new PodSelector(selector.terms().stream()
                .map(term -> new PodSelector.Term(
                        term.key().replaceFirst("^(k8s|any)[:.]", ""), term.operator(), term.values()))
                .filter(term ->
                        !(term.key().equals(CILIUM_NAMESPACE) && term.holds(Map.of(CILIUM_NAMESPACE, namespace))))
                .toList());
    }

    /** Of labels of the namespace, of ServiceAccount and cluster a fork has the same as its baseline. */
    static PodSelector ciliumOfCluster(JsonNode node, String namespace) {
        return new PodSelector(cilium(node, namespace).terms().stream()
                .filter(term -> !term.key().startsWith(CILIUM_OWN))
                .toList());
    }

    JsonNode own(Map<String, String> labels) {
        return JsonTrees.tree(Map.of(PLAIN_LABELS.contains(kind) ? "labels" : "matchLabels", new TreeMap<>(labels)));
    }
}
