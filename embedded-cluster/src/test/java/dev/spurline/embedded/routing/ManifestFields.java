// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.routing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Finds misspelt fields in objects of the kinds that an API server without their definitions takes with any content. */
final class ManifestFields {

    private static final Map<String, Map<String, FieldType>> TYPES = read();

    private ManifestFields() {}

    /**
     * What stands in a field.
     *
     * @param type the type of objects there; empty if that is not known
     * @param mapping whether they have names
     */
    private record FieldType(String type, boolean mapping) {}

    /** Refuses a field that a kind does not have; kinds that are not known have all. */
    static void check(CaseNode node, String type) {
        Map<String, FieldType> fields = TYPES.get(type);
        if (fields == null) {
            return;
        }
        node.allow(title(type), new ArrayList<>(fields.keySet()));
        node.entries().forEach((name, value) -> checkValue(value, Objects.requireNonNull(fields.get(name))));
    }

    private static String title(String type) {
        return "the type [" + type + "]";
    }

    private static void checkValue(CaseNode value, FieldType field) {
        if (field.type().isEmpty() || value.json().isNull()) {
            return;
        }
        if (value.json().isArray()) {
            value.items().forEach(item -> check(item, field.type()));
        } else if (field.mapping()) {
            value.entries().forEach((name, each) -> checkEach(each, field.type()));
        } else {
            check(value, field.type());
        }
    }

    private static void checkEach(CaseNode each, String type) {
        if (!each.json().isNull()) {
            check(each, type);
        }
    }

    private static Map<String, Map<String, FieldType>> read() {
        Map<String, Map<String, FieldType>> types = new LinkedHashMap<>();
        try (InputStream table = ManifestFields.class.getResourceAsStream("manifest-fields.txt")) {
            new String(Objects.requireNonNull(table).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> List.of(line.split(" ")))
                    .forEach(words -> types.put(words.get(0), fields(words.subList(1, words.size()))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return types;
    }

    private static Map<String, FieldType> fields(List<String> words) {
        Map<String, FieldType> fields = new LinkedHashMap<>();
        for (String word : words) {
            List<String> parts = List.of(word.split("[:{}]"));
            fields.put(parts.get(0), new FieldType(parts.size() > 1 ? parts.get(1) : "", word.endsWith("}")));
        }
        return fields;
    }
}
