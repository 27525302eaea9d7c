// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.proxy;

import dev.spurline.cluster.ClusterSpec.Mesh;
import dev.spurline.embedded.internal.mesh.config.DestinationRule;
import dev.spurline.embedded.internal.mesh.config.InboundPolicies;
import dev.spurline.embedded.internal.mesh.config.IstioObjects;
import dev.spurline.embedded.internal.mesh.config.MeshConfig;
import dev.spurline.embedded.internal.mesh.config.MeshObjects;
import dev.spurline.embedded.internal.mesh.config.MeshPeer;
import dev.spurline.embedded.internal.mesh.config.MeshService;
import dev.spurline.embedded.internal.mesh.config.PodEndpoint;
import dev.spurline.embedded.internal.mesh.config.PortEndpoints;
import dev.spurline.embedded.internal.mesh.config.Sidecar;
import dev.spurline.embedded.internal.mesh.routing.GatewayObject;
import dev.spurline.embedded.internal.mesh.routing.MeshRoute;
import dev.spurline.embedded.internal.mesh.routing.ServicePort;
import dev.spurline.embedded.internal.mesh.routing.VirtualServiceObject;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;

/** A data plane with one caller and servers of the test's making as pods. */
abstract class ProxyTestCase {

    static final ServicePort PRICING = new ServicePort("shop", "pricing", 8080);
    static final MeshPeer CALLER = new MeshPeer("shop", "deployment", "cart", "cart-1", "cart", "v1", "default");

    private final Vertx pods = Vertx.vertx();
    private final Map<ServicePort, List<PodEndpoint>> endpoints = new HashMap<>();
    private final Map<String, MeshService> services = new HashMap<>();
    private final List<MeshRoute> routes = new ArrayList<>();
    private IstioObjects istio = IstioObjects.NONE;
    private volatile MeshConfig config = MeshConfig.empty(Mesh.ISTIO);
    final DataPlane plane = new DataPlane(() -> config, () -> config, SocketAddress.inetSocketAddress(1, "127.0.0.1"));
    final SidecarProxy proxy = plane.proxy(CALLER);
    final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @AfterEach
    void closeAll() {
        plane.close();
        DataPlane.join(pods.close());
    }

    /** Starts over with another mesh; before anything else. */
    void mesh(Mesh mesh) {
        config = MeshConfig.empty(mesh);
        publish();
    }

    /** Adds a Service with one port and no endpoint. */
    void service(ServicePort port, String portName) {
        MeshService.Protocol protocol = switch (portName) {
            case "grpc" -> MeshService.Protocol.HTTP2;
            case "http" -> MeshService.Protocol.HTTP;
            case "tcp" -> MeshService.Protocol.TCP;
            default -> MeshService.Protocol.DETECTED;
        };
        services.put(
                port.service(),
                new MeshService(
                        port.namespace(),
                        port.name(),
                        "10.96.0.10",
                        "ClusterIP",
                        List.of(new MeshService.Port(portName, port.port(), "TCP", protocol)),
                        Map.of()));
        endpoints.putIfAbsent(port, List.of());
        publish();
    }

    /** Adds a pod that answers for a Service. */
    HttpServer pod(ServicePort port, String name, Handler<HttpServerRequest> handler) {
        HttpServer server =
                DataPlane.join(pods.createHttpServer(new HttpServerOptions().setHandle100ContinueAutomatically(true))
                        .requestHandler(handler)
                        .listen(0, "127.0.0.1"));
        endpoint(port, name, server.actualPort());
        return server;
    }

    /** Adds an endpoint at a local port. */
    void endpoint(ServicePort port, String name, int localPort) {
        if (!services.containsKey(port.service())) {
            service(port, "");
        }
        List<PodEndpoint> all = new ArrayList<>(endpoints.getOrDefault(port, List.of()));
        MeshPeer peer = new MeshPeer(port.namespace(), "deployment", port.name(), name, port.name(), "v1", "default");
        all.add(new PodEndpoint(
                peer, Map.of("pod", name), "10.244.0." + (all.size() + 2), port.port(), "127.0.0.1", localPort));
        endpoints.put(port, List.copyOf(all));
        publish();
    }

    /** Takes a pod out of the endpoints. */
    void removeEndpoint(ServicePort port, String name) {
        endpoints.computeIfPresent(
                port,
                (key, list) -> list.stream()
                        .filter(endpoint -> !endpoint.peer().pod().equals(name))
                        .toList());
        publish();
    }

    void routes(MeshRoute... newRoutes) {
        routes.clear();
        routes.addAll(Arrays.asList(newRoutes));
        publish();
    }

    void virtualServices(VirtualServiceObject... all) {
        istio = new IstioObjects(
                Arrays.asList(all),
                istio.gateways(),
                istio.destinationRules(),
                istio.sidecars(),
                istio.waypoints(),
                istio.undiscovered(),
                istio.defaults());
        publish();
    }

    void gateways(GatewayObject... all) {
        istio = new IstioObjects(
                istio.virtualServices(),
                Arrays.asList(all),
                istio.destinationRules(),
                istio.sidecars(),
                istio.waypoints(),
                istio.undiscovered(),
                istio.defaults());
        publish();
    }

    void destinationRules(DestinationRule... all) {
        istio = new IstioObjects(
                istio.virtualServices(),
                istio.gateways(),
                Arrays.asList(all),
                istio.sidecars(),
                istio.waypoints(),
                istio.undiscovered(),
                istio.defaults());
        publish();
    }

    void sidecars(Sidecar... all) {
        istio = new IstioObjects(
                istio.virtualServices(),
                istio.gateways(),
                istio.destinationRules(),
                Arrays.asList(all),
                istio.waypoints(),
                istio.undiscovered(),
                istio.defaults());
        publish();
    }

    private void publish() {
        Map<ServicePort, PortEndpoints> ready = new HashMap<>();
        endpoints.forEach((port, list) -> ready.put(port, PortEndpoints.ready(list)));
        config = config.next(
                new MeshObjects(List.copyOf(services.values()), ready, routes, istio, InboundPolicies.NONE, Set.of()));
    }

    /** Returns the caller's address of a port. */
    URI uri(ServicePort port, String path) {
        return URI.create("http://127.0.0.1:" + local(port) + path);
    }

    int local(ServicePort port) {
        proxy.open(List.copyOf(services.values()));
        return proxy.localPort(port);
    }

    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(PRICING, path)).timeout(Duration.ofMinutes(1));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
