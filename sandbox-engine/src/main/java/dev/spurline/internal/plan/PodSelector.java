// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A label selector as a conjunction. One without terms selects everything.
 *
 * @param terms the conditions
 */
record PodSelector(List<Term> terms) {

    PodSelector {
        terms = List.copyOf(terms);
    }

    /** Returns a selector for equal labels. */
    static PodSelector of(Map<String, String> labels) {
        return new PodSelector(labels.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(label -> new Term(label.getKey(), Operator.IN, List.of(label.getValue())))
                .toList());
    }

    /** Returns a selector of Kubernetes' own form. */
    static PodSelector of(LabelSelector selector) {
        List<Term> terms = new ArrayList<>(
                of(Optional.ofNullable(selector.getMatchLabels()).orElse(Map.of())).terms);
        for (LabelSelectorRequirement requirement : selector.getMatchExpressions()) {
            terms.add(new Term(
                    requirement.getKey(),
                    Operator.of(requirement.getOperator()),
                    Optional.ofNullable(requirement.getValues()).orElse(List.of())));
        }
        return new PodSelector(terms);
    }

    /** Returns whether something with these labels is selected. */
    boolean selects(Map<String, String> labels) {
        return terms.stream().allMatch(term -> term.holds(labels));
    }

    boolean everything() {
        return terms.isEmpty();
    }

    /** Returns the selector without conditions on a label. */
    PodSelector without(String key) {
        return new PodSelector(
                terms.stream().filter(term -> !term.key().equals(key)).toList());
    }

    @Override
    public String toString() {
        return terms.stream().map(Term::toString).collect(Collectors.joining(", "));
    }

    /** How a condition compares. */
    enum Operator {
        IN,
        NOT_IN,
        EXISTS,
        DOES_NOT_EXIST;

        static Operator of(String name) {
            return switch (name) {
                case "In" -> IN;
                case "NotIn" -> NOT_IN;
                case "Exists" -> EXISTS;
                default -> DOES_NOT_EXIST;
            };
        }
    }

    /**
     * A condition on one label.
     *
     * @param key the label
     * @param operator how it compares
     * @param values the values that it compares with, if any
     */
    record Term(String key, Operator operator, List<String> values) {

        Term {
            values = List.copyOf(values);
        }

        boolean holds(Map<String, String> labels) {
            String value = labels.get(key);
            return switch (operator) {
                case IN -> value != null && values.contains(value);
                case NOT_IN -> value == null || !values.contains(value);
                case EXISTS -> value != null;
                case DOES_NOT_EXIST -> value == null;
            };
        }

        @Override
        public String toString() {
            return switch (operator) {
                case IN -> values.size() == 1 ? key + "=" + values.get(0) : key + " in " + values;
                case NOT_IN -> key + " not in " + values;
                case EXISTS -> key;
                case DOES_NOT_EXIST -> "!" + key;
            };
        }
    }
}
