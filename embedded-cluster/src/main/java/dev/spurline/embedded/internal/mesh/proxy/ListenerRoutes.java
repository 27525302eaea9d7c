// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.proxy;

import dev.spurline.embedded.internal.mesh.config.MeshConfig;
import dev.spurline.embedded.internal.mesh.routing.RouteTable;
import dev.spurline.embedded.internal.mesh.routing.ServicePort;
import java.util.Map;

/** How the requests to one listener are routed, each by what the proxy has been told of when it comes. */
interface ListenerRoutes {

    /** Returns what becomes of requests at all. */
    OutboundMode mode();

    /** Returns the routes. */
    RouteTable table();

    /** Routes to a port of a Service. */
    static ListenerRoutes toService(DataPlane plane, ProxyCaller caller, ServicePort port) {
        return new ListenerRoutes() {
            @Override
            public OutboundMode mode() {
                return plane.mode(port, caller);
            }

            @Override
            public RouteTable table() {
                MeshConfig config = plane.config();
                if (mode() != OutboundMode.KNOWN) {
                    return config.gatewayTable(port);
                }
                return switch (caller.kind()) {
                    case SIDECAR -> config.table(port, caller.routeCaller());
                    case AMBIENT -> config.waypointTable(port);
                    case GATEWAY, PLAIN -> config.gatewayTable(port);
                };
            }
        };
    }

    /** Routes at a port of the gateway pods that have some labels. */
    static ListenerRoutes atGateway(DataPlane plane, Map<String, String> labels, ServicePort port) {
        return new ListenerRoutes() {
            @Override
            public OutboundMode mode() {
                return OutboundMode.KNOWN;
            }

            @Override
            public RouteTable table() {
                return plane.config().gatewayRoutes(port, labels);
            }
        };
    }
}
