// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.kinds.CustomKinds;
import dev.spurline.embedded.internal.apiserver.kinds.ResourceKind;
import dev.spurline.embedded.internal.apiserver.kinds.ResourceKinds;
import dev.spurline.embedded.internal.apiserver.storage.StoredObject;
import dev.spurline.embedded.internal.apiserver.storage.VersionedStore;

/**
 * Serves what CustomResourceDefinitions describe, and ends that together with them.
 *
 * <p>Source: {@code k8s.io/apiextensions-apiserver/pkg/apiserver/customresource_handler.go} (crdHandler).
 */
final class ServedDefinitions {

    private final VersionedStore store;
    private final ResourceKinds kinds;

    ServedDefinitions(VersionedStore store, ResourceKinds kinds) {
        this.store = store;
        this.kinds = kinds;
    }

    void stored(ObjectNode definition) {
        kinds.put(CustomKinds.kind(definition));
    }

    void removed(String resource) {
        kinds.byName(resource).ifPresent(this::removeObjects);
        kinds.remove(resource);
    }

    private void removeObjects(ResourceKind kind) {
        for (StoredObject object : store.list(kind.storage(), "").objects()) {
            ObjectMetadata meta = ObjectMetadata.of(object.copy());
            store.remove(kind.storage(), kind.key(meta.text("namespace"), meta.text("name")), object);
        }
    }
}
