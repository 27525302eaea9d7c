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
public record Target(ResourceKind kind, String version, String namespace, String name, String subresource) {

    /** Returns the apiVersion in which the client speaks. */
    public String apiVersion() {
        return kind.apiVersion(version);
    }

    /** Returns the storage key of the object. */
    public String key() {
        return kind.key(namespace, name);
    }

    /** Returns the same place for an object of another name. */
    public Target named(String other) {
        return new Target(kind, version, namespace, other, subresource);
    }

    /** Returns the same place with another subresource. */
    public Target sub(String other) {
        return new Target(kind, version, namespace, name, other);
    }
}
