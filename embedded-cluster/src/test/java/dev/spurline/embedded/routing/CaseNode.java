// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A value of a file of routing cases, which knows its line.
 *
 * @param path the keys that lead to it, such as {@code cases[0].expect}
 * @param lines the line of each path
 */
record CaseNode(String file, JsonNode json, String path, Map<String, Integer> lines) {

    int line() {
        String at = path;
        while (!lines.containsKey(at) && !at.isEmpty()) {
            at = at.substring(0, Math.max(0, Math.max(at.lastIndexOf('.'), at.lastIndexOf('['))));
        }
        return lines.getOrDefault(at, 1);
    }

    CaseFormatException error(String problem) {
        return new CaseFormatException(file, line(), problem);
    }

    boolean has(String field) {
        return json.has(field);
    }

    CaseNode get(String field) {
        return new CaseNode(file, json.path(field), path.isEmpty() ? field : path + "." + field, lines);
    }

    /** Returns a mapping's entries, in the order of the file. */
    Map<String, CaseNode> entries() {
        if (!json.isObject()) {
            throw error("[%s] has to be a mapping, but is [%s]"
                    .formatted(name(), json.isNull() ? "nothing" : json.toString()));
        }
        Map<String, CaseNode> entries = new LinkedHashMap<>();
        json.fieldNames().forEachRemaining(name -> entries.put(name, get(name)));
        return entries;
    }

    List<CaseNode> items() {
        if (!(json instanceof ArrayNode list)) {
            throw error("[%s] has to be a list".formatted(name()));
        }
        List<CaseNode> items = new ArrayList<>();
        for (int index = 0; index < list.size(); index++) {
            items.add(new CaseNode(file, list.get(index), path + "[" + index + "]", lines));
        }
        return items;
    }

    /** Refuses fields of other names than these. */
    void allow(String what, List<String> fields) {
        entries().forEach((name, value) -> {
            if (!fields.contains(name)) {
                throw value.error("%s has no field [%s]%s: its fields are %s"
                        .formatted(what, name, NearestName.hint(name, fields), String.join(", ", fields)));
            }
        });
    }

    String text() {
        if (!json.isValueNode() || json.isNull() || json.asText().isBlank()) {
            throw error("[%s] has to be a text".formatted(name()));
        }
        return json.asText();
    }

    String text(String what, String field) {
        if (!has(field)) {
            throw error("%s needs a [%s]".formatted(what, field));
        }
        return get(field).text();
    }

    Optional<String> optional(String field) {
        return has(field) ? Optional.of(get(field).text()) : Optional.empty();
    }

    int number() {
        if (!json.isIntegralNumber()) {
            throw error("[%s] has to be a whole number, but is [%s]".formatted(name(), json.asText()));
        }
        return json.asInt();
    }

    /** Returns a text, or the texts of a list. */
    List<String> texts() {
        return json.isArray() ? items().stream().map(CaseNode::text).toList() : List.of(text());
    }

    private String name() {
        return path.isEmpty() ? "the document" : path.substring(path.lastIndexOf('.') + 1);
    }
}
