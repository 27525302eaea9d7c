// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.schema.types;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the types of the Kubernetes API in a notation of our own.
 *
 * <pre>
 * kind GROUP/VERSION Name   a kind; kind, apiVersion and metadata are understood
 * type VERSION Name         a type that kinds consist of; "atomic" behind the name: owned as a whole
 *   field type marks
 *
 * s string   i int32   l int64   d double   b bool   y bytes   t time   mt microtime   dur duration
 * q quantity   x int or string   any anything   Name a type   [T] list   {T} object with free keys
 * *T  absent and zero differ (a Go pointer)   T!  written even when zero   T?  a type or time left out when zero
 * atomic      an object with free keys is owned as a whole (lists are, if no mark says otherwise)
 * set         a list of distinct scalars
 * map(k,...)  a list whose elements are known by these fields
 * by(k)       strategic merge patch merges elements by this field; by() merges scalars
 * retain      strategic merge patch uses $retainKeys
 * = value     default (JSON)
 * </pre>
 */
final class TypeNotation {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern FIELD = Pattern.compile("  (\\S+) (\\S+)(?: ((?!=).*?))??(?: = (.*))?");
    private static final Pattern MARK = Pattern.compile("(\\w+)(?:\\(([^)]*)\\))?");
    private static final Map<String, FieldType> SCALARS = Map.ofEntries(
            Map.entry("s", FieldType.Scalar.STRING),
            Map.entry("i", FieldType.Scalar.INT32),
            Map.entry("l", FieldType.Scalar.INT64),
            Map.entry("d", FieldType.Scalar.DOUBLE),
            Map.entry("b", FieldType.Scalar.BOOL),
            Map.entry("y", FieldType.Scalar.BYTES),
            Map.entry("t", FieldType.Scalar.TIME),
            Map.entry("mt", FieldType.Scalar.MICRO_TIME),
            Map.entry("dur", FieldType.Scalar.DURATION),
            Map.entry("q", FieldType.Scalar.QUANTITY),
            Map.entry("x", FieldType.Scalar.INT_OR_STRING),
            Map.entry("any", FieldType.Scalar.ANY));
    private static final Set<FieldType> ALWAYS_WRITTEN =
            Set.of(FieldType.Scalar.TIME, FieldType.Scalar.MICRO_TIME, FieldType.Scalar.INT_OR_STRING);

    private final Map<Kind, StructType> kinds = new LinkedHashMap<>();
    private final Map<String, StructType> types = new HashMap<>();

    private TypeNotation() {}

    static TypeNotation parse(Map<String, String> texts) {
        TypeNotation notation = new TypeNotation();
        List<List<String>> files =
                texts.values().stream().map(TypeNotation::lines).toList();
        files.forEach(notation::declare);
        files.forEach(notation::fill);
        return notation;
    }

    Map<Kind, StructType> kinds() {
        return kinds;
    }

    Map<String, StructType> types() {
        return types;
    }

    private static List<String> lines(String text) {
        return text.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
    }

    private void declare(List<String> lines) {
        for (String line : lines) {
            String[] words = line.split(" ", -1);
            if (words[0].equals("kind")) {
                Kind kind = Kind.of(words[1], words[2]);
                kinds.put(kind, declare(kind.name(), kind.version(), line));
            } else if (words[0].equals("type")) {
                declare(words[2], words[1], line);
            }
        }
    }

    private StructType declare(String name, String version, String line) {
        StructType struct = new StructType(name, version, line.endsWith(" atomic"), false);
        types.put(name, struct);
        return struct;
    }

    private void fill(List<String> lines) {
        StructType current = null;
        for (String line : lines) {
            if (!line.startsWith(" ")) {
                current = start(line);
            } else if (current != null) {
                current.add(field(line));
            }
        }
    }

    private StructType start(String line) {
        String[] words = line.split(" ", -1);
        StructType struct = named(words[2]);
        if (words[0].equals("kind")) {
            List.of("  kind s", "  apiVersion s", "  metadata ObjectMeta").forEach(field -> struct.add(field(field)));
        }
        return struct;
    }

    private StructField field(String line) {
        Matcher parts = FIELD.matcher(line);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not a field: [" + line + "]");
        }
        String notation = parts.group(2);
        Map<String, List<String>> marks = marks(parts.group(3));
        boolean pointer = notation.startsWith("*");
        boolean always = notation.endsWith("!");
        boolean never = notation.endsWith("?");
        FieldType type = type(notation.replaceAll("^\\*|[!?]$", ""), marks);
        boolean written =
                always || (!pointer && !never && (type instanceof StructType || ALWAYS_WRITTEN.contains(type)));
        return new StructField(parts.group(1), type, pointer, written, merge(marks), preset(parts.group(4)));
    }

    private static Map<String, List<String>> marks(@Nullable String text) {
        Map<String, List<String>> marks = new HashMap<>();
        Matcher mark = MARK.matcher(text == null ? "" : text);
        while (mark.find()) {
            String arguments = mark.group(2);
            marks.put(
                    mark.group(1),
                    arguments == null || arguments.isEmpty() ? List.of() : List.of(arguments.split(",", -1)));
        }
        return marks;
    }

    private FieldType type(String notation, Map<String, List<String>> marks) {
        String inner = notation.substring(1, Math.max(1, notation.length() - 1));
        if (notation.startsWith("[")) {
            return new FieldType.ListOf(type(inner, Map.of()), sharing(marks), marks.getOrDefault("map", List.of()));
        }
        if (notation.startsWith("{")) {
            return new FieldType.MapOf(type(inner, Map.of()), marks.containsKey("atomic"));
        }
        FieldType scalar = SCALARS.get(notation);
        return scalar == null ? named(notation) : scalar;
    }

    private static FieldType.ListType sharing(Map<String, List<String>> marks) {
        if (marks.containsKey("map")) {
            return FieldType.ListType.MAP;
        }
        return marks.containsKey("set") ? FieldType.ListType.SET : FieldType.ListType.ATOMIC;
    }

    private static StructField.Merge merge(Map<String, List<String>> marks) {
        List<String> keys = new ArrayList<>(marks.getOrDefault("by", List.of()));
        return new StructField.Merge(
                marks.containsKey("by"), keys.isEmpty() ? "" : keys.get(0), marks.containsKey("retain"));
    }

    private static @Nullable JsonNode preset(@Nullable String text) {
        try {
            return text == null ? null : JSON.readTree(text);
        } catch (JsonProcessingException wrong) {
            throw new IllegalArgumentException("not JSON: [" + text + "]", wrong);
        }
    }

    private StructType named(String name) {
        StructType struct = types.get(name);
        if (struct == null) {
            throw new IllegalArgumentException("no type [" + name + "]");
        }
        return struct;
    }
}
