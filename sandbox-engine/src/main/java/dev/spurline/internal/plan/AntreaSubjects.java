// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.internal.text.JsonTrees;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Which pods a NetworkPolicy of Antrea is about: its spec says it, or each of its rules (AppliedTo in
 * {@code pkg/apis/crd/v1beta1/types.go} of Antrea). Groups that it names are objects of their own.
 */
final class AntreaSubjects {

    private static final String FIELD = "appliedTo";
    private static final List<String> RULES = List.of("ingress", "egress");

    private AntreaSubjects() {}

    /** Returns the selectors of a policy. */
    static List<PodSelector> of(JsonNode spec) {
        List<PodSelector> selectors = new ArrayList<>(selectors(spec.path(FIELD)));
        RULES.forEach(kind -> spec.path(kind).forEach(rule -> selectors.addAll(selectors(rule.path(FIELD)))));
        return selectors;
    }

    private static List<PodSelector> selectors(JsonNode subjects) {
        List<PodSelector> selectors = new ArrayList<>();
        subjects.forEach(subject -> {
            if (subject.path("podSelector").isObject()) {
                selectors.add(PodSelector.of(JsonTrees.value(subject.path("podSelector"), LabelSelector.class)));
            }
        });
        return selectors;
    }

    /**
     * Makes of a policy's spec one that says of some pods alone what it says of others.
     *
     * @param spec is changed
     * @param others selects these
     * @param labels those of the pods
     */
    static void narrow(ObjectNode spec, Predicate<PodSelector> others, Map<String, String> labels) {
        if (narrowed(spec, others, labels)) {
            return;
        }
        for (String kind : RULES) {
            if (spec.path(kind) instanceof ArrayNode rules) {
                for (int index = rules.size() - 1; index >= 0; index--) {
                    if (!narrowed((ObjectNode) rules.get(index), others, labels)) {
                        rules.remove(index);
                    }
                }
            }
        }
    }

    private static boolean narrowed(ObjectNode spec, Predicate<PodSelector> others, Map<String, String> labels) {
        boolean concerned = selectors(spec.path(FIELD)).stream().anyMatch(others);
        if (concerned) {
            spec.putArray(FIELD).add(JsonTrees.tree(Map.of("podSelector", Map.of("matchLabels", labels))));
        }
        return concerned;
    }
}
