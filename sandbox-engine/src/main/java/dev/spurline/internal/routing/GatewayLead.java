// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A way on which a gateway leads requests to a Service, as a route of others says it.
 *
 * @param route kind, namespace and name of the route, as in messages
 * @param namespace the namespace of the route
 * @param gateway the Gateway, as {@code namespace/name}
 * @param istio whether that is one of Istio; else one of the Gateway API
 * @param listeners to which listeners of the Gateway the route is bound, as {@code section/port}, of which either may be empty
 *     for any; of a Gateway of Istio it is bound to all
 * @param hosts the hosts that the route is for: names in lower case, and wildcards
 * @param path which requests to these hosts the Service gets
 * @param refusal why the Gateway does not follow the route, as its status says; empty if it may
 */
public record GatewayLead(
        String route,
        String namespace,
        String gateway,
        boolean istio,
        Set<String> listeners,
        List<String> hosts,
        GatewayPath path,
        Optional<String> refusal) {

    /** Copies the collections. */
    public GatewayLead {
        listeners = Set.copyOf(listeners);
        hosts = List.copyOf(hosts);
    }

    /** Returns whether the Gateway may follow the route. */
    public boolean isFollowed() {
        return refusal.isEmpty();
    }

    /** Returns whether the route is bound to a listener. */
    public boolean isBoundTo(String section, int port) {
        return istio
                || listeners.stream()
                        .map(listener -> listener.split("/", 2))
                        .anyMatch(bound -> (bound[0].isEmpty() || bound[0].equals(section))
                                && (bound[1].isEmpty() || bound[1].equals(String.valueOf(port))));
    }

    /** Returns the hosts for which a listener lets the route decide: of two of which one covers the other, the narrower. */
    public List<String> hostsAt(List<String> listener) {
        return hosts.stream()
                .flatMap(own -> listener.stream().flatMap(open -> narrower(own, open).stream()))
                .distinct()
                .toList();
    }

    private static Optional<String> narrower(String one, String other) {
        if (one.equals(other) || IstioGateways.covers(other, one)) {
            return Optional.of(one);
        }
        return IstioGateways.covers(one, other) ? Optional.of(other) : Optional.empty();
    }

    /** Returns whether a host is one of some names and wildcards. */
    public static boolean isAmong(List<String> hosts, String host) {
        return hosts.stream().anyMatch(own -> own.equals(host) || IstioGateways.covers(own, host));
    }
}
