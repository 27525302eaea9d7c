// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.generator;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Writes one field in the notation of types. */
final class FieldText {

    /** What the notation writes even when it is zero, without a mark that says so. */
    private static final Set<String> ALWAYS_WRITTEN = Set.of("t", "mt", "x");

    /** The structs of Go among the values without parts: omitempty never leaves a struct out. */
    private static final Set<String> STRUCTS = Set.of("t", "mt", "x", "q", "dur", "any");

    private final GoPackages packages;
    private final Input input;

    FieldText(GoPackages packages, Input input) {
        this.packages = packages;
        this.input = input;
    }

    String of(GoType owner, GoField field, Input.Special special) {
        if (field.name().isEmpty()) {
            throw new IllegalArgumentException(
                    "[%s.%s] has a form of its own in JSON: set a field that leads to it to any in the input"
                            .formatted(owner.name(), field.goName()));
        }
        GoShape shape = packages.shape(owner, field);
        String letters = special.any() ? any(shape) : letters(shape);
        return Stream.of(
                        field.name(),
                        letters + written(shape, field),
                        listing(field, special),
                        merging(field),
                        preset(owner, field, special))
                .filter(text -> !text.isEmpty())
                .reduce((left, right) -> left + " " + right)
                .orElseThrow();
    }

    private static String any(GoShape shape) {
        return shape instanceof GoShape.Pointer ? "*any" : "any";
    }

    private String letters(GoShape shape) {
        if (shape instanceof GoShape.Pointer pointer) {
            return "*" + letters(pointer.value());
        }
        if (shape instanceof GoShape.ListOf list) {
            return "[" + letters(list.element()) + "]";
        }
        if (shape instanceof GoShape.MapOf map) {
            return "{" + letters(map.value()) + "}";
        }
        return shape instanceof GoShape.Struct struct ? input.name(struct.type()) : ((GoShape.Scalar) shape).letter();
    }

    private static String written(GoShape shape, GoField field) {
        boolean always = isStruct(shape, STRUCTS) ? !field.omitZero() : !field.omitEmpty();
        if (always == isStruct(shape, ALWAYS_WRITTEN)) {
            return "";
        }
        return always ? "!" : "?";
    }

    private static boolean isStruct(GoShape shape, Set<String> letters) {
        return shape instanceof GoShape.Scalar scalar
                ? letters.contains(scalar.letter())
                : shape instanceof GoShape.Struct;
    }

    private static String listing(GoField field, Input.Special special) {
        if (special.any()) {
            return "";
        }
        List<String> lists = field.marks("listType");
        if (lists.contains("map")) {
            return "map(" + String.join(",", field.marks("listMapKey")) + ")";
        }
        return lists.contains("set") ? "set" : field.marks("mapType").contains("atomic") ? "atomic" : "";
    }

    private static String merging(GoField field) {
        List<String> strategy =
                List.of(field.tags().getOrDefault("patchStrategy", "").split(",", -1));
        String by = strategy.contains("merge") ? "by(" + field.tags().getOrDefault("patchMergeKey", "") + ")" : "";
        return (by + (strategy.contains("retainKeys") ? " retain" : "")).trim();
    }

    private String preset(GoType owner, GoField field, Input.Special special) {
        String marked = field.marks("default").stream()
                .map(mark -> mark.startsWith("ref(") ? referred(owner, mark) : mark)
                .findFirst()
                .orElse("");
        if (!marked.isEmpty() && !special.preset().isEmpty()) {
            throw new IllegalArgumentException("[%s.%s] has the default [%s] in Go: take it out of the input"
                    .formatted(owner.name(), field.name(), marked));
        }
        String preset = marked + special.preset();
        return preset.isEmpty() ? "" : "= " + preset;
    }

    private String referred(GoType owner, String mark) {
        return "\"" + packages.constant(owner.place(), mark.substring("ref(".length(), mark.length() - 1)) + "\"";
    }
}
