// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.schema.rules;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.embedded.internal.labels.LabelRequirement;
import java.util.ArrayList;
import java.util.List;

/** Label selectors as they stand in objects. */
public final class ObjectSelectors {

    private ObjectSelectors() {}

    /** Whether labels fulfil a label selector. */
    public static boolean matches(JsonNode selector, JsonNode labels) {
        for (var label : selector.path("matchLabels").properties()) {
            if (!labels.path(label.getKey()).equals(label.getValue())) {
                return false;
            }
        }
        for (JsonNode requirement : selector.path("matchExpressions")) {
            if (!holds(requirement, labels.path(requirement.path("key").asText()))) {
                return false;
            }
        }
        return true;
    }

    private static boolean holds(JsonNode requirement, JsonNode value) {
        List<String> values = new ArrayList<>();
        requirement.path("values").forEach(listed -> values.add(listed.asText()));
        return LabelRequirement.of(
                        requirement.path("key").asText(),
                        requirement.path("operator").asText(),
                        values)
                .matches(value.textValue());
    }

    /** Returns the selector as {@code kubectl} shows it, such as {@code app=web,tier in (a,b)}. */
    public static String text(JsonNode selector) {
        StringBuilder text = new StringBuilder();
        JsonNode plain = selector.has("matchLabels") || selector.has("matchExpressions")
                ? selector.path("matchLabels")
                : selector;
        plain.properties().stream()
                .sorted(java.util.Map.Entry.comparingByKey())
                .forEach(label ->
                        append(text, label.getKey() + "=" + label.getValue().asText()));
        selector.path("matchExpressions").forEach(requirement -> append(text, expression(requirement)));
        return text.isEmpty() ? "<none>" : text.toString();
    }

    private static String expression(JsonNode requirement) {
        String key = requirement.path("key").asText();
        StringBuilder values = new StringBuilder();
        requirement.path("values").forEach(value -> append(values, value.asText()));
        return switch (requirement.path("operator").asText()) {
            case "In" -> key + " in (" + values + ")";
            case "NotIn" -> key + " notin (" + values + ")";
            case "DoesNotExist" -> "!" + key;
            default -> key;
        };
    }

    private static void append(StringBuilder text, String part) {
        text.append(text.isEmpty() ? "" : ",").append(part);
    }
}
