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
package dev.spurline.embedded.internal.apiserver.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.spurline.embedded.internal.apiserver.kinds.ResourceKind.Trait;
import dev.spurline.embedded.internal.apiserver.patch.Ignored;
import dev.spurline.embedded.internal.apiserver.patch.Ownership;
import dev.spurline.embedded.internal.apiserver.patch.ServerSideApply;
import dev.spurline.embedded.internal.apiserver.patch.Writer;
import dev.spurline.embedded.internal.apiserver.schema.Catalogue;
import dev.spurline.embedded.internal.apiserver.schema.Cause;
import dev.spurline.embedded.internal.apiserver.schema.Kind;
import dev.spurline.embedded.internal.apiserver.schema.MalformedException;
import dev.spurline.embedded.internal.apiserver.schema.ObjectSchema;
import dev.spurline.embedded.internal.apiserver.schema.Preparation;
import dev.spurline.embedded.internal.apiserver.schema.Rejection;
import dev.spurline.embedded.internal.apiserver.schema.Schemas;
import dev.spurline.embedded.internal.apiserver.schema.Shape;
import dev.spurline.embedded.internal.apiserver.storage.Store;
import dev.spurline.embedded.internal.apiserver.storage.Stored;
import java.time.Instant;
import java.util.List;

/** Reads, completes, checks and attributes objects by the schema of their kind. */
final class ObjectModel {

    private static final String DEFINITIONS = "customresourcedefinitions.apiextensions.k8s.io";

    private final Schemas schemas;

    ObjectModel(Store store) {
        this.schemas = new Schemas(definition ->
                store.get(DEFINITIONS, definition).map(Stored::json).orElse(null));
    }

    ObjectSchema schema(Target target) {
        Kind kind =
                new Kind(target.kind().group(), target.version(), target.kind().kind());
        return target.kind().has(Trait.CUSTOM)
                ? schemas.custom(kind, target.kind().resource())
                : schemas.builtIn(kind);
    }

    /** Reads the body of a create or update. */
    ObjectNode decoded(Target target, ObjectNode body, boolean strict) {
        String prefix = "%s in version \"%s\" cannot be handled as a %s: "
                .formatted(target.kind().kind(), target.version(), target.kind().kind());
        try {
            return completed(schema(target), body, strict);
        } catch (MalformedException wrong) {
            throw Rejection.badRequest(prefix + wrong.complaint());
        }
    }

    /** Reads what a patch has made of an object; the kind may have changed. */
    ObjectNode patched(Target target, ObjectNode object, boolean strict) {
        ObjectSchema own = schema(target);
        Kind named =
                Kind.of(object.path("apiVersion").asText(), object.path("kind").asText());
        ObjectSchema schema =
                named.equals(own.kind()) || Catalogue.builtIn().find(named).isEmpty() ? own : schemas.builtIn(named);
        try {
            return completed(schema, object, strict);
        } catch (MalformedException wrong) {
            Cause cause =
                    Cause.invalid("patch", TextNode.valueOf(object.toString()).toString(), wrong.complaint());
            throw Rejection.invalid(new Kind("", "", ""), "", List.of(cause));
        }
    }

    private static ObjectNode completed(ObjectSchema schema, ObjectNode object, boolean strict) {
        Shape.Shaped shaped = schema.shaped(object);
        if (strict && !shaped.unknown().isEmpty()) {
            throw MalformedException.unknown(shaped.unknown());
        }
        ObjectNode result = schema.withDefaults(shaped.object());
        Preparation.ofAny(result, schema.kind());
        return result;
    }

    /** Brings an object into its stored form again, after the server has written to it. */
    ObjectNode stored(Target target, ObjectNode object) {
        return schema(target).shaped(object).object();
    }

    ObjectNode empty(Target target) {
        return schema(target).empty();
    }

    /** Notes in {@code managedFields} what a create, update or patch has changed. */
    ObjectNode owned(Target target, ObjectNode live, ObjectNode object, WriteOptions options) {
        Writer writer = Writer.updating(options.manager(), target.apiVersion(), target.subresource());
        return Ownership.update(live, object, schema(target).type(), writer, ignored(target), Instant.now());
    }

    /** Applies a configuration to what is stored. */
    ObjectNode applied(Target target, ObjectNode live, ObjectNode configuration, WriteOptions options) {
        ObjectSchema schema = schema(target);
        Writer writer = Writer.applying(options.manager(), target.apiVersion(), target.subresource());
        return ServerSideApply.apply(
                live,
                configuration,
                schema.type(),
                writer,
                options.force(),
                ignored(target),
                merged -> patched(target, merged, false),
                Instant.now());
    }

    private static Ignored ignored(Target target) {
        if (target.subresource().equals("status")) {
            return Ignored.ALL_BUT_STATUS;
        }
        return target.kind().hasStatus() ? Ignored.STATUS : Ignored.NONE;
    }

    void requireValid(Target target, ObjectNode object) {
        refuse(target, object, schema(target).faults(object));
    }

    void requireValid(Target target, ObjectNode old, ObjectNode object) {
        if (target.subresource().isEmpty()) {
            refuse(target, object, schema(target).faults(old, object));
        }
    }

    private static void refuse(Target target, ObjectNode object, List<Cause> faults) {
        if (!faults.isEmpty()) {
            JsonNode name = object.path("metadata").path("name");
            Kind kind = new Kind(
                    target.kind().group(), target.version(), target.kind().kind());
            throw Rejection.invalid(kind, name.asText(), faults);
        }
    }
}
