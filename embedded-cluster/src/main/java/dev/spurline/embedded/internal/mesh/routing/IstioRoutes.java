// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.routing;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Routes for some hosts in the form in which istiod orders and selects them: a VirtualService, or what istiod makes of the
 * HTTPRoutes or GRPCRoutes of a namespace on a Service.
 */
sealed interface IstioRoutes permits VirtualService, GatewayApiRoutes, GatewayParentRoutes {

    /** Source: configCompareByCreationTime in {@code pilot/pkg/model/config.go}. */
    Comparator<IstioRoutes> BY_AGE = Comparator.comparing(IstioRoutes::created)
            .thenComparing(IstioRoutes::name)
            .thenComparing(IstioRoutes::namespace);

    /** Returns the namespace of the objects. */
    String namespace();

    /** Returns the name of the VirtualService, which istiod makes up for routes of the Gateway API. */
    String name();

    /** Returns when the oldest of the objects was made. */
    Instant created();

    /** Returns the hosts, each as a name that is qualified or as a wildcard. */
    List<String> hosts();

    /** Returns the gateways that they are for, {@code mesh} among them if sidecars take them. */
    Set<String> gateways();

    /** Returns the namespaces that see them, or {@code *}. */
    Set<String> exportTo();

    /** Returns whether they are routes of the Gateway API. */
    boolean isGatewayApi();

    /** Returns what a proxy gets of them for a port of a host; nothing if none of them is for it. */
    List<RouteEntry> entries(ServicePort service, RouteCaller caller, ServiceDetails details);

    /** Returns the path by which a route dump names where a route comes from. */
    default String config() {
        return "/apis/networking.istio.io/v1/namespaces/" + namespace() + "/virtual-service/" + name();
    }
}
