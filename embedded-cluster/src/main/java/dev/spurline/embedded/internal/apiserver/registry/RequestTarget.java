// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.registry;

import dev.spurline.embedded.internal.apiserver.kinds.ResourceKind;

/**
 * What a request is about.
 *
 * @param kind the resource
 * @param version the version in which the client speaks
 * @param namespace empty for none or all
 * @param name empty for a collection
 * @param subresource empty for the object itself
 */
public record RequestTarget(ResourceKind kind, String version, String namespace, String name, String subresource) {

    /** Returns the apiVersion in which the client speaks. */
    public String apiVersion() {
        return kind.apiVersion(version);
    }

    /** Returns the storage key of the object. */
    public String key() {
        return kind.key(namespace, name);
    }

    /** Returns the same place for an object of another name. */
    public RequestTarget named(String other) {
        return new RequestTarget(kind, version, namespace, other, subresource);
    }

    /** Returns the same place with another subresource. */
    public RequestTarget sub(String other) {
        return new RequestTarget(kind, version, namespace, name, other);
    }
}
