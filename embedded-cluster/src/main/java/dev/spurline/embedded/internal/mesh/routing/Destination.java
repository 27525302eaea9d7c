// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.routing;

import java.util.Optional;

/**
 * Where a route leads: a port of a host, or of one of its subsets.
 *
 * @param host as istiod knows it; empty if a reference leads to nothing that could be one
 * @param subset the name of a subset, or the empty string
 */
public record Destination(String host, String subset, int port) {

    private static final String DOMAIN = ".svc.cluster.local";

    /** What a reference stands for that is no Service. */
    static final Destination NONE = new Destination("", "", 0);

    static Destination of(ServicePort service) {
        return new Destination(service.host(), "", service.port());
    }

    /** Returns the Service that is meant, which may not exist; empty if the host is none of the cluster's names. */
    public Optional<ServicePort> service() {
        if (!host.endsWith(DOMAIN)) {
            return Optional.empty();
        }
        String[] names = host.substring(0, host.length() - DOMAIN.length()).split("\\.", -1);
        return names.length == 2 ? Optional.of(new ServicePort(names[1], names[0], port)) : Optional.empty();
    }

    /**
     * Returns the name of Envoy's cluster.
     *
     * <p>Source: GetDestinationCluster in istiod's {@code pilot/pkg/networking/core/route/route.go}.
     */
    public String cluster() {
        return host.isEmpty() ? "UnknownService" : "outbound|" + port + "|" + subset + "|" + host;
    }
}
