// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.kinds.ResourceKind;
import dev.spurline.embedded.internal.apiserver.kinds.ResourceKind.Trait;
import dev.spurline.embedded.internal.apiserver.schema.ObjectSchema;
import dev.spurline.embedded.internal.apiserver.schema.ServedSchemas;
import dev.spurline.embedded.internal.apiserver.schema.types.Kind;
import dev.spurline.embedded.internal.apiserver.schema.types.TypeCatalogue;
import dev.spurline.embedded.internal.apiserver.storage.StoredObject;
import dev.spurline.embedded.internal.apiserver.storage.VersionedStore;
import java.util.Optional;

/** The schema of each kind: built in, or that of its definition as it is stored. */
public final class SchemaLookup {

    private static final String DEFINITIONS = "customresourcedefinitions.apiextensions.k8s.io";

    private final ServedSchemas schemas;

    SchemaLookup(VersionedStore store) {
        this.schemas = new ServedSchemas(definition ->
                store.get(DEFINITIONS, definition).map(StoredObject::json).orElse(null));
    }

    /** Returns the schema in which a client speaks. */
    public ObjectSchema of(ResourceKind kind, String version) {
        Kind type = new Kind(kind.group(), version, kind.kind());
        return kind.has(Trait.CUSTOM) ? schemas.custom(type, kind.resource()) : schemas.builtIn(type);
    }

    /** Returns the schema of the kind that a patched object claims to be, if that is another built-in one than it was. */
    Optional<ObjectSchema> other(RequestTarget target, ObjectNode patched) {
        Kind claimed = Kind.of(
                patched.path("apiVersion").asText(), patched.path("kind").asText());
        boolean another = !claimed.name().equals(target.kind().kind())
                && TypeCatalogue.builtIn().find(claimed).isPresent();
        return another ? Optional.of(schemas.builtIn(claimed)) : Optional.empty();
    }

    /** Turns an object into what is stored: in another version than the stored one, by the schema of the stored one. */
    void store(RequestTarget target, ObjectNode object) {
        ObjectType.store(target, object);
        ResourceKind kind = target.kind();
        if (kind.has(Trait.CUSTOM) && !kind.storageVersion().equals(target.version())) {
            ObjectSchema schema = of(kind, kind.storageVersion());
            ObjectNode stored = schema.withDefaults(schema.shaped(object).object());
            object.removeAll();
            object.setAll(stored);
        }
    }
}
