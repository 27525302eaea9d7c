// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.config;

import java.util.Collection;
import java.util.List;

/**
 * What a caller's proxy is told of.
 *
 * @param namespace the caller's
 * @param registryOnly whether the proxy refuses requests to what it is not told of, instead of letting them through
 */
public record EgressScope(String namespace, List<Sidecar.EgressListener> listeners, boolean registryOnly) {

    /** Copies the list. */
    public EgressScope {
        listeners = List.copyOf(listeners);
    }

    /** Says whether the proxy knows a port of a Service. */
    public boolean importsService(String serviceNamespace, String host, int port) {
        return listeners.stream()
                .filter(listener -> isFor(listener, port))
                .findFirst()
                .filter(listener -> listener.importsService(serviceNamespace, host, namespace))
                .isPresent();
    }

    /**
     * Says whether the proxy gets the routes of a VirtualService at a port.
     *
     * @param hosts the VirtualService's, each a qualified name or a wildcard
     * @param gatewayApi whether istiod has made it of routes of the Gateway API
     */
    public boolean importsRoutes(String routesNamespace, Collection<String> hosts, boolean gatewayApi, int port) {
        return listeners.stream()
                .filter(listener -> isFor(listener, port))
                .findFirst()
                .filter(listener -> listener.importsRoutes(routesNamespace, hosts, gatewayApi, namespace))
                .isPresent();
    }

    /** The first that is for a port, or for all: GetEgressListenerForRDS in istiod's {@code sidecar.go}. */
    private static boolean isFor(Sidecar.EgressListener listener, int port) {
        return listener.port().map(number -> number == port).orElse(true);
    }
}
