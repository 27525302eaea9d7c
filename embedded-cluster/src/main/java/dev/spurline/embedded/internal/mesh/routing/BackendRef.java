// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.routing;

import java.util.List;
import java.util.Optional;

/**
 * A reference to a backend.
 *
 * @param kind group and kind, {@code /Service} for a Service
 * @param namespace the one that is named, or the route's
 * @param named whether a namespace is named
 */
public record BackendRef(
        String kind,
        String namespace,
        boolean named,
        String name,
        Optional<Integer> port,
        int weight,
        List<RouteFilter> filters) {

    /** Says whether a Service is meant. */
    public boolean isService() {
        return kind.equals("/Service") || kind.equals("core/Service");
    }

    /** Returns the Service of a mesh that takes a reference without a namespace for one of another namespace. */
    ServicePort serviceOr(String otherNamespace) {
        return new ServicePort(named ? namespace : otherNamespace, name, port.orElse(0));
    }

    ServicePort service() {
        return new ServicePort(namespace, name, port.orElse(0));
    }
}
