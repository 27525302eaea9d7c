// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.routing;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * A VirtualService with hosts, the rules of its delegates in their places.
 *
 * @param hosts qualified names and wildcards
 * @param gateways as {@code namespace/name}, and {@code mesh}
 * @param exportTo namespaces, or {@code *}
 */
public record VirtualService(
        String namespace,
        String name,
        Instant created,
        List<String> hosts,
        Set<String> gateways,
        Set<String> exportTo,
        List<VirtualServiceRule> rules)
        implements IstioRoutes {

    /** What {@code exportTo} says for all namespaces. */
    public static final String PUBLIC = "*";

    /** What {@code exportTo} says for the object's own namespace. */
    static final String PRIVATE = ".";

    /** What {@code exportTo} says for no namespace. */
    static final String NOBODY = "~";

    /** Copies the collections. */
    public VirtualService {
        hosts = List.copyOf(hosts);
        gateways = Set.copyOf(gateways);
        exportTo = Set.copyOf(exportTo);
        rules = List.copyOf(rules);
    }

    @Override
    public boolean isGatewayApi() {
        return false;
    }

    /** Source: BuildHTTPRoutesForVirtualService in istiod's {@code pilot/pkg/networking/core/route/route.go}. */
    @Override
    public List<RouteEntry> entries(ServicePort service, RouteCaller caller, ServiceDetails details) {
        return RouteEntry.untilCatchAll(rules.stream()
                .flatMap(rule -> rule.entries(config(), service.port(), caller, details))
                .toList());
    }
}
