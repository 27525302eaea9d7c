// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.schema;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.schema.types.Kind;
import dev.spurline.embedded.internal.apiserver.schema.types.TypeCatalogue;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The schemas of all kinds that are served, built-in and custom ones. */
public final class ServedSchemas {

    private final Function<String, @Nullable ObjectNode> definitions;
    private final Map<Kind, ObjectSchema> builtIn = new ConcurrentHashMap<>();
    private final Map<Kind, CompiledSchema> custom = new ConcurrentHashMap<>();

    private record CompiledSchema(ObjectNode definition, ObjectSchema schema) {}

    /**
     * Makes the collection.
     *
     * @param definitions finds a CustomResourceDefinition by its name
     */
    public ServedSchemas(Function<String, @Nullable ObjectNode> definitions) {
        this.definitions = definitions;
    }

    /** Returns the schema of a built-in kind; one that keeps everything if the catalogue does not have it. */
    public ObjectSchema builtIn(Kind kind) {
        return builtIn.computeIfAbsent(kind, ServedSchemas::read);
    }

    private static ObjectSchema read(Kind kind) {
        return TypeCatalogue.builtIn()
                .find(kind)
                .<ObjectSchema>map(type -> new BuiltInSchema(kind, type))
                .orElseGet(() -> OpenSchema.of(kind));
    }

    /** Returns the schema of a custom kind as its definition is now. */
    public ObjectSchema custom(Kind kind, String name) {
        ObjectNode definition = definitions.apply(name);
        if (definition == null) {
            return OpenSchema.of(kind);
        }
        CompiledSchema known = custom.get(kind);
        if (known == null || !known.definition.equals(definition)) {
            known = new CompiledSchema(definition, CustomSchema.of(kind, definition));
            custom.put(kind, known);
        }
        return known.schema;
    }
}
