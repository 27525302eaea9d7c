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
