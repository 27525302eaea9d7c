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
package dev.spurline.embedded.internal.mesh.routing;

import java.util.Optional;

/**
 * A reference to what a route attaches to.
 *
 * @param kind group and kind, {@code /Service} for a Service
 */
public record ParentRef(
        String kind, String namespace, String name, Optional<Integer> port, Optional<String> sectionName) {

    /** Says whether a Service is meant. */
    public boolean isService() {
        return kind.equals("/Service") || kind.equals("core/Service");
    }

    /** Says whether the same port form of the same object is meant. */
    public boolean isSameAs(ParentRef other) {
        return isService() == other.isService()
                && namespace.equals(other.namespace)
                && name.equals(other.name)
                && port.equals(other.port);
    }

    boolean isOn(ServicePort service) {
        return isService()
                && name.equals(service.name())
                && namespace.equals(service.namespace())
                && port.map(p -> p == service.port()).orElse(true);
    }
}
