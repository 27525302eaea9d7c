// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.generator;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Writes the files in the notation of types: each kind, and behind it the types that no file has named before. */
final class TypesText {

    private static final Input.Special AS_IN_GO = new Input.Special(false, "", "");
    private static final Set<String> OWN_FIELDS = Set.of("TypeMeta", "ObjectMeta");

    private final GoPackages packages;
    private final Input input;
    private final FieldText fieldText;
    private final Map<String, GoType> written = new LinkedHashMap<>();

    TypesText(GoPackages packages, Input input) {
        this.packages = packages;
        this.input = input;
        this.fieldText = new FieldText(packages, input);
    }

    /** Returns the text of each file by its name. */
    Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        input.files().forEach((file, roots) -> {
            StringBuilder text = new StringBuilder();
            roots.forEach(root -> write(root, text));
            files.put(file, text.toString());
        });
        return files;
    }

    private void write(Input.Root root, StringBuilder text) {
        GoType type = packages.type(root.type());
        if (root.kind()) {
            String group = packages.constant(type.place(), "GroupName");
            String version = group.isEmpty() ? type.version() : group + "/" + type.version();
            block(type, "kind " + version, field -> !OWN_FIELDS.contains(simple(field)), text);
        } else {
            part(type, text);
        }
    }

    private static String simple(GoField field) {
        return field.type().substring(field.type().lastIndexOf('.') + 1);
    }

    private void part(GoType type, StringBuilder text) {
        GoType before = written.get(input.name(type));
        if (before == null) {
            block(type, "type " + type.version(), field -> true, text);
        } else if (!before.place().equals(type.place())) {
            throw new IllegalArgumentException("[%s] and [%s] have one name: give the second one a name in the input"
                    .formatted(before.qualified(before.name()), type.qualified(type.name())));
        }
    }

    private void block(GoType type, String word, Predicate<GoField> kept, StringBuilder text) {
        String name = input.name(type);
        written.put(name, type);
        text.append('\n').append(word).append(' ').append(name).append(type.atomic() ? " atomic" : "");
        text.append('\n');
        Set<GoType> parts = new LinkedHashSet<>();
        fields(name, type, kept, text, parts);
        parts.forEach(part -> part(part, text));
    }

    private void fields(String owner, GoType type, Predicate<GoField> kept, StringBuilder text, Set<GoType> parts) {
        for (GoField field : type.fields().stream().filter(kept).toList()) {
            if (field.inline()) {
                fields(owner, packages.inlined(type, field), kept, text, parts);
            } else {
                Input.Special special = input.exception(owner, field.name(), AS_IN_GO);
                text.append("  ").append(fieldText.of(type, field, special)).append('\n');
                parts.addAll(special.any() ? List.of() : structs(packages.shape(type, field)));
            }
        }
    }

    private static List<GoType> structs(GoShape shape) {
        if (shape instanceof GoShape.Pointer pointer) {
            return structs(pointer.value());
        }
        if (shape instanceof GoShape.ListOf list) {
            return structs(list.element());
        }
        if (shape instanceof GoShape.MapOf map) {
            return structs(map.value());
        }
        return shape instanceof GoShape.Struct struct ? List.of(struct.type()) : List.of();
    }
}
