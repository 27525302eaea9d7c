// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.generator;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The types of Go packages, read when they are first asked for. */
final class GoPackages {

    /** The types whose form in JSON is not that of their fields: their own code writes them. */
    private static final Map<String, String> SCALARS = Map.ofEntries(
            Map.entry("string", "s"),
            Map.entry("bool", "b"),
            Map.entry("int32", "i"),
            Map.entry("int64", "l"),
            Map.entry("float64", "d"),
            Map.entry("[]byte", "y"),
            Map.entry("k8s.io/apimachinery/pkg/apis/meta/v1.Time", "t"),
            Map.entry("k8s.io/apimachinery/pkg/apis/meta/v1.MicroTime", "mt"),
            Map.entry("k8s.io/apimachinery/pkg/apis/meta/v1.Duration", "dur"),
            Map.entry("k8s.io/apimachinery/pkg/apis/meta/v1.FieldsV1", "any"),
            Map.entry("k8s.io/apimachinery/pkg/api/resource.Quantity", "q"),
            Map.entry("k8s.io/apimachinery/pkg/util/intstr.IntOrString", "x"),
            Map.entry("k8s.io/apimachinery/pkg/runtime.RawExtension", "any"),
            Map.entry("k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1.JSON", "any"));

    private final Function<String, List<String>> sources;
    private final Map<String, List<GoFile>> files = new HashMap<>();

    /**
     * Makes the view of packages.
     *
     * @param sources the texts of the files of a package, by the package's name in imports
     */
    GoPackages(Function<String, List<String>> sources) {
        this.sources = sources;
    }

    /** Returns a type by its full name, such as {@code k8s.io/api/core/v1.Pod}. */
    GoType type(String qualified) {
        String place = qualified.substring(0, qualified.lastIndexOf('.'));
        String name = qualified.substring(place.length() + 1);
        return files(place).stream()
                .flatMap(file -> Optional.ofNullable(file.types().get(name)).stream())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("[%s] has no type [%s]".formatted(place, name)));
    }

    /** Returns the value of a text constant. */
    String constant(String place, String name) {
        return files(place).stream()
                .flatMap(file -> Optional.ofNullable(file.constants().get(name)).stream())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("[%s] has no constant [%s]".formatted(place, name)));
    }

    /** Returns what the type of a field of a struct is. */
    GoShape shape(GoType struct, GoField field) {
        return shape(struct, field.type());
    }

    /** Returns the struct whose fields stand in place of a field. */
    GoType inlined(GoType struct, GoField field) {
        return type(struct.qualified(field.type()));
    }

    private GoShape shape(GoType from, String type) {
        if (type.startsWith("*")) {
            return new GoShape.Pointer(shape(from, type.substring(1)));
        }
        if (SCALARS.containsKey(type)) {
            return new GoShape.Scalar(SCALARS.get(type));
        }
        if (type.startsWith("[]")) {
            return new GoShape.ListOf(shape(from, type.substring(2)));
        }
        if (type.startsWith("map[")) {
            return new GoShape.MapOf(shape(from, type.substring(type.indexOf(']') + 1)));
        }
        return named(from.qualified(type));
    }

    private GoShape named(String qualified) {
        String scalar = SCALARS.get(qualified);
        if (scalar != null) {
            return new GoShape.Scalar(scalar);
        }
        GoType type = type(qualified);
        return type.struct() ? new GoShape.Struct(type) : shape(type, type.underlying());
    }

    private List<GoFile> files(String place) {
        return files.computeIfAbsent(
                place,
                name -> sources.apply(name).stream()
                        .map(text -> GoFile.parse(name, text))
                        .toList());
    }
}
