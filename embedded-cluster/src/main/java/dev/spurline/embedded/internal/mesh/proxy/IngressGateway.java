// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.proxy;

import dev.spurline.embedded.internal.mesh.config.MeshPeer;
import dev.spurline.embedded.internal.mesh.config.ProxySettings;
import dev.spurline.embedded.internal.mesh.routing.ServicePort;
import java.util.HashMap;
import java.util.Map;

/**
 * The gateway pods of a mesh, which open the ports of Gateways. There is one for each set of labels that somebody asks for,
 * in the namespace {@code istio-system}.
 */
public final class IngressGateway {

    private final DataPlane plane;
    private final ProxyCaller caller;
    private final Map<GatewayPort, PortListener> listeners = new HashMap<>();

    private record GatewayPort(Map<String, String> labels, int port) {}

    /** Makes it; nothing listens yet. */
    public IngressGateway(DataPlane plane) {
        this.plane = plane;
        MeshPeer peer = MeshPeer.ingressGateway();
        caller = new ProxyCaller(peer, CallerKind.GATEWAY, new ProxyTelemetry(peer, ProxySettings.NONE));
    }

    /** Returns the loopback port behind a port of the pods that have some labels; opens it if nobody has. */
    public synchronized int localPort(Map<String, String> labels, int port) {
        return listeners
                .computeIfAbsent(new GatewayPort(Map.copyOf(labels), port), this::open)
                .localPort();
    }

    private PortListener open(GatewayPort gateway) {
        ServicePort port =
                new ServicePort(caller.peer().namespace(), caller.peer().workload(), gateway.port());
        return DataPlane.join(
                HttpListener.open(plane, caller, port, ListenerRoutes.atGateway(plane, gateway.labels(), port)));
    }
}
