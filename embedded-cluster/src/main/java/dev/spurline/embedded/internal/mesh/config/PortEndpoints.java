// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.config;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The endpoints of one port of a Service, as the proxies of its callers have them.
 *
 * @param told those that the control plane has told of
 * @param balanced those among which requests are shared out
 */
public record PortEndpoints(List<PublishedEndpoint> told, List<PodEndpoint> balanced) {

    /** The endpoints of a port that has none. */
    static final PortEndpoints NONE = ready(List.of());

    /** Copies the lists. */
    public PortEndpoints {
        told = List.copyOf(told);
        balanced = List.copyOf(balanced);
    }

    /** An endpoint by its address in the cluster. */
    public record PublishedEndpoint(String podIp, int podPort, boolean ready) {}

    /** Returns endpoints of which each is ready, and which the proxies use. */
    public static PortEndpoints ready(List<PodEndpoint> endpoints) {
        return new PortEndpoints(
                endpoints.stream()
                        .map(endpoint -> new PublishedEndpoint(endpoint.podIp(), endpoint.podPort(), true))
                        .toList(),
                endpoints);
    }

    /** Returns the same endpoints while requests still go to others. */
    PortEndpoints balancing(List<PodEndpoint> others) {
        return new PortEndpoints(told, others);
    }

    Set<String> addresses() {
        return addresses(told.stream());
    }

    Set<String> readyAddresses() {
        return addresses(told.stream().filter(PublishedEndpoint::ready));
    }

    private static Set<String> addresses(Stream<PublishedEndpoint> endpoints) {
        return endpoints
                .map(endpoint -> endpoint.podIp() + ":" + endpoint.podPort())
                .collect(Collectors.toSet());
    }
}
