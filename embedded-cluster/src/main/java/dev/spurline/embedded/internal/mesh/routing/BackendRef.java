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

import java.util.List;
import java.util.Optional;

/**
 * A reference to a backend.
 *
 * @param kind group and kind, {@code /Service} for a Service
 */
public record BackendRef(
        String kind, String namespace, String name, Optional<Integer> port, int weight, List<RouteFilter> filters) {

    /** Says whether a Service is meant. */
    public boolean isService() {
        return kind.equals("/Service") || kind.equals("core/Service");
    }

    ServicePort service() {
        return new ServicePort(namespace, name, port.orElse(0));
    }
}
