// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.routing;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which routes a proxy sees, and in which order it takes them: first those that only its own namespace sees, then those that
 * are exported to it by name, then public ones, among which routes of the Gateway API of its own namespace come first. In
 * each class the older come first.
 *
 * <p>Source: VirtualServicesForGateway and initVirtualServices in istiod's {@code pilot/pkg/model/push_context.go}; measured
 * on istiod 1.31.
 */
final class VisibleRoutes {

    private enum Visibility {
        OWN_NAMESPACE,
        BY_NAME,
        PUBLIC_OWN_GATEWAY_API,
        PUBLIC,
        NONE
    }

    private VisibleRoutes() {}

    static List<IstioRoutes> of(Collection<? extends IstioRoutes> all, RouteCaller caller) {
        List<IstioRoutes> byAge = all.stream()
                .filter(routes -> !Collections.disjoint(routes.gateways(), caller.gateways()))
                .<IstioRoutes>map(routes -> routes)
                .sorted(IstioRoutes.BY_AGE)
                .toList();
        return Stream.of(Visibility.values())
                .filter(visibility -> visibility != Visibility.NONE)
                .flatMap(visibility ->
                        byAge.stream().filter(routes -> visibility(routes, caller.namespace()) == visibility))
                .toList();
    }

    private static Visibility visibility(IstioRoutes routes, String callerNamespace) {
        if (routes.exportTo().contains(VirtualService.PUBLIC)) {
            return routes.isGatewayApi() && routes.namespace().equals(callerNamespace)
                    ? Visibility.PUBLIC_OWN_GATEWAY_API
                    : Visibility.PUBLIC;
        }
        if (!routes.exportTo().contains(callerNamespace) || routes.exportTo().contains(VirtualService.NOBODY)) {
            return Visibility.NONE;
        }
        return routes.namespace().equals(callerNamespace) ? Visibility.OWN_NAMESPACE : Visibility.BY_NAME;
    }
}
