// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.kinds.CustomKinds;
import dev.spurline.embedded.internal.apiserver.kinds.Kinds;
import dev.spurline.embedded.internal.apiserver.kinds.ResourceKind;
import dev.spurline.embedded.internal.apiserver.storage.Store;
import dev.spurline.embedded.internal.apiserver.storage.Stored;

/** Serves what CustomResourceDefinitions describe, and ends that together with them. */
final class Definitions {

    private final Store store;
    private final Kinds kinds;

    Definitions(Store store, Kinds kinds) {
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
        for (Stored object : store.list(kind.storage(), "").objects()) {
            Meta meta = Meta.of(object.copy());
            store.remove(kind.storage(), kind.key(meta.text("namespace"), meta.text("name")), object);
        }
    }
}
