// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** The words of a strategic merge patch that steer the merge and are no content themselves. */
final class PatchDirectives {

    static final String PATCH = "$patch";
    static final String RETAIN_KEYS = "$retainKeys";
    static final String DELETE_PRIMITIVES = "$deleteFromPrimitiveList/";
    static final String ELEMENT_ORDER = "$setElementOrder/";

    private PatchDirectives() {}

    static boolean isDirective(String name) {
        return name.equals(PATCH)
                || name.equals(RETAIN_KEYS)
                || name.startsWith(DELETE_PRIMITIVES)
                || name.startsWith(ELEMENT_ORDER);
    }

    /** Returns a value that is new to the object: without directives and without nulls, which have nothing to remove there. */
    static JsonNode content(JsonNode value) {
        if (value instanceof ObjectNode object) {
            return fields(object);
        }
        return value instanceof ArrayNode array ? elements(array) : value.deepCopy();
    }

    private static ObjectNode fields(ObjectNode object) {
        ObjectNode result = object.objectNode();
        object.properties().stream()
                .filter(field ->
                        !isDirective(field.getKey()) && !field.getValue().isNull())
                .forEach(field -> result.set(field.getKey(), content(field.getValue())));
        return result;
    }

    private static ArrayNode elements(ArrayNode array) {
        ArrayNode result = array.arrayNode();
        array.forEach(element -> {
            if (!element.has(PATCH)) {
                result.add(content(element));
            }
        });
        return result;
    }

    /** Returns the names of the directives that begin with a prefix. */
    static List<String> named(ObjectNode patch, String prefix) {
        List<String> names = new ArrayList<>();
        patch.fieldNames().forEachRemaining(name -> {
            if (name.startsWith(prefix)) {
                names.add(name);
            }
        });
        return names;
    }
}
