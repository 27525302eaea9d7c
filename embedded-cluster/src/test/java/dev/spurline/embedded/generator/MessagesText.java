// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.generator;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Writes the messages of the protobuf form that the input names, with all their parts. */
final class MessagesText {

    private static final Map<String, String> SCALARS = Map.ofEntries(
            Map.entry("s", "string"),
            Map.entry("i", "int"),
            Map.entry("l", "int"),
            Map.entry("d", "double"),
            Map.entry("b", "bool"),
            Map.entry("y", "bytes"),
            Map.entry("t", "time"),
            Map.entry("mt", "time"),
            Map.entry("q", "quantity"),
            Map.entry("x", "intOrString"),
            Map.entry("any", "raw"));
    private static final Map<String, String> MAPS = Map.of("s", "map", "y", "bytesmap", "q", "quantitymap");

    private final GoPackages packages;
    private final Input input;
    private final Map<String, String> written = new TreeMap<>();

    MessagesText(GoPackages packages, Input input) {
        this.packages = packages;
        this.input = input;
    }

    /** Returns the text of the file: one message a line, in the order of their names. */
    String text() {
        input.messages().stream().map(packages::type).forEach(this::message);
        return String.join("", written.values());
    }

    private void message(GoType type) {
        String name = input.name(type);
        if (written.putIfAbsent(name, "") == null) {
            StringBuilder line = new StringBuilder(name);
            type.fields()
                    .forEach(field -> field(type, field)
                            .ifPresent(text -> line.append(' ').append(text)));
            written.put(name, line.append('\n').toString());
        }
    }

    /** Fields without a number are not sent; maps of lists and times are not read. */
    private Optional<String> field(GoType owner, GoField field) {
        if (field.number().isEmpty()) {
            return Optional.empty();
        }
        Optional<String> type = field.inline()
                ? Optional.of("^" + reference(packages.inlined(owner, field)))
                : type(packages.shape(owner, field));
        return type.map(text -> field.number().get() + ":" + field.name() + ":" + text);
    }

    private Optional<String> type(GoShape shape) {
        if (shape instanceof GoShape.Pointer pointer) {
            return type(pointer.value()).map(type -> type + "!");
        }
        if (shape instanceof GoShape.ListOf list) {
            return type(list.element()).map(type -> type + "*");
        }
        if (shape instanceof GoShape.MapOf map) {
            return map.value() instanceof GoShape.Scalar value
                    ? Optional.ofNullable(MAPS.get(value.letter()))
                    : Optional.empty();
        }
        return shape instanceof GoShape.Struct struct
                ? Optional.of(reference(struct.type()))
                : Optional.ofNullable(SCALARS.get(((GoShape.Scalar) shape).letter()));
    }

    private String reference(GoType type) {
        message(type);
        return input.name(type);
    }
}
