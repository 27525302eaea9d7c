// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.schema.tables;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spurline.embedded.internal.apiserver.schema.types.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** What a real server says about the columns of each kind; {@code column-descriptions.json} holds it. */
final class ColumnDescriptions {

    private static final JsonNode ALL = read();

    private ColumnDescriptions() {}

    /** Returns the column with its description, if it has one of its own. */
    static PrinterColumn describe(Kind kind, PrinterColumn column) {
        JsonNode description = ALL.path(kind.name()).path(column.name());
        return description.isTextual() ? column.described(description.textValue()) : column;
    }

    private static JsonNode read() {
        try (InputStream text = ColumnDescriptions.class.getResourceAsStream("column-descriptions.json")) {
            return new ObjectMapper().readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
