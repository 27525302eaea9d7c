// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.kinds.ResourceKind;
import dev.spurline.embedded.internal.apiserver.kinds.ResourceKind.Trait;
import dev.spurline.embedded.internal.apiserver.schema.rules.ObjectRejection;
import dev.spurline.embedded.internal.apiserver.status.StatusException;
import dev.spurline.embedded.internal.apiserver.storage.StoredObject;
import dev.spurline.embedded.internal.apiserver.storage.VersionedStore;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Changes objects, with optimistic locking.
 *
 * <p>Source: kubernetes.io/docs/reference/using-api/api-concepts/#resource-versions.
 */
final class ObjectUpdate {

    private static final String MODIFIED =
            "the object has been modified; please apply your changes to the latest version and try again";

    private static final Set<String> CONDITIONAL =
            Set.of(DefinitionLifecycle.DEFINITIONS, "leases.coordination.k8s.io", "poddisruptionbudgets.policy");

    private final VersionedStore store;
    private final SchemaLookup schemas;
    private final ObjectRules rules;
    private final AdmissionChain admission;
    private final ObjectCreation creation;
    private final ObjectDeletion deletion;

    ObjectUpdate(
            VersionedStore store,
            SchemaLookup schemas,
            ObjectRules rules,
            AdmissionChain admission,
            ObjectCreation creation,
            ObjectDeletion deletion) {
        this.store = store;
        this.schemas = schemas;
        this.rules = rules;
        this.admission = admission;
        this.creation = creation;
        this.deletion = deletion;
    }

    WriteOutcome update(RequestTarget target, ObjectNode body, WriteOptions options) {
        ObjectNode claimed = body.deepCopy();
        ObjectType.requireMatching(target, claimed);
        requireName(target, claimed);
        boolean absent = store.get(target.kind().storage(), target.key()).isEmpty();
        if (absent
                && target.kind().has(Trait.CREATE_ON_UPDATE)
                && target.subresource().isEmpty()) {
            return creation.create(target, claimed, options);
        }
        ObjectPreparation preparation = preparation(target, options);
        ObjectNode complete = preparation.complete(claimed, preparation.unreadable());
        return change(preparation, live -> {
            requireUid(target, live, complete);
            requireCondition(target, complete);
            return complete.deepCopy();
        });
    }

    /** Patches an object; the patch is computed again if another writer was faster. */
    WriteOutcome patch(RequestTarget target, ObjectPatch patch, WriteOptions options) {
        ObjectPreparation preparation = preparation(target, options);
        return change(preparation, live -> {
            ObjectNode patched = patch.apply(live, preparation.schema());
            requireVersionOfKind(target, patched);
            if (patched.path("metadata").path("name").asText().isEmpty()) {
                throw ObjectRejection.badRequest(
                        "the name of the object (%s based on URL) was undeterminable: name must be provided"
                                .formatted(target.name()));
            }
            schemas.other(target, patched)
                    .ifPresent(other ->
                            preparation.requireKind(patched, other, why -> PatchedObject.refusal(patched, why)));
            ObjectNode complete = preparation.complete(patched, why -> PatchedObject.refusal(patched, why));
            ObjectType.requireMatching(target, complete);
            requireName(target, complete);
            return complete;
        });
    }

    private static void requireVersionOfKind(RequestTarget target, ObjectNode patched) {
        String kind = target.kind().kind();
        String version = patched.path("apiVersion").asText(target.apiVersion());
        boolean other = patched.path("kind").asText().equals(kind) && !version.equals(target.apiVersion());
        if (other && !target.kind().has(Trait.CUSTOM)) {
            throw PatchedObject.refusal(
                    patched,
                    "no kind \"%s\" is registered for version \"%s\" in scheme \"pkg/runtime/scheme.go:111\""
                            .formatted(kind, version));
        }
    }

    /** Applies a configuration; what does not exist is created. */
    WriteOutcome apply(RequestTarget target, ObjectNode configuration, WriteOptions options) {
        ObjectPreparation preparation = preparation(target, options);
        requireName(target, configuration);
        if (store.get(target.kind().storage(), target.key()).isEmpty()
                && target.subresource().isEmpty()) {
            if (!ObjectMetadata.of(configuration.deepCopy())
                    .text("resourceVersion")
                    .isEmpty()) {
                throw target.kind().conflict(target.name(), MODIFIED);
            }
            String uid = configuration.path("metadata").path("uid").asText();
            if (!uid.isEmpty()) {
                throw target.kind()
                        .conflict(
                                target.name(),
                                "uid mismatch: the provided object specified uid %s, and no existing object was found"
                                        .formatted(uid));
            }
            ObjectNode created = preparation.applied(typed(target, preparation), configuration);
            return creation.createComplete(preparation, created);
        }
        return change(preparation, live -> {
            requireVersion(target, live, configuration);
            return preparation.applied(live, configuration);
        });
    }

    private static ObjectNode typed(RequestTarget target, ObjectPreparation preparation) {
        ObjectNode empty = preparation.schema().empty();
        ObjectType.requireMatching(target, empty);
        return empty;
    }

    private ObjectPreparation preparation(RequestTarget target, WriteOptions options) {
        return new ObjectPreparation(target, schemas.of(target.kind(), target.version()), options);
    }

    private static void requireName(RequestTarget target, ObjectNode object) {
        ObjectMetadata meta = ObjectMetadata.of(object);
        if (meta.text("name").isEmpty()) {
            meta.node().put("name", target.name());
        }
        if (!meta.text("name").equals(target.name())) {
            throw ObjectRejection.badRequest("the name of the object (%s) does not match the name on the URL (%s)"
                    .formatted(meta.text("name"), target.name()));
        }
    }

    private WriteOutcome change(ObjectPreparation preparation, DesiredObject change) {
        RequestTarget target = preparation.target();
        while (true) {
            StoredObject read = store.get(target.kind().storage(), target.key())
                    .orElseThrow(() -> target.kind().notFound(target.name()));
            Optional<WriteOutcome> outcome = attempt(preparation, read, change);
            if (outcome.isPresent()) {
                return outcome.get();
            }
        }
    }

    private Optional<WriteOutcome> attempt(ObjectPreparation preparation, StoredObject read, DesiredObject change) {
        RequestTarget target = preparation.target();
        ObjectNode live = VersionConversion.of(read, target);
        ObjectNode object = change.apply(live);
        requireVersion(target, live, object);
        rules.prepareUpdate(target, live, object);
        admission.authorize(target, object, live, preparation.options());
        ObjectNode admitted =
                preparation.readmitted(object, admission.mutate(target, "UPDATE", object, live, preparation.options()));
        ObjectNode owned = preparation.owned(live, admitted);
        rules.inherit(target, live, owned);
        schemas.store(target, owned);
        ObjectMetadata.of(owned).take("resourceVersion", live.path("metadata"));
        if (UnchangedWrite.same(owned, read.json())) {
            return Optional.of(new WriteOutcome(200, read.json()));
        }
        preparation.require(preparation.schema().errors(live, owned), target.name());
        admission.validate(target, "UPDATE", owned);
        rules.afterValidation(target, live, owned);
        Optional<WriteOutcome> saved =
                preparation.options().dryRun() ? Optional.of(new WriteOutcome(200, owned)) : save(target, read, owned);
        boolean kept = saved.isPresent() && !preparation.options().dryRun();
        rules.discard(target.kind(), kept ? live : owned, kept ? owned : live);
        return saved;
    }

    private Optional<WriteOutcome> save(RequestTarget target, StoredObject read, ObjectNode object) {
        if (rules.mayGo(target.kind(), object)) {
            return deletion.remove(target, read).map(stored -> new WriteOutcome(200, object));
        }
        Optional<StoredObject> stored = store.replace(target.kind().storage(), target.key(), read, object);
        stored.ifPresent(version -> rules.stored(target.kind(), version.json()));
        stored.ifPresent(version -> admission.recount(target));
        return stored.map(version -> new WriteOutcome(200, version.json()));
    }

    private static void requireVersion(RequestTarget target, ObjectNode live, ObjectNode object) {
        String version = object.path("metadata").path("resourceVersion").asText("");
        boolean stale = !version.isEmpty()
                && !version.equals("0")
                && !version.equals(live.path("metadata").path("resourceVersion").asText());
        if (stale) {
            throw target.kind().conflict(target.name(), MODIFIED);
        }
    }

    private static void requireUid(RequestTarget target, ObjectNode live, ObjectNode object) {
        String asked = object.path("metadata").path("uid").asText("");
        String known = live.path("metadata").path("uid").asText();
        if (!asked.isEmpty() && !asked.equals(known)) {
            throw new StatusException(
                            409,
                            "Conflict",
                            "Operation cannot be fulfilled on %s \"%s\": StorageError: invalid object, Code: 4, Key: %s, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: %s, UID in object meta: %s"
                                    .formatted(
                                            target.kind().resource(), target.name(), registryKey(target), asked, known))
                    .about(target.name(), target.kind().group(), target.kind().plural());
        }
    }

    /** Some kinds are written only by those who say which version they have read. */
    private static void requireCondition(RequestTarget target, ObjectNode object) {
        ResourceKind kind = target.kind();
        boolean conditional = kind.has(Trait.CUSTOM) || CONDITIONAL.contains(kind.resource());
        if (conditional
                && ObjectMetadata.of(object.deepCopy()).text("resourceVersion").isEmpty()) {
            String why = "metadata.resourceVersion: Invalid value: 0: must be specified for an update";
            throw new StatusException(
                            422, "Invalid", "%s \"%s\" is invalid: %s".formatted(kind.resource(), target.name(), why))
                    .about(target.name(), kind.group(), kind.plural())
                    .because(List.of(new StatusException.StatusCause(
                            "FieldValueInvalid",
                            "Invalid value: 0: must be specified for an update",
                            "metadata.resourceVersion")));
        }
    }

    private static String registryKey(RequestTarget target) {
        String prefix = target.kind().has(Trait.CUSTOM) ? target.kind().group() + "/" : "";
        return "/registry/" + prefix + target.kind().plural() + "/" + target.key();
    }

    /** Computes what an object shall be. */
    private interface DesiredObject {
        ObjectNode apply(ObjectNode live);
    }
}
