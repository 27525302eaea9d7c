// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.figures;

import dev.spurline.cluster.ClusterSpec.Mesh;
import dev.spurline.embedded.internal.mesh.config.InboundPolicies;
import dev.spurline.embedded.internal.mesh.config.IstioObjects;
import dev.spurline.embedded.internal.mesh.config.MeshConfig;
import dev.spurline.embedded.internal.mesh.config.MeshObjects;
import dev.spurline.embedded.internal.mesh.config.MeshPeer;
import dev.spurline.embedded.internal.mesh.config.MeshService;
import dev.spurline.embedded.internal.mesh.config.PodEndpoint;
import dev.spurline.embedded.internal.mesh.config.PortEndpoints;
import dev.spurline.embedded.internal.mesh.proxy.DataPlane;
import dev.spurline.embedded.internal.mesh.proxy.SidecarProxy;
import dev.spurline.embedded.internal.mesh.routing.ServicePort;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The mesh's proxy of one pod before one endpoint, in a process of its own. Argument: the port of the backend. */
final class ProxyProcess {

    private static final ServicePort PRICING = new ServicePort("shop", "pricing", 8080);

    private ProxyProcess() {}

    public static void main(String[] args) throws IOException {
        MeshConfig config = config(Integer.parseInt(args[0]));
        try (DataPlane plane =
                new DataPlane(() -> config, () -> config, SocketAddress.inetSocketAddress(1, "127.0.0.1"))) {
            SidecarProxy proxy = plane.proxy(peer("cart"));
            proxy.open(config.services());
            Console.print(proxy.localPort(PRICING));
            Console.awaitEnd();
        }
    }

    private static MeshConfig config(int backend) {
        MeshService service = new MeshService(
                "shop",
                "pricing",
                "10.96.0.10",
                "ClusterIP",
                List.of(new MeshService.Port("http", 8080, "TCP", MeshService.Protocol.HTTP)),
                Map.of());
        PodEndpoint endpoint = new PodEndpoint(peer("pricing"), Map.of(), "10.244.0.2", 8080, "127.0.0.1", backend);
        return MeshConfig.empty(Mesh.ISTIO)
                .next(new MeshObjects(
                        List.of(service),
                        Map.of(PRICING, PortEndpoints.ready(List.of(endpoint))),
                        List.of(),
                        IstioObjects.NONE,
                        InboundPolicies.NONE,
                        Set.of()));
    }

    private static MeshPeer peer(String name) {
        return new MeshPeer("shop", "deployment", name, name + "-1", name, "v1", "default");
    }
}
