// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.routing;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The hosts of VirtualServices that are no Service's qualified name, such as {@code pricing.shop}: requests that are addressed
 * so follow their routes, and not those of the Service. That is so at ports that declare HTTP, where the host decides; at a
 * port whose protocol is detected there is one Service only.
 *
 * <p>Source: BuildSidecarOutboundVirtualHosts and getVirtualHostsForSniffedServicePort in istiod's
 * {@code pilot/pkg/networking/core/httproute.go}.
 */
final class OtherSpellings {

    /** Where hosts count that belong to no Service. Source: the exception for port 80 there. */
    private static final int WEB = 80;

    private final ServicePort service;
    private final RouteCaller caller;
    private final ServiceDetails details;

    private OtherSpellings(ServicePort service, RouteCaller caller, ServiceDetails details) {
        this.service = service;
        this.caller = caller;
        this.details = details;
    }

    /**
     * Finds them.
     *
     * @param inOrder all routes that the proxy sees; the first on a host counts
     * @param ofService those that the Service follows
     * @return the routes by the host, in lower case
     */
    static Map<String, List<RouteEntry>> of(
            ServicePort service,
            RouteCaller caller,
            ServiceDetails details,
            List<IstioRoutes> inOrder,
            Predicate<IstioRoutes> ofService) {
        return details.detects(service)
                ? Map.of()
                : new OtherSpellings(service, caller, details).find(inOrder, ofService);
    }

    private Map<String, List<RouteEntry>> find(List<IstioRoutes> inOrder, Predicate<IstioRoutes> ofService) {
        Map<String, List<RouteEntry>> found = new HashMap<>();
        Set<String> own = ownNames();
        boolean taken = false;
        for (IstioRoutes routes : inOrder) {
            List<RouteEntry> entries = routes.entries(service, caller, details);
            if (entries.isEmpty() || !(service.port() == WEB || isOnAnyService(routes))) {
                continue;
            }
            for (String host : routes.hosts()) {
                String name = host.toLowerCase(Locale.ROOT);
                boolean free = details.ports(name).isEmpty() && !name.startsWith("*") && !(taken && own.contains(name));
                if (free) {
                    found.putIfAbsent(details.asRequested(name), entries);
                }
            }
            taken |= ofService.test(routes);
        }
        return Map.copyOf(found);
    }

    /** The names by which requests reach the Service, if its own routes come first. */
    private Set<String> ownNames() {
        String full = service.name() + "." + service.namespace();
        return service.namespace().equals(caller.namespace())
                ? Set.of(service.name(), full, full + ".svc")
                : Set.of(full, full + ".svc");
    }

    private boolean isOnAnyService(IstioRoutes routes) {
        return routes.hosts().stream()
                .anyMatch(host -> details.ports(host.toLowerCase(Locale.ROOT)).contains(service.port()));
    }
}
