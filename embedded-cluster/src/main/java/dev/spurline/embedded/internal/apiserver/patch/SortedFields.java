// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;

/** The fields of an object in the order of their names. */
final class SortedFields {

    private SortedFields() {}

    static ObjectNode byName(ObjectNode object) {
        sort(object);
        return object;
    }

    static void sort(ObjectNode object) {
        Map<String, JsonNode> fields = new TreeMap<>();
        object.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
        object.removeAll();
        fields.forEach(object::set);
    }
}
