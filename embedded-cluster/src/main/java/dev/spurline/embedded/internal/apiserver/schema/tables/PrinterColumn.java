// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.schema.tables;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * One column of a table.
 *
 * @param priority 0 is always shown, 1 only with {@code -o wide}
 * @param cell what it shows of an object
 */
record PrinterColumn(
        String name, String type, String format, String description, int priority, Function<JsonNode, JsonNode> cell) {

    static PrinterColumn text(String name, Function<JsonNode, String> cell) {
        return new PrinterColumn(name, "string", "", "", 0, object -> TextNode.valueOf(cell.apply(object)));
    }

    static PrinterColumn wide(String name, Function<JsonNode, String> cell) {
        return new PrinterColumn(name, "string", "", "", 1, object -> TextNode.valueOf(cell.apply(object)));
    }

    /** A column with a number, of the type that the server declares for it. */
    static PrinterColumn number(String name, String type, ToIntFunction<JsonNode> cell) {
        return new PrinterColumn(name, type, "", "", 0, object -> IntNode.valueOf(cell.applyAsInt(object)));
    }

    PrinterColumn described(String newDescription) {
        return new PrinterColumn(name, type, format, newDescription, priority, cell);
    }

    PrinterColumn onlyWide() {
        return new PrinterColumn(name, type, format, description, 1, cell);
    }

    void define(ObjectNode definition) {
        definition
                .put("name", name)
                .put("type", type)
                .put("format", format)
                .put("description", description)
                .put("priority", priority);
    }
}
