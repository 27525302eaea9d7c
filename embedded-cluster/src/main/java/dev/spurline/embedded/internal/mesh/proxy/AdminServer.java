// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.cluster.ClusterSpec.Mesh;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a proxy serves about itself: Envoy's admin pages and metrics, or Linkerd's.
 *
 * <p>Source: istio.io/latest/docs/ops/deployment/application-requirements/#ports-used-by-istio;
 * linkerd.io/2/reference/proxy-metrics.
 */
public final class AdminServer implements AutoCloseable {

    private static final List<Integer> ISTIO = List.of(15000, 15020, 15090);

    /** The port in the examples of Envoy's documentation. */
    private static final int ENVOY = 9901;

    private final DataPlane plane;
    private final SidecarProxy proxy;
    private final HttpServer server;

    private AdminServer(DataPlane plane, SidecarProxy proxy) {
        this.plane = plane;
        this.proxy = proxy;
        this.server = plane.vertx().createHttpServer().requestHandler(this::handle);
    }

    /** Opens the pages of a proxy; they answer when this returns. */
    public static AdminServer open(DataPlane plane, SidecarProxy proxy) {
        AdminServer admin = new AdminServer(plane, proxy);
        DataPlane.join(admin.server.listen(0, DataPlane.LOOPBACK));
        return admin;
    }

    /** Returns the loopback port behind each of the ports where a mesh's proxy has its pages. */
    public Map<Integer, Integer> ports() {
        Map<Integer, Integer> ports = new LinkedHashMap<>();
        List<Integer> own = switch (mesh()) {
            case LINKERD -> List.of(proxy.telemetry().settings().linkerdAdminPort());
            case ENVOY -> List.of(ENVOY);
            case ISTIO, NONE -> ISTIO;
        };
        own.forEach(port -> ports.put(port, server.actualPort()));
        return Map.copyOf(ports);
    }

    private Mesh mesh() {
        return plane.config().mesh();
    }

    private void handle(HttpServerRequest request) {
        if (mesh() == Mesh.LINKERD) {
            // Before it answers, so that a page of metrics has the request for itself.
            proxy.telemetry().countAdmin();
        }
        switch (request.path()) {
            case "/config_dump" -> configDump(request);
            case "/clusters" -> answerClusters(request);
            case "/stats/prometheus", "/metrics" -> answerText(request, "text/plain; version=0.0.4", metrics());
            case "/ready" -> answerText(request, "text/plain", mesh() == Mesh.LINKERD ? "ready\n" : "LIVE\n");
            case "/live" -> answerText(request, "text/plain", "live\n");
            case "/healthz/ready" -> request.response().end();
            default -> request.response().setStatusCode(404).end("invalid path. admin commands are:\n");
        }
    }

    private void answerClusters(HttpServerRequest request) {
        if (mesh() == Mesh.ENVOY) {
            answerText(request, "text/plain; charset=UTF-8", new OverridesDump(plane.config(), proxy).clusters());
            return;
        }
        EnvoyClusterDump dump = new EnvoyClusterDump(EnvoyCluster.of(plane.config(), proxy));
        if ("json".equals(request.getParam("format"))) {
            answerJson(request, Optional.of(dump.json()));
        } else {
            answerText(request, "text/plain; charset=UTF-8", dump.text());
        }
    }

    private String metrics() {
        String counted = proxy.telemetry().prometheus(mesh());
        return mesh() == Mesh.LINKERD
                ? counted
                        + new LinkerdBalancers(
                                        proxy.usedTables(),
                                        port -> plane.config().endpoints(port).size())
                                .write()
                : counted
                        + new IstioMetrics(proxy.telemetry().settings())
                                .counters(EnvoyCluster.received(plane.config(), proxy));
    }

    private void configDump(HttpServerRequest request) {
        if (mesh() == Mesh.ENVOY) {
            answerJson(request, Optional.of(new OverridesDump(plane.config(), proxy).dump()));
            return;
        }
        EnvoyRouteDump dump = new EnvoyRouteDump(plane, proxy);
        String resource = request.getParam("resource");
        Optional<String> names = Optional.ofNullable(request.getParam("name_regex"));
        answerJson(request, resource == null ? Optional.of(dump.all(names)) : dump.resource(resource, names));
    }

    private void answerJson(HttpServerRequest request, Optional<? extends JsonNode> json) {
        if (json.isPresent()) {
            answerText(request, "application/json", json.get().toPrettyString() + "\n");
        } else {
            request.response().setStatusCode(404).end(request.getParam("resource") + " not found in config dump");
        }
    }

    private void answerText(HttpServerRequest request, String type, String body) {
        request.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, type)
                .end(plane.config().names().onPage(body));
    }

    @Override
    public void close() {
        DataPlane.join(server.close());
    }
}
