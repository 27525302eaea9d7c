// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.schema.tables;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.schema.CustomSchema;
import dev.spurline.embedded.internal.apiserver.schema.types.Kind;
import java.time.Instant;
import java.util.List;

/** Objects as a table, as {@code kubectl get} prints them. */
public final class Table {

    private final List<PrinterColumn> columns;

    private Table(List<PrinterColumn> columns) {
        this.columns = columns;
    }

    /** Returns the table of a built-in kind. */
    public static Table builtIn(Kind kind, Instant now) {
        return new Table(PrinterColumns.of(kind, now));
    }

    /** Returns the table of a custom kind, with the columns that its definition adds. */
    public static Table custom(JsonNode definition, String version, Instant now) {
        JsonNode added = CustomSchema.version(definition, version).path("additionalPrinterColumns");
        return new Table(PrinterColumns.custom(added, now));
    }

    /**
     * Lays out objects.
     *
     * @param metadata the metadata of the list, or those of the object that concern a list
     * @param include what each row says of its object: {@code Metadata}, {@code Object} or {@code None}
     */
    public ObjectNode of(List<? extends JsonNode> objects, JsonNode metadata, String include) {
        ObjectNode table = JsonNodeFactory.instance.objectNode();
        table.put("kind", "Table").put("apiVersion", "meta.k8s.io/v1").set("metadata", metadata);
        ArrayNode definitions = table.putArray("columnDefinitions");
        columns.forEach(column -> column.define(definitions.addObject()));
        ArrayNode rows = table.putArray("rows");
        objects.forEach(object -> addRow(object, include, rows.addObject()));
        return table;
    }

    private void addRow(JsonNode object, String include, ObjectNode row) {
        ArrayNode cells = row.putArray("cells");
        columns.forEach(column -> cells.add(column.cell().apply(object)));
        if (include.equals("Object")) {
            row.set("object", object);
        } else if (!include.equals("None")) {
            row.putObject("object")
                    .put("kind", "PartialObjectMetadata")
                    .put("apiVersion", "meta.k8s.io/v1")
                    .set("metadata", object.path("metadata"));
        }
    }
}
