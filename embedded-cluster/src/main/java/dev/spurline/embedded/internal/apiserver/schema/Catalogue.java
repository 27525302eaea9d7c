/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package dev.spurline.embedded.internal.apiserver.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The types of the built-in kinds, read once from the text files beside this class. */
public final class Catalogue {

    private static final List<String> FILES =
            List.of("meta.types", "pod.types", "core.types", "workloads.types", "others.types");

    private final Map<Kind, Struct> kinds;
    private final Map<String, Struct> types;

    private Catalogue(TypeNotation notation) {
        this.kinds = Map.copyOf(notation.kinds());
        this.types = Map.copyOf(notation.types());
    }

    /** Returns the catalogue of the built-in kinds. */
    public static Catalogue builtIn() {
        return Holder.BUILT_IN;
    }

    /** Returns the type of a kind, if it is built in. */
    public Optional<Struct> find(Kind kind) {
        return Optional.ofNullable(kinds.get(kind));
    }

    /** Returns all built-in kinds. */
    public Map<Kind, Struct> kinds() {
        return kinds;
    }

    /** Returns a type that is part of kinds, such as {@code PodTemplateSpec}. */
    public Struct type(String name) {
        Struct type = types.get(name);
        if (type == null) {
            throw new IllegalArgumentException("no type [" + name + "] in the catalogue");
        }
        return type;
    }

    private static Catalogue read() {
        Map<String, String> texts = new LinkedHashMap<>();
        FILES.forEach(file -> texts.put(file, text(file)));
        return new Catalogue(TypeNotation.parse(texts));
    }

    private static String text(String file) {
        try (InputStream stream = Catalogue.class.getResourceAsStream(file)) {
            if (stream == null) {
                throw new IllegalStateException("[" + file + "] is not on the class path");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static final class Holder {
        static final Catalogue BUILT_IN = read();
    }
}
