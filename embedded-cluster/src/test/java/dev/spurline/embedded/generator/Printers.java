// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.generator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads what a server says about the columns of each kind: {@code printers.go}, and the descriptions of fields that it takes. */
final class Printers {

    private static final Pattern TABLE =
            Pattern.compile("\t(\\w+) := \\[]metav1\\.TableColumnDefinition\\{\n(.*?)\n\t}", Pattern.DOTALL);
    private static final Pattern HANDLER = Pattern.compile("TableHandler\\((\\w+), (\\w+)\\)");
    private static final Pattern PRINTER = Pattern.compile("(?m)^func (\\w+)\\(\\w+ \\*(\\w+)\\.(\\w+),");
    private static final String FIELD = "(\\w+)\\.(\\w+)\\{}(?:\\.(\\w+))?\\.SwaggerDoc\\(\\)\\[\"(\\w*)\"]";
    private static final Pattern COLUMN =
            Pattern.compile("\\s*\\{Name: \"([^\"]+)\",.* Description: (?:(\"(?:[^\"\\\\]|\\\\.)*\")|" + FIELD + ")},");

    private final String text;
    private final GoFile file;
    private final GoPackages packages;
    private final UnaryOperator<String> documentation;

    /**
     * Makes the reader.
     *
     * @param text the text of {@code printers.go}
     * @param packages the types that it names
     * @param documentation the descriptions of the types of a package as Go text, by the package's name in imports
     */
    Printers(String text, GoPackages packages, UnaryOperator<String> documentation) {
        this.text = text;
        this.file = GoFile.parse("printers", text);
        this.packages = packages;
        this.documentation = documentation;
    }

    /**
     * Returns the descriptions of a kind's columns by their names; those of every object's name and age are left out.
     *
     * @param kind the kind in its group, such as {@code apps.Deployment}
     */
    Optional<ObjectNode> columns(String kind) {
        return Optional.ofNullable(tables().get(kind)).map(this::described).filter(columns -> !columns.isEmpty());
    }

    private ObjectNode described(String table) {
        ObjectNode columns = JsonNodeFactory.instance.objectNode();
        table.lines().forEach(line -> column(line, columns));
        return columns;
    }

    private void column(String line, ObjectNode columns) {
        Matcher column = COLUMN.matcher(line);
        if (!column.matches()) {
            throw new IllegalArgumentException("not a column: [" + line.trim() + "]");
        }
        if (column.group(2) != null) {
            columns.put(column.group(1), GoText.value(column.group(2)));
        } else if (!column.group(4).equals("ObjectMeta")) {
            columns.put(column.group(1), described(column));
        }
    }

    private String described(Matcher column) {
        GoType type = packages.type(file.imports().get(column.group(3)) + "." + column.group(4));
        if (column.group(5) != null) {
            GoShape shape = packages.shape(type, type.field(column.group(5)));
            type = ((GoShape.Struct) shape.direct()).type();
        }
        return GoText.entry(documentation.apply(type.place()), "map_" + type.name(), column.group(6));
    }

    private Map<String, String> tables() {
        Map<String, String> tables = new HashMap<>();
        matches(TABLE, text).forEach(table -> tables.put(table.group(1), table.group(2)));
        Map<String, String> kinds = new HashMap<>();
        matches(PRINTER, text).forEach(printer -> kinds.put(printer.group(1), kind(printer)));
        Map<String, String> byKind = new HashMap<>();
        matches(HANDLER, text)
                .filter(handler -> tables.containsKey(handler.group(1)))
                .forEach(handler -> byKind.put(kinds.getOrDefault(handler.group(2), ""), tables.get(handler.group(1))));
        return byKind;
    }

    /** Printers take the types of {@code k8s.io/kubernetes/pkg/apis/GROUP}. */
    private String kind(MatchResult printer) {
        String place = file.imports().getOrDefault(printer.group(2), "");
        return place.substring(place.lastIndexOf('/') + 1) + "." + printer.group(3);
    }

    private static Stream<MatchResult> matches(Pattern pattern, String text) {
        return pattern.matcher(text).results();
    }
}
