// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.storage.StoredObject;

/** Shows a stored object in the version in which a client speaks; versions differ in nothing but their name. */
final class VersionConversion {

    private VersionConversion() {}

    static ObjectNode of(StoredObject stored, RequestTarget target) {
        ObjectNode copy = stored.copy();
        copy.put("apiVersion", target.apiVersion());
        return copy;
    }
}
