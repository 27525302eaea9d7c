// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.auth.User;
import dev.spurline.embedded.internal.apiserver.kinds.DefinitionStatus;
import dev.spurline.embedded.internal.apiserver.kinds.ResourceKind;
import dev.spurline.embedded.internal.apiserver.kinds.ResourceKind.Trait;
import dev.spurline.embedded.internal.apiserver.kinds.ResourceKinds;
import dev.spurline.embedded.internal.apiserver.storage.StoredObject;
import dev.spurline.embedded.internal.apiserver.storage.VersionedStore;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Takes definitions of custom resources through their life: names accepted, established, emptied, gone. A real server has
 * controllers for that inside; here it follows at once from each write, so nobody waits for it.
 *
 * <p>Source: {@code k8s.io/apiextensions-apiserver/pkg/controller/finalizer/crd_finalizer.go} (CRDFinalizer).
 */
final class DefinitionLifecycle {

    static final String DEFINITIONS = "customresourcedefinitions.apiextensions.k8s.io";
    static final String CLEANUP = "customresourcecleanup.apiextensions.k8s.io";

    private static final DeleteOptions PLAINLY = new DeleteOptions(
            false, Optional.empty(), Optional.empty(), Optional.empty(), OptionalLong.empty(), User.SERVER);

    private final VersionedStore store;
    private final ResourceKinds kinds;
    private final SchemaLookup schemas;
    private final ObjectDeletion deletion;

    DefinitionLifecycle(VersionedStore store, ResourceKinds kinds, SchemaLookup schemas, ObjectDeletion deletion) {
        this.store = store;
        this.kinds = kinds;
        this.schemas = schemas;
        this.deletion = deletion;
    }

    /** Goes on with the definition that was written, or whose object was. */
    void follow(RequestTarget written, ObjectNode object) {
        if (written.kind().resource().equals(DEFINITIONS)) {
            establishLater(object.path("metadata").path("name").asText(written.name()));
        } else if (written.kind().has(Trait.CUSTOM)) {
            deleteInstances(written.kind().resource());
        }
    }

    private void establishLater(String name) {
        change(name, definition -> !DefinitionStatus.isNamed(definition), DefinitionStatus::name);
        change(name, definition -> !DefinitionStatus.isEstablished(definition), DefinitionStatus::establish);
        change(name, DefinitionStatus::isOnlyCondemned, DefinitionStatus::clear);
        deleteInstances(name);
    }

    /** Deletes the objects of a definition that shall go, and the definition after the last of them. */
    private void deleteInstances(String name) {
        boolean goes = store.get(DEFINITIONS, name)
                .filter(read -> DefinitionStatus.isTerminating(read.json()))
                .isPresent();
        if (goes) {
            kinds.byName(name).ifPresent(this::deleteObjects);
            boolean last = kinds.byName(name)
                    .filter(kind -> !store.list(kind.storage(), "").objects().isEmpty())
                    .isEmpty();
            if (last) {
                release(name);
            }
        }
    }

    private void deleteObjects(ResourceKind kind) {
        for (StoredObject object : store.list(kind.storage(), "").objects()) {
            ObjectMetadata meta = ObjectMetadata.of(object.copy());
            if (!meta.isDying()) {
                deletion.deleteIfThere(place(kind, meta.text("namespace"), meta.text("name")), PLAINLY);
            }
        }
    }

    private void release(String name) {
        RequestTarget target = definition(name);
        while (true) {
            Optional<StoredObject> read = store.get(DEFINITIONS, name);
            boolean held = read.isPresent()
                    && ObjectMetadata.of(read.get().copy()).finalizers().stream()
                            .anyMatch(other -> !other.equals(CLEANUP));
            if (read.isEmpty() || held || deletion.remove(target, read.get()).isPresent()) {
                return;
            }
        }
    }

    private void change(String name, StepCondition due, Consumer<ObjectNode> change) {
        RequestTarget target = definition(name).sub("status");
        WriteOptions own = WriteOptions.own().as("kube-apiserver");
        ObjectPreparation preparation = new ObjectPreparation(target, schemas.of(target.kind(), target.version()), own);
        boolean settled = false;
        while (!settled) {
            Optional<StoredObject> read = store.get(DEFINITIONS, name).filter(stored -> due.holds(stored.json()));
            settled = read.isEmpty() || replace(preparation, read.get(), change);
        }
    }

    private boolean replace(ObjectPreparation preparation, StoredObject read, Consumer<ObjectNode> change) {
        ObjectNode changed = read.copy();
        change.accept(changed);
        ObjectNode owned = preparation.owned(read.json(), changed);
        return store.replace(DEFINITIONS, preparation.target().key(), read, owned)
                .isPresent();
    }

    private RequestTarget definition(String name) {
        return place(kinds.byName(DEFINITIONS).orElseThrow(), "", name);
    }

    private static RequestTarget place(ResourceKind kind, String namespace, String name) {
        return new RequestTarget(kind, kind.versions().get(0), namespace, name, "");
    }

    /** What makes the next step due. */
    private interface StepCondition {
        boolean holds(ObjectNode definition);
    }
}
