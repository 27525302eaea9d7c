// SPDX-License-Identifier: Apache-2.0
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
