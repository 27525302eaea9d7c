// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.truth;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Compares a recorded value with an actual one, and says where they differ. */
final class Comparison {

    private static final Set<String> IDENTITIES = Set.of("name", "resource", "subresource", "groupVersion", "version");

    private final List<String> differences = new ArrayList<>();
    private final boolean filtered;

    private Comparison(boolean filtered) {
        this.filtered = filtered;
    }

    /**
     * Compares bodies.
     *
     * @param filtered whether the recording holds only some elements of each list, as those of discovery do
     * @return the differences; empty if there is none
     */
    static List<String> of(JsonNode expected, JsonNode actual, boolean filtered) {
        Comparison comparison = new Comparison(filtered);
        comparison.body(expected, actual);
        return comparison.differences;
    }

    /** Compares two values that are certainly not summarised. */
    static List<String> whole(JsonNode expected, JsonNode actual) {
        Comparison comparison = new Comparison(false);
        comparison.value("", expected, actual);
        return comparison.differences;
    }

    private void body(JsonNode expected, JsonNode actual) {
        boolean pointers = expected.isObject()
                && expected.properties().stream()
                        .anyMatch(field -> field.getKey().startsWith("/"));
        if (pointers) {
            expected.properties().forEach(field -> pointer(field.getKey(), field.getValue(), actual));
        } else if (Summary.isOne(expected)) {
            value("", expected, Summary.of(expected, actual));
        } else {
            value("", expected, actual);
        }
    }

    private void pointer(String pointer, JsonNode expected, JsonNode actual) {
        JsonNode found = actual.at(JsonPointer.compile(pointer));
        if (expected.asText().equals("<absent>")) {
            if (!found.isMissingNode()) {
                differences.add("%s: expected nothing, found %s".formatted(pointer, found));
            }
        } else {
            value(pointer, expected, found);
        }
    }

    private void value(String at, JsonNode expected, JsonNode actual) {
        if (expected instanceof ObjectNode object && actual.isObject()) {
            object(at, object, (ObjectNode) actual);
        } else if (expected instanceof ArrayNode array && actual.isArray()) {
            array(at, array, (ArrayNode) actual);
        } else if (expected.asText().equals("<serverRelativeURL>")) {
            value(at + "/serverRelativeURL", TextNode.valueOf("<url>"), actual.path("serverRelativeURL"));
        } else if (!Mask.same(expected, actual)) {
            differences.add("%s: expected %s, found %s".formatted(at, expected, actual));
        }
    }

    private void object(String at, ObjectNode expected, ObjectNode found) {
        Set<String> names = new TreeSet<>();
        expected.fieldNames().forEachRemaining(names::add);
        ObjectNode actual = isShortened(at, expected) ? found.deepCopy().retain(names) : found;
        if (!filtered || !at.startsWith("/paths")) {
            actual.fieldNames().forEachRemaining(names::add);
        }
        names.forEach(name -> value(at + "/" + name, expected.path(name), actual.path(name)));
    }

    /** Most tables were recorded without the descriptions of their columns and without the objects of their rows. */
    private static boolean isShortened(String at, ObjectNode expected) {
        return (at.startsWith("/columnDefinitions/") && !expected.has("description"))
                || (at.startsWith("/rows/") && !expected.has("object"));
    }

    private void array(String at, ArrayNode expected, ArrayNode actual) {
        if (filtered && expected.path(0).isObject()) {
            expected.forEach(element -> value(at + "/" + identity(element), element, find(element, actual)));
            return;
        }
        boolean owners = at.endsWith("/managedFields");
        List<JsonNode> left = elements(expected, owners);
        List<JsonNode> right = elements(actual, owners);
        for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
            JsonNode found = i < right.size() ? right.get(i) : actual.path(actual.size());
            value(at + "/" + i, i < left.size() ? left.get(i) : expected.path(expected.size()), found);
        }
    }

    /** Owners stand in the order of their times, which are masked: by whether a second has passed between two steps. */
    private static List<JsonNode> elements(ArrayNode array, boolean owners) {
        List<JsonNode> elements = new ArrayList<>();
        array.forEach(elements::add);
        if (owners) {
            elements.sort(Comparator.comparing(
                            (JsonNode owner) -> owner.path("operation").asText())
                    .thenComparing(owner -> owner.path("manager").asText())
                    .thenComparing(owner -> owner.path("subresource").asText()));
        }
        return elements;
    }

    private static String identity(JsonNode element) {
        return IDENTITIES.stream()
                .filter(element::has)
                .sorted()
                .map(name -> element.path(name).asText())
                .findFirst()
                .orElse("");
    }

    private static JsonNode find(JsonNode wanted, ArrayNode among) {
        for (JsonNode candidate : among) {
            if (identity(candidate).equals(identity(wanted))) {
                return candidate;
            }
        }
        return among.path(among.size());
    }
}
