// SPDX-License-Identifier: Apache-2.0
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

    /** Says whether a Gateway of the Gateway API is meant. */
    public boolean isGateway() {
        return kind.equals("gateway.networking.k8s.io/Gateway");
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
