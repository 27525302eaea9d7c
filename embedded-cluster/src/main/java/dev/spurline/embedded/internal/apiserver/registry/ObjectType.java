// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.kinds.ResourceKind;
import dev.spurline.embedded.internal.apiserver.kinds.ResourceKind.Trait;
import dev.spurline.embedded.internal.apiserver.schema.rules.FieldError;
import dev.spurline.embedded.internal.apiserver.schema.rules.ObjectRejection;
import dev.spurline.embedded.internal.apiserver.schema.types.Kind;
import dev.spurline.embedded.internal.apiserver.schema.types.MalformedException;
import dev.spurline.embedded.internal.apiserver.status.StatusException;
import java.util.List;

/**
 * Makes sure that a body is of the type, and lies in the namespace, that the path says.
 *
 * <p>Source: {@code k8s.io/apiserver/pkg/endpoints/handlers/rest.go} (checkName).
 */
final class ObjectType {

    private ObjectType() {}

    /** Gives an object its type, or refuses it if it has another one. */
    static void requireMatching(RequestTarget target, ObjectNode object) {
        requireType(target, object);
        requireMetadata(target, object.path("metadata"));
        setType(object, target.kind().kind(), target.apiVersion());
        requireNamespace(target, ObjectMetadata.of(object));
    }

    /** Turns an object into the version in which it is stored. */
    static void store(RequestTarget target, ObjectNode object) {
        String version = target.kind().has(Trait.CUSTOM) ? target.kind().storageVersion() : target.version();
        object.put("apiVersion", target.kind().apiVersion(version));
    }

    private static void setType(ObjectNode object, String kind, String apiVersion) {
        ObjectNode rest = object.deepCopy();
        object.removeAll();
        object.put("kind", kind).put("apiVersion", apiVersion);
        rest.properties().forEach(field -> putIfNew(object, field.getKey(), field.getValue()));
    }

    private static void putIfNew(ObjectNode object, String field, JsonNode value) {
        if (!object.has(field)) {
            object.set(field, value);
        }
    }

    private static void requireType(RequestTarget target, ObjectNode object) {
        String kind = object.path("kind").asText("");
        String version = object.path("apiVersion").asText("");
        if (!kind.isEmpty() && !kind.equals(target.kind().kind())) {
            requireDefinedKind(target, kind, object);
            throw new StatusException(
                    400,
                    "BadRequest",
                    "%s in version \"%s\" cannot be handled as a %s: converting (%s) to (%s): unknown conversion"
                            .formatted(
                                    kind,
                                    target.version(),
                                    target.kind().kind(),
                                    target.version() + "." + kind,
                                    (target.kind().group().isEmpty()
                                                    ? "core"
                                                    : target.kind().group()) + "."
                                            + target.kind().kind()));
        }
        boolean other = !version.isEmpty() && !version.equals(target.apiVersion());
        if (other && !target.kind().has(Trait.CUSTOM)) {
            String name = target.kind().kind();
            throw ObjectRejection.badRequest(
                    "%s in version \"%s\" cannot be handled as a %s: no kind \"%s\" is registered for version \"%s\" in scheme \"pkg/runtime/scheme.go:111\""
                            .formatted(name, version.substring(version.indexOf('/') + 1), name, name, version));
        }
        if (other) {
            throw new StatusException(
                    400,
                    "BadRequest",
                    "the API version in the data (%s) does not match the expected API version (%s)"
                            .formatted(version, target.apiVersion()));
        }
    }

    /** Objects of a custom kind are read whatever they say they are, and then refused. */
    private static void requireDefinedKind(RequestTarget target, String claimed, ObjectNode object) {
        ResourceKind kind = target.kind();
        if (kind.has(Trait.CUSTOM)) {
            throw ObjectRejection.invalid(
                    new Kind(kind.group(), target.version(), claimed),
                    object.path("metadata").path("name").asText(""),
                    List.of(FieldError.invalid("kind", "\"" + claimed + "\"", "must be " + kind.kind())));
        }
    }

    private static void requireMetadata(RequestTarget target, JsonNode metadata) {
        if (!metadata.isObject() && !metadata.isMissingNode() && !metadata.isNull()) {
            String kind = target.kind().kind();
            throw ObjectRejection.badRequest("%s in version \"%s\" cannot be handled as a %s: %s"
                    .formatted(
                            kind,
                            target.version(),
                            kind,
                            MalformedException.metadata(metadata, kind).complaint()));
        }
    }

    private static void requireNamespace(RequestTarget target, ObjectMetadata meta) {
        if (!target.kind().namespaced()) {
            meta.node().remove("namespace");
            return;
        }
        String namespace = meta.text("namespace");
        if (!namespace.isEmpty() && !namespace.equals(target.namespace())) {
            throw new StatusException(
                    400,
                    "BadRequest",
                    "the namespace of the provided object does not match the namespace sent on the request");
        }
        meta.node().put("namespace", target.namespace());
    }
}
