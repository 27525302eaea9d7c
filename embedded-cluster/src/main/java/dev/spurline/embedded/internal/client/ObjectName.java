// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.client;

import io.fabric8.kubernetes.api.model.HasMetadata;

/**
 * The name of an object among those of its kind.
 *
 * @param namespace the namespace, empty if the kind is cluster-scoped
 * @param name the name
 */
public record ObjectName(String namespace, String name) {

    /** Returns the name of an object. */
    public static ObjectName of(HasMetadata object) {
        String namespace = object.getMetadata().getNamespace();
        return new ObjectName(
                namespace == null ? "" : namespace, object.getMetadata().getName());
    }

    @Override
    public String toString() {
        return namespace.isEmpty() ? name : namespace + "/" + name;
    }
}
