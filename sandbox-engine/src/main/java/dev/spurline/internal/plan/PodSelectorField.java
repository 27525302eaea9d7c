// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.text.JsonTrees;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

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

    private static final Set<String> CILIUM_NAMESPACES =
            Set.of(CILIUM_NAMESPACE, CILIUM_OWN + "namespace.labels.kubernetes.io/metadata.name");

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

    /**
     * Reads a selector of Cilium, which may name the source of a label in front of it. What the labels that Cilium gives of
     * itself say about the namespace is decided here; of its other labels, and those of ServiceAccount and cluster, a fork
     * has the same as its baseline.
     */
    static PodSelector cilium(JsonNode node, String namespace) {
        Map<String, String> known = CILIUM_NAMESPACES.stream().collect(Collectors.toMap(key -> key, key -> namespace));
        return new PodSelector(PodSelector.of(JsonTrees.value(node, LabelSelector.class)).terms().stream()
                .map(term -> new PodSelector.Term(plain(term.key()), term.operator(), term.values()))
                .filter(term -> !isCiliums(term.key()) || (known.containsKey(term.key()) && !term.holds(known)))
                // No pod has such a label of its own.
                .map(term -> isCiliums(term.key())
                        ? new PodSelector.Term(term.key(), PodSelector.Operator.EXISTS, List.of())
                        : term)
                .toList());
    }

    private static String plain(String key) {
        return key.replaceFirst("^(k8s|any)[:.]", "");
    }

    private static boolean isCiliums(String key) {
        return key.equals(CILIUM_NAMESPACE) || key.startsWith(CILIUM_OWN);
    }

    /**
     * Returns a selector of the pods with some labels alone. What a selector of Cilium says by labels that pods do not have
     * themselves stays: only Cilium knows whether it holds.
     *
     * @param node what the field says
     * @param labels the labels
     */
    JsonNode own(JsonNode node, Map<String, String> labels) {
        Map<String, Object> own = new TreeMap<>();
        Map<String, String> all = new TreeMap<>(labels);
        if (kind == CustomKind.CILIUM_NETWORK_POLICY) {
            LabelSelector selector = JsonTrees.value(node, LabelSelector.class);
            Optional.ofNullable(selector.getMatchLabels())
                    .orElse(Map.of())
                    .forEach((key, value) -> keep(all, key, value));
            List<LabelSelectorRequirement> expressions = selector.getMatchExpressions().stream()
                    .filter(expression -> isCiliums(plain(expression.getKey())))
                    .toList();
            if (!expressions.isEmpty()) {
                own.put("matchExpressions", expressions);
            }
        }
        own.put(PLAIN_LABELS.contains(kind) ? "labels" : "matchLabels", all);
        return JsonTrees.tree(own);
    }

    private static void keep(Map<String, String> labels, String key, String value) {
        if (isCiliums(plain(key))) {
            labels.put(key, value);
        }
    }
}
