// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.routing;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which routes are about a Service: those that name it, however many there are; without one, those with the longest wildcard
 * that covers it, and of these the first.
 *
 * <p>Source: separateVSHostsAndServices in istiod's {@code pilot/pkg/networking/core/route/route.go};
 * computeWildcardHostVirtualServiceIndex in {@code pilot/pkg/model/sidecar.go}.
 */
final class HostSelection {

    private HostSelection() {}

    /**
     * Selects the routes for a host.
     *
     * @param inOrder all that a proxy sees
     */
    static Stream<IstioRoutes> on(String host, List<IstioRoutes> inOrder) {
        List<IstioRoutes> exact = inOrder.stream()
                .filter(routes -> routes.hosts().stream().anyMatch(host::equalsIgnoreCase))
                .toList();
        return exact.isEmpty() ? byWildcard(host, inOrder).stream() : exact.stream();
    }

    private static Optional<IstioRoutes> byWildcard(String host, List<IstioRoutes> inOrder) {
        return inOrder.stream()
                .filter(routes -> longest(routes, host) > 0)
                .reduce((first, other) -> longest(other, host) > longest(first, host) ? other : first);
    }

    private static int longest(IstioRoutes routes, String host) {
        return routes.hosts().stream()
                .filter(pattern -> covers(pattern, host))
                .map(String::length)
                .max(Comparator.naturalOrder())
                .orElse(0);
    }

    /** Source: Name.Matches in istiod's {@code pkg/config/host/name.go}. */
    static boolean covers(String pattern, String host) {
        return pattern.startsWith("*") && host.endsWith(pattern.substring(1));
    }
}
