// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.spurline.cluster.Blueprint;
import dev.spurline.cluster.ClusterSpec;
import dev.spurline.cluster.PodContainer;
import dev.spurline.cluster.PodServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A cache before Service {@code back}: it stores answers by path, as long as they do not forbid that, and knows no key. */
final class CachedHop implements Blueprint {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final ClusterSpec.Mesh mesh;

    CachedHop(ClusterSpec.Mesh mesh) {
        this.mesh = mesh;
    }

    @Override
    public void describe(ClusterSpec cluster) {
        cluster.namespace("hops")
                .manifests(
                        TwoHops.namespace("hops"), TwoHops.workload("hops", "cache"), TwoHops.workload("hops", "back"))
                .ingress("cache")
                .mesh(mesh);
        TwoHops.images(cluster.images());
        cluster.images().inProcess("test/cache:*", CachedHop::start);
    }

    private static PodServer start(PodContainer container) {
        Map<String, String> stored = new ConcurrentHashMap<>();
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> answer(exchange, container, stored));
            server.start();
            return PodServer.of(Map.of(8080, server.getAddress().getPort()), () -> server.stop(0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void answer(HttpExchange exchange, PodContainer container, Map<String, String> stored)
            throws IOException {
        String path = exchange.getRequestURI().getPath();
        String known = path.equals("/ready") ? "ready" : stored.get(path);
        byte[] body = (known == null ? fetch(exchange, container, path, stored) : known + " (stored)")
                .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static String fetch(HttpExchange exchange, PodContainer container, String path, Map<String, String> stored)
            throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://%s:%s%s"
                .formatted(
                        container.env().get("BACK_SERVICE_HOST"),
                        container.env().get("BACK_SERVICE_PORT"),
                        path)));
        exchange.getRequestHeaders()
                .getOrDefault("baggage", List.of())
                .forEach(value -> request.header("baggage", value));
        try {
            HttpResponse<String> answer = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (answer.headers().allValues("cache-control").stream().noneMatch("no-store"::equals)) {
                stored.put(path, answer.body());
            }
            return answer.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
