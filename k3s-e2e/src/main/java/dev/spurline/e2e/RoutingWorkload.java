// SPDX-License-Identifier: Apache-2.0
package dev.spurline.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The program of the workloads of routing cases: it says what has come, and calls what it is told to. See docs/routing-cases.md. */
public final class RoutingWorkload implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CASE = "x-routing-case";
    private static final int PORT = 8080;

    private final String name;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    private RoutingWorkload(String name, HttpServer server) {
        this.name = name;
        this.server = server;
    }

    /** Runs until the process is ended, as the workload that the environment names. */
    public static void main(String... arguments) throws IOException {
        start(System.getenv().getOrDefault("ROUTING_WORKLOAD", ""), PORT);
    }

    static RoutingWorkload start(String name, int port) throws IOException {
        RoutingWorkload workload = new RoutingWorkload(name, HttpServer.create(new InetSocketAddress(port), 0));
        workload.server.createContext("/", workload::answer);
        workload.server.setExecutor(workload.threads);
        workload.server.start();
        return workload;
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (path.equals("/routing-case/call")) {
            send(exchange, "application/json", call(JSON.readTree(exchange.getRequestBody())));
        } else if (path.equals("/routing-case/seen")) {
            String query = String.valueOf(exchange.getRequestURI().getQuery());
            send(exchange, "application/json", seen.contains(query.replaceFirst("^id=", "")));
        } else {
            seen.addAll(exchange.getRequestHeaders().getOrDefault(CASE, List.of()));
            exchange.getRequestBody().readAllBytes();
            send(exchange, "application/x-routing-case", received(exchange));
        }
    }

    private Map<String, Object> received(HttpExchange exchange) {
        Map<String, List<String>> headers = new TreeMap<>();
        exchange.getRequestHeaders().forEach((key, values) -> headers.put(key.toLowerCase(Locale.ROOT), values));
        return Map.of(
                "workload", name,
                "method", exchange.getRequestMethod(),
                "host", String.join(",", headers.getOrDefault("host", List.of())),
                "path", exchange.getRequestURI().toString(),
                "headers", headers);
    }

    private static Map<String, Object> call(JsonNode order) throws IOException {
        StringBuilder head = new StringBuilder("%s %s HTTP/1.1\r\nhost: %s\r\n"
                .formatted(
                        order.path("method").asText(),
                        order.path("path").asText(),
                        order.path("host").asText()));
        order.path("headers")
                .forEach(header -> head.append("%s: %s\r\n"
                        .formatted(header.path(0).asText(), header.path(1).asText())));
        PlainResponse response = PlainResponse.of(
                order.path("address").asText(),
                head.append("connection: close\r\n\r\n").toString());
        return Map.of("status", response.status(), "headers", response.headers(), "body", response.body());
    }

    private static void send(HttpExchange exchange, String type, Object body) throws IOException {
        byte[] bytes = JSON.writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("content-type", type);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(200, head ? -1 : bytes.length);
        if (!head) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
