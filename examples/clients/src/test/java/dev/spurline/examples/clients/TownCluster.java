// SPDX-License-Identifier: Apache-2.0
package dev.spurline.examples.clients;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.spurline.cluster.Blueprint;
import dev.spurline.cluster.ClusterSpec;
import dev.spurline.cluster.PodServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Over HTTP, {@code storefront} asks {@code pricing}; over gRPC, {@code desk} asks {@code greeter}. */
public final class TownCluster implements Blueprint {

    private static final String NAMESPACE = """
            apiVersion: v1
            kind: Namespace
            metadata: {name: town, labels: {istio-injection: enabled}}
            """;

    private static final String WORKLOAD = """
            apiVersion: v1
            kind: Service
            metadata: {name: NAME}
            spec:
              selector: {app: NAME}
              ports: [{name: PROTOCOL, port: 80, targetPort: 8080}]
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: NAME}
            spec:
              selector: {matchLabels: {app: NAME}}
              template:
                metadata: {labels: {app: NAME}}
                spec:
                  containers:
                  - name: NAME
                    image: town/NAME:1
                    ports: [{containerPort: 8080}]
                    env: [{name: PRICE, value: "100"}, {name: WORD, value: Hello}]
                    readinessProbe: {tcpSocket: {port: 8080}}
            """;

    @Override
    public void describe(ClusterSpec cluster) {
        cluster.namespace("town").manifests(NAMESPACE).ingress("storefront").ingress("desk");
        cluster.manifests(workload("pricing", "http"), workload("storefront", "http"));
        cluster.manifests(workload("greeter", "grpc"), workload("desk", "grpc"));
        cluster.images()
                .inProcess("town/pricing:*", pod -> serve(exchange -> pod.env().getOrDefault("PRICE", "")))
                .inProcess("town/storefront:*", pod -> serve(exchange -> price(exchange, pod.env())))
                .inProcess("town/greeter:*", pod -> GreeterPod.greeter(pod.env()))
                .inProcess("town/desk:*", pod -> GreeterPod.desk(pod.env()));
    }

    private static String workload(String name, String protocol) {
        return WORKLOAD.replace("NAME", name).replace("PROTOCOL", protocol);
    }

    private static String price(HttpExchange exchange, Map<String, String> env) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(
                        "http://%s:%s/".formatted(env.get("PRICING_SERVICE_HOST"), env.get("PRICING_SERVICE_PORT"))))
                .header("baggage", baggage(exchange))
                .build();
        try {
            return HttpClient.newHttpClient()
                    .send(request, BodyHandlers.ofString())
                    .body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static String baggage(HttpExchange exchange) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst("baggage"))
                .orElse("");
    }

    private static PodServer serve(Answer answer) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ExecutorService threads = Executors.newCachedThreadPool();
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            byte[] body = answer.to(exchange).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return PodServer.of(8080, server.getAddress().getPort(), () -> {
            server.stop(0);
            threads.shutdownNow();
        });
    }

    private interface Answer {

        String to(HttpExchange exchange) throws IOException;
    }
}
