// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.generator;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A type of a Go package.
 *
 * @param place the package, as imports name it
 * @param underlying what it is made of, as it is written; {@code struct} for a struct
 * @param fields the fields of a struct, in the order in which Go writes them
 * @param markers the lines with a plus sign of the comment before it, without that sign
 * @param imports the packages that its file imports, by the name that the file gives them
 */
record GoType(
        String place,
        String name,
        String underlying,
        List<GoField> fields,
        List<String> markers,
        Map<String, String> imports) {

    GoType {
        fields = List.copyOf(fields);
        markers = List.copyOf(markers);
        imports = Map.copyOf(imports);
    }

    boolean struct() {
        return underlying.equals("struct");
    }

    boolean atomic() {
        return markers.contains("structType=atomic");
    }

    /** Returns a field by its name in Go. */
    GoField field(String goName) {
        return fields.stream()
                .filter(field -> field.goName().equals(goName))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("[%s.%s] has no field [%s]".formatted(place, name, goName)));
    }

    /** Returns the group as packages name it: {@code core}, {@code rbac}. */
    String group() {
        String groups = place.substring(0, place.lastIndexOf('/'));
        return groups.substring(groups.lastIndexOf('/') + 1);
    }

    String version() {
        return place.substring(place.lastIndexOf('/') + 1);
    }

    /** Returns the full name that a type's name in this type's file stands for. */
    String qualified(String type) {
        int dot = type.indexOf('.');
        if (dot < 0) {
            return place + "." + type;
        }
        String imported = Optional.ofNullable(imports.get(type.substring(0, dot)))
                .orElseThrow(() -> new IllegalArgumentException(
                        "[%s] of [%s.%s] is in a package that its file does not import".formatted(type, place, name)));
        return imported + type.substring(dot);
    }
}
