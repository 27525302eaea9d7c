// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.kinds.DefinitionStatus;
import dev.spurline.embedded.internal.apiserver.kinds.ResourceKind;
import dev.spurline.embedded.internal.apiserver.kinds.ResourceKind.Trait;
import dev.spurline.embedded.internal.apiserver.schema.rules.FieldError;
import dev.spurline.embedded.internal.apiserver.status.StatusException;
import dev.spurline.embedded.internal.apiserver.storage.StoredObject;
import dev.spurline.embedded.internal.apiserver.storage.VersionedStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Creates objects.
 *
 * <p>Source: {@code k8s.io/apiserver/pkg/registry/rest/create.go} (BeforeCreate).
 */
final class ObjectCreation {

    /** Without vowels and what looks alike, as Kubernetes. */
    private static final String SUFFIX_ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

    private final VersionedStore store;
    private final SchemaLookup schemas;
    private final ObjectRules rules;
    private final AdmissionChain admission;
    private final InstantSource now;

    ObjectCreation(
            VersionedStore store,
            SchemaLookup schemas,
            ObjectRules rules,
            AdmissionChain admission,
            InstantSource now) {
        this.store = store;
        this.schemas = schemas;
        this.rules = rules;
        this.admission = admission;
        this.now = now;
    }

    WriteOutcome create(RequestTarget target, ObjectNode body, WriteOptions options) {
        ObjectPreparation preparation =
                new ObjectPreparation(target, schemas.of(target.kind(), target.version()), options);
        ObjectNode object = body.deepCopy();
        ObjectType.requireMatching(target, object);
        ObjectMetadata.of(object).node().remove(List.of("deletionTimestamp", "deletionGracePeriodSeconds", "selfLink"));
        if (!ObjectMetadata.of(object).text("resourceVersion").isEmpty()) {
            throw new StatusException(500, "", "resourceVersion should not be set on objects to be created");
        }
        return createComplete(preparation, preparation.complete(object, preparation.unreadable()));
    }

    /** Creates an object that has its stored form and its defaults. */
    WriteOutcome createComplete(ObjectPreparation preparation, ObjectNode complete) {
        RequestTarget target = preparation.target();
        requireOpenNamespace(target, complete);
        requireLastingDefinition(target, complete);
        RequestTarget asked = target.named(ObjectMetadata.of(complete).text("name"));
        ObjectNode mutated = preparation.readmitted(
                complete, admission.mutate(asked, "CREATE", complete, null, preparation.options()));
        rules.admit(target.kind(), mutated);
        generateName(ObjectMetadata.of(mutated));
        admission.authorize(
                target.named(ObjectMetadata.of(mutated).text("name")), mutated, null, preparation.options());
        boolean labelled = !ObjectMetadata.of(mutated).node().path("labels").isEmpty();
        rules.mark(target, mutated);
        ObjectNode object = preparation.owned(preparation.schema().empty(), mutated);
        stamp(target, ObjectMetadata.of(object));
        List<FieldError> errors = new ArrayList<>(nameless(ObjectMetadata.of(object)));
        rules.prepareCreate(target, object, preparation.emptyStatus(), labelled);
        errors.addAll(errors.isEmpty() ? preparation.schema().errors(object) : List.of());
        preparation.require(errors, ObjectMetadata.of(object).text("name"));
        RequestTarget named = target.named(ObjectMetadata.of(object).text("name"));
        admission.validate(named, "CREATE", object);
        return new WriteOutcome(
                201, admission.charged(named, object, () -> save(named, object, preparation.options())));
    }

    private ObjectNode save(RequestTarget target, ObjectNode object, WriteOptions options) {
        ResourceKind kind = target.kind();
        rules.allocate(target, object);
        if (options.dryRun()) {
            rules.discard(kind, object);
            if (store.get(kind.storage(), target.key()).isPresent()) {
                throw kind.alreadyExists(target.name());
            }
            return object;
        }
        schemas.store(target, object);
        Optional<StoredObject> stored = store.create(kind.storage(), target.key(), object);
        if (stored.isEmpty()) {
            rules.discard(kind, object);
            throw kind.alreadyExists(target.name());
        }
        rules.stored(kind, object);
        return stored.get().json();
    }

    private void requireOpenNamespace(RequestTarget target, ObjectNode object) {
        if (!target.kind().namespaced()) {
            return;
        }
        Optional<StoredObject> namespace = store.get("namespaces", target.namespace());
        if (namespace.isEmpty()) {
            throw new StatusException(404, "NotFound", "namespaces \"%s\" not found".formatted(target.namespace()))
                    .about(target.namespace(), "", "namespaces");
        }
        if (namespace.get().json().path("metadata").has("deletionTimestamp")) {
            throw NamespaceTerminating.refusal(target, object);
        }
    }

    private void requireLastingDefinition(RequestTarget target, ObjectNode object) {
        boolean goes = target.kind().has(Trait.CUSTOM)
                && store.get(DefinitionLifecycle.DEFINITIONS, target.kind().resource())
                        .filter(definition -> DefinitionStatus.isTerminating(definition.json()))
                        .isPresent();
        if (goes) {
            throw target.kind().forbidden(object, "create not allowed while custom resource definition is terminating");
        }
    }

    private static void generateName(ObjectMetadata meta) {
        String prefix = meta.text("generateName");
        if (meta.text("name").isEmpty() && !prefix.isEmpty()) {
            meta.node().put("name", prefix.substring(0, Math.min(prefix.length(), 58)) + suffix());
        }
    }

    private static List<FieldError> nameless(ObjectMetadata meta) {
        return meta.text("name").isEmpty()
                ? List.of(FieldError.required("metadata.name", "name or generateName is required"))
                : List.of();
    }

    private static String suffix() {
        StringBuilder suffix = new StringBuilder(5);
        ThreadLocalRandom.current()
                .ints(5, 0, SUFFIX_ALPHABET.length())
                .forEach(index -> suffix.append(SUFFIX_ALPHABET.charAt(index)));
        return suffix.toString();
    }

    private void stamp(RequestTarget target, ObjectMetadata meta) {
        meta.node()
                .put("uid", UUID.randomUUID().toString())
                .put("creationTimestamp", ObjectMetadata.timestamp(now.instant()));
        if (target.kind().has(Trait.GENERATION)) {
            meta.node().put("generation", 1);
        }
    }
}
