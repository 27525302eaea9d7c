// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.schema.types;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The types of the built-in kinds, read once from the text files beside this class. */
public final class TypeCatalogue {

    private static final List<String> FILES =
            List.of("meta.types", "pod.types", "core.types", "workloads.types", "others.types");

    private final Map<Kind, StructType> kinds;
    private final Map<String, StructType> types;

    private TypeCatalogue(TypeNotation notation) {
        this.kinds = Map.copyOf(notation.kinds());
        this.types = Map.copyOf(notation.types());
    }

    /** Returns the catalogue of the built-in kinds. */
    public static TypeCatalogue builtIn() {
        return Holder.BUILT_IN;
    }

    /** Returns the type of a kind, if it is built in. */
    public Optional<StructType> find(Kind kind) {
        return Optional.ofNullable(kinds.get(kind));
    }

    /** Returns all built-in kinds. */
    public Map<Kind, StructType> kinds() {
        return kinds;
    }

    /** Returns a type that is part of kinds, such as {@code PodTemplateSpec}. */
    public StructType type(String name) {
        StructType type = types.get(name);
        if (type == null) {
            throw new IllegalArgumentException("no type [" + name + "] in the catalogue");
        }
        return type;
    }

    private static TypeCatalogue read() {
        Map<String, String> texts = new LinkedHashMap<>();
        FILES.forEach(file -> texts.put(file, text(file)));
        return new TypeCatalogue(TypeNotation.parse(texts));
    }

    private static String text(String file) {
        try (InputStream stream = TypeCatalogue.class.getResourceAsStream(file)) {
            if (stream == null) {
                throw new IllegalStateException("[" + file + "] is not on the class path");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static final class Holder {
        static final TypeCatalogue BUILT_IN = read();
    }
}
