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
package dev.spurline.embedded.internal.controllers.runtime;

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
