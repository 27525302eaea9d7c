// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.proxy;

import dev.spurline.cluster.ClusterSpec.Mesh;
import dev.spurline.embedded.internal.mesh.config.InboundClient;
import dev.spurline.embedded.internal.mesh.config.MeshConfig;
import dev.spurline.embedded.internal.mesh.config.MeshService;
import dev.spurline.embedded.internal.mesh.config.PodEndpoint;
import dev.spurline.embedded.internal.mesh.config.ServiceCluster;
import dev.spurline.embedded.internal.mesh.routing.HeaderChange;
import dev.spurline.embedded.internal.mesh.routing.RouteDecision;
import dev.spurline.embedded.internal.mesh.routing.RouteTable;
import dev.spurline.embedded.internal.mesh.routing.ServicePort;
import io.vertx.core.Future;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where one caller finds one HTTP port of a Service. */
final class HttpListener implements PortListener {

    private static final int HEADERS = 60 * 1024;
    private static final int STREAM_WINDOW = 1 << 20;
    private static final int CONNECTION_WINDOW = 1 << 26;

    private final DataPlane plane;
    private final ProxyCaller caller;
    private final ServicePort port;
    private final ListenerRoutes routes;
    private final HttpServer server;
    private final OpenConnections connections;
    private @Nullable HttpClient http1;
    private @Nullable HttpClient http2;

    private HttpListener(DataPlane plane, ProxyCaller caller, ServicePort port, ListenerRoutes routes) {
        this.plane = plane;
        this.caller = caller;
        this.port = port;
        this.routes = routes;
        this.connections = plane.connections();
        this.server = new PriorKnowledgeServer(plane.vertx(), serverOptions())
                .connectionHandler(connections::add)
                .requestHandler(this::handle);
    }

    static Future<PortListener> open(DataPlane plane, ProxyCaller caller, ServicePort port) {
        return open(plane, caller, port, ListenerRoutes.toService(plane, caller, port));
    }

    static Future<PortListener> open(DataPlane plane, ProxyCaller caller, ServicePort port, ListenerRoutes routes) {
        HttpListener listener = new HttpListener(plane, caller, port, routes);
        return listener.server.listen(0, DataPlane.LOOPBACK).map(listener);
    }

    private static HttpServerOptions serverOptions() {
        return new HttpServerOptions()
                .setMaxHeaderSize(HEADERS)
                .setMaxInitialLineLength(HEADERS)
                .setAcceptBacklog(4096)
                .setHandle100ContinueAutomatically(true)
                .setHttp2ConnectionWindowSize(CONNECTION_WINDOW)
                .setInitialSettings(new Http2Settings()
                        .setMaxConcurrentStreams(Integer.MAX_VALUE)
                        .setMaxHeaderListSize(HEADERS)
                        .setInitialWindowSize(STREAM_WINDOW));
    }

    private void handle(HttpServerRequest request) {
        request.pause();
        if (ForwardedHeaders.endsConnection(request.headers())) {
            request.response()
                    .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                    .endHandler(ended -> request.connection().close());
        }
        if (routes.mode() == OutboundMode.REFUSED) {
            refuse(request);
            return;
        }
        RouteDecision decision = routes.table().decide(new VertxRequestHead(request));
        if (decision instanceof RouteDecision.Forward forward) {
            new RouteFilters(this, request, forward).start();
        } else if (decision instanceof RouteDecision.Redirect redirect) {
            redirect(request, redirect);
        } else if (decision instanceof RouteDecision.Answer answer) {
            answer(request, replies().of(answer, address()), answer.response());
        } else {
            answer(request, LocalReply.INVALID_POLICY, List.of());
        }
    }

    ProxyReplies replies() {
        return plane.replies();
    }

    /** Returns where the Service is on the network, as its callers see it. */
    private String address() {
        return plane.config()
                        .service(port.namespace(), port.name())
                        .map(MeshService::clusterIp)
                        .orElse(port.host())
                + ":" + port.port();
    }

    /** Returns by what requests are routed now. */
    RouteTable table() {
        return routes.table();
    }

    /** As Envoy does: on a port where it listens for HTTP it answers, else the connection leads nowhere. */
    private void refuse(HttpServerRequest request) {
        if (plane.config().listensForHttp(port.port(), caller.routeCaller())) {
            answer(request, LocalReply.REFUSED, List.of());
        } else {
            request.connection().close();
        }
    }

    /** Returns by what requests to a Service go. */
    MeshConfig config(ServicePort service) {
        return service.equals(port) && routes.mode() == OutboundMode.PASSTHROUGH ? plane.network() : plane.config();
    }

    private void redirect(HttpServerRequest request, RouteDecision.Redirect redirect) {
        request.response().setStatusCode(redirect.status()).putHeader(HttpHeaders.LOCATION, redirect.location());
        ForwardedHeaders.change(request.response().headers(), redirect.response());
        count(request, port, Optional.empty(), redirect.status(), "-", "");
        request.response().end();
        request.resume();
    }

    void answer(HttpServerRequest request, LocalReply reply, List<HeaderChange> changes) {
        count(request, port, Optional.empty(), reply.statusTo(request), reply.flags(), reply.grpcStatus(request));
        ForwardedHeaders.change(request.response().headers(), changes);
        reply.send(request);
    }

    /** Returns what the caller's proxy has of a port of a Service, or of one of its subsets. */
    Optional<ServiceCluster> cluster(MeshConfig config, ServicePort service, String subset) {
        return config.cluster(
                service,
                subset,
                caller.peer().namespace(),
                caller.telemetry().settings().labels());
    }

    /** Returns what the proxy of a called pod answers by itself; empty if it lets the request in, or there is none. */
    Optional<LocalReply> refusal(PodEndpoint endpoint, HttpServerRequest request) {
        if (plane.telemetry(endpoint.peer()).isEmpty()) {
            return Optional.empty();
        }
        String address = caller.telemetry().settings().address();
        InboundClient client = caller.kind() == CallerKind.SIDECAR
                ? InboundClient.of(caller.peer(), address)
                : new InboundClient("", address);
        return switch (plane.config().inbound().judge(endpoint, client, new VertxRequestHead(request))) {
            case ALLOWED -> Optional.empty();
            case UNAUTHORIZED -> Optional.of(LocalReply.UNAUTHORIZED);
            case NO_ROUTE -> Optional.of(LocalReply.NO_INBOUND_ROUTE);
        };
    }

    DataPlane plane() {
        return plane;
    }

    boolean isIstio() {
        return plane.config().mesh() == Mesh.ISTIO;
    }

    /** Returns the client for a version of HTTP; connections stay on this listener's event loop. */
    HttpClient client(boolean version2) {
        if (version2) {
            http2 = http2 == null ? createClient(HttpVersion.HTTP_2) : http2;
            return http2;
        }
        http1 = http1 == null ? createClient(HttpVersion.HTTP_1_1) : http1;
        return http1;
    }

    private HttpClient createClient(HttpVersion version) {
        return plane.vertx()
                .httpClientBuilder()
                .with(clientOptions(version))
                .withConnectHandler(connections::add)
                .build();
    }

    private static HttpClientOptions clientOptions(HttpVersion version) {
        return new HttpClientOptions()
                .setProtocolVersion(version)
                .setHttp2ClearTextUpgrade(false)
                .setMaxPoolSize(1 << 15)
                .setHttp2MaxPoolSize(16)
                .setHttp2ConnectionWindowSize(CONNECTION_WINDOW)
                .setInitialSettings(new Http2Settings()
                        .setInitialWindowSize(STREAM_WINDOW)
                        .setMaxHeaderListSize(HEADERS)
                        .setPushEnabled(false))
                .setMaxHeaderSize(HEADERS)
                .setConnectTimeout(10_000);
    }

    void count(
            HttpServerRequest request,
            ServicePort service,
            Optional<PodEndpoint> endpoint,
            int status,
            String flags,
            String grpcStatus) {
        ServedRequest served = served(service, endpoint, status, flags, grpcStatus);
        Function<String, List<String>> headers = request.headers()::getAll;
        caller.telemetry().called(port);
        caller.telemetry().countOutbound(served, headers);
        if (caller.kind() == CallerKind.AMBIENT) {
            plane.waypointOf(port).ifPresent(waypoint -> waypoint.countPassed(served, headers));
        }
        endpoint.ifPresent(target -> countInbound(target, served, headers));
    }

    /** Only the mirror's pod counts a copy: it does not go through the filters of the caller's proxy. */
    void countCopy(HttpServerRequest request, ServicePort service, PodEndpoint endpoint, int status) {
        countInbound(endpoint, served(service, Optional.of(endpoint), status, "-", ""), request.headers()::getAll);
    }

    private void countInbound(PodEndpoint endpoint, ServedRequest served, Function<String, List<String>> headers) {
        plane.telemetry(endpoint.peer()).ifPresent(telemetry -> telemetry.countInbound(served, headers));
    }

    private ServedRequest served(
            ServicePort service, Optional<PodEndpoint> endpoint, int status, String flags, String grpcStatus) {
        return new ServedRequest(
                caller.peer(),
                endpoint.map(PodEndpoint::peer),
                service,
                endpoint.map(target -> target.podIp() + ":" + target.podPort()).orElse(""),
                status,
                flags,
                grpcStatus,
                ServedRequest.DEFAULT_ROUTE,
                Map.of());
    }

    @Override
    public ServicePort port() {
        return port;
    }

    @Override
    public int localPort() {
        return server.actualPort();
    }

    @Override
    public Future<Void> close() {
        List.of(Optional.ofNullable(http1), Optional.ofNullable(http2))
                .forEach(client -> client.ifPresent(HttpClient::close));
        return plane.close(connections).compose(closed -> server.close());
    }
}
