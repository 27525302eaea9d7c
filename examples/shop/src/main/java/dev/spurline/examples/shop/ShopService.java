// SPDX-License-Identifier: Apache-2.0
package dev.spurline.examples.shop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A small HTTP service: answers {@code GET} with JSON and passes the caller's baggage on to the services it calls. */
final class ShopService implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TextMapPropagator BAGGAGE = W3CBaggagePropagator.getInstance();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    private ShopService(HttpServer server) {
        this.server = server;
    }

    /** Answers one request. */
    interface Endpoint {

        /** Returns the body; what it throws becomes status 502. */
        Map<String, ?> answer(Request request) throws IOException, InterruptedException;
    }

    /** Starts a service on the port that the variable {@code PORT} names, or 8080; 0 takes any free one. */
    static ShopService start(Map<String, String> env, String path, Endpoint endpoint) {
        try {
            int port = Integer.parseInt(env.getOrDefault("PORT", "8080"));
            ShopService service = new ShopService(HttpServer.create(new InetSocketAddress(port), 0));
            service.server.createContext(path, exchange -> respond(exchange, path, endpoint));
            service.server.createContext("/ready", exchange -> send(exchange, 200, Map.of("ready", true)));
            service.server.setExecutor(service.threads);
            service.server.start();
            return service;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static void respond(HttpExchange exchange, String path, Endpoint endpoint) throws IOException {
        try {
            String rest = exchange.getRequestURI().getPath().substring(path.length());
            send(exchange, 200, endpoint.answer(new Request(rest, incomingBaggage(exchange))));
        } catch (IOException e) {
            send(exchange, 502, Map.of("error", String.valueOf(e.getMessage())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            send(exchange, 503, Map.of("error", "shutting down"));
        }
    }

    private static void send(HttpExchange exchange, int status, Map<String, ?> body) throws IOException {
        try (exchange) {
            byte[] bytes = JSON.writeValueAsBytes(body);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private static Context incomingBaggage(HttpExchange exchange) {
        return BAGGAGE.extract(Context.root(), exchange, new TextMapGetter<>() {
            @Override
            public Iterable<String> keys(HttpExchange carrier) {
                return carrier.getRequestHeaders().keySet();
            }

            @Override
            public @Nullable String get(@Nullable HttpExchange carrier, String name) {
                return carrier == null ? null : carrier.getRequestHeaders().getFirst(name);
            }
        });
    }

    /**
     * A request, as an endpoint sees it.
     *
     * @param rest the path behind the endpoint's own
     * @param context carries the baggage
     */
    record Request(String rest, Context context) {

        /** Calls another service with the same baggage. */
        JsonNode call(String base, String path) throws IOException, InterruptedException {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(30));
            BAGGAGE.inject(context, request, (carrier, name, value) -> {
                if (carrier != null) {
                    carrier.header(name, value);
                }
            });
            HttpResponse<byte[]> response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() != 200) {
                throw new IOException("%s%s answered %d".formatted(base, path, response.statusCode()));
            }
            return JSON.readTree(response.body());
        }
    }
}
