// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.routing;

import dev.spurline.cluster.ClusterSpec.Mesh;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** How a proxy routes the requests of one caller to one port of a Service. Immutable. */
public interface RouteTable {

    /**
     * Computes the table of a caller.
     *
     * @param mesh whose rules apply
     * @param objects all routes there are
     * @param service the called Service and its port
     * @param caller whose proxy it is
     * @param details what of Services matters
     * @return the table
     */
    static RouteTable of(
            Mesh mesh, RouteObjects objects, ServicePort service, RouteCaller caller, ServiceDetails details) {
        return switch (mesh) {
            case ISTIO -> IstioRouteTable.of(objects, service, caller, details);
            case LINKERD ->
                LinkerdRouteTable.of(
                        objects.routes(),
                        service,
                        caller.namespace(),
                        new LinkerdLimits(details.annotations(service)),
                        details.isHttp1(service));
            case ENVOY -> new OverridesRouteTable(service);
            case NONE -> new PlainRouteTable(service, Optional.empty(), RouteRule.Retry.NONE, RoutePolicy.LINKERD);
        };
    }

    /**
     * Computes the table of a port of a gateway of Istio.
     *
     * @param objects all routes there are
     * @param gateways those whose ports the gateway's pods open
     * @param port stands for the port of the gateway
     * @param proxy the gateway's pods
     * @param details what of Services matters
     * @return the table
     */
    static RouteTable ofGateway(
            RouteObjects objects,
            Collection<GatewayObject> gateways,
            ServicePort port,
            RouteCaller proxy,
            ServiceDetails details) {
        return GatewayRouteTable.of(objects, gateways, port, proxy, details);
    }

    /**
     * Computes the table of the waypoint of a Service.
     *
     * @param objects all routes there are
     * @param service the Service and its port
     * @param namespace the waypoint's
     * @param details what of Services matters
     * @return the table
     */
    static RouteTable ofWaypoint(RouteObjects objects, ServicePort service, String namespace, ServiceDetails details) {
        return IstioRouteTable.ofWaypoint(objects, service, namespace, details);
    }

    /** Returns the table of a port of a Service whose routes a ServiceProfile of Linkerd replaces. */
    static RouteTable ofProfile(ServicePort service) {
        return new PlainRouteTable(service, Optional.empty(), RouteRule.Retry.NONE, RoutePolicy.LINKERD);
    }

    /** Decides about a request. */
    RouteDecision decide(RequestHead request);

    /** Returns the lines of the table, in the order in which they are tried; none if no route applies. */
    List<RouteEntry> entries();

    /** A table that the proxy cannot read. */
    record InvalidRouteTable() implements RouteTable {

        @Override
        public RouteDecision decide(RequestHead request) {
            return new RouteDecision.InvalidPolicy();
        }

        @Override
        public List<RouteEntry> entries() {
            return List.of();
        }
    }

    /** A table without routes: all that is asked for goes to the Service itself. */
    record PlainRouteTable(ServicePort service, Optional<Duration> timeout, RouteRule.Retry retry, RoutePolicy policy)
            implements RouteTable {

        @Override
        public RouteDecision decide(RequestHead request) {
            return new RouteDecision.Forward(
                    "default",
                    List.of(RouteDecision.Backend.of(service)),
                    request.uri(),
                    Optional.empty(),
                    List.of(),
                    List.of(),
                    timeout,
                    retry,
                    policy);
        }

        @Override
        public List<RouteEntry> entries() {
            return List.of();
        }
    }
}
