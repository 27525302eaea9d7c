// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.routing;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What holds for a route besides where it leads.
 *
 * @param withoutCluster the status if the picked backend is unknown to the proxy
 * @param backendHeadersFirst whether a backend's changes to headers are made before the route's
 * @param mirrors where copies go
 * @param idle how long the body of an answer may pause
 */
public record RoutePolicy(
        int withoutCluster,
        boolean backendHeadersFirst,
        Optional<RouteFault> fault,
        Optional<CorsPolicy> cors,
        List<RouteMirror> mirrors,
        Optional<Duration> idle) {

    /** Source: ClusterNotFoundResponseCode in istiod's {@code pilot/pkg/networking/core/route/route.go}. */
    static final RoutePolicy GATEWAY_API = new RoutePolicy(500, true);

    /** Source: cluster_not_found_response_code in Envoy's {@code route_components.proto}: 503 if not set. */
    static final RoutePolicy ISTIO = new RoutePolicy(503, true);

    /** Linkerd's. Measured: a Service that is not there is answered with 500. */
    static final RoutePolicy LINKERD = new RoutePolicy(500, false);

    /** Copies the list. */
    public RoutePolicy {
        mirrors = List.copyOf(mirrors);
    }

    private RoutePolicy(int withoutCluster, boolean backendHeadersFirst) {
        this(withoutCluster, backendHeadersFirst, Optional.empty(), Optional.empty(), List.of(), Optional.empty());
    }

    RoutePolicy with(Optional<RouteFault> newFault, Optional<CorsPolicy> newCors) {
        return new RoutePolicy(withoutCluster, backendHeadersFirst, newFault, newCors, mirrors, idle);
    }

    RoutePolicy with(List<RouteMirror> newMirrors) {
        return new RoutePolicy(withoutCluster, backendHeadersFirst, fault, cors, newMirrors, idle);
    }

    RoutePolicy withIdle(Optional<Duration> limit) {
        return new RoutePolicy(withoutCluster, backendHeadersFirst, fault, cors, mirrors, limit);
    }
}
