// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.routing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.routing.RoutingTarget.ReceivedRequest;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Plays a workload: tells in its answer who it is and what it got. Speaks HTTP/1.1 and HTTP/2 without TLS. */
public final class EchoServer implements AutoCloseable {

    /** The type of its answers, by which they are told from those of a proxy. */
    static final String TYPE = "application/x-routing-case";

    /** The header by which a request is found again where it was mirrored to. */
    public static final String ID = "x-routing-case";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String workload;
    private final HttpServer server;
    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    private EchoServer(Vertx vertx, String workload) {
        this.workload = workload;
        this.server = vertx.createHttpServer().requestHandler(this::answer);
    }

    /** Starts one that gives this name. */
    public static EchoServer start(Vertx vertx, String workload) throws Exception {
        EchoServer echo = new EchoServer(vertx, workload);
        echo.server
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(1, TimeUnit.MINUTES);
        return echo;
    }

    /** Returns where it listens. */
    public int port() {
        return server.actualPort();
    }

    @Override
    public void close() {
        var unused = server.close();
    }

    /** Returns whether a request with this value of {@link #ID} has come. */
    boolean hasSeen(String id) {
        return seen.contains(id);
    }

    private void answer(HttpServerRequest request) {
        seen.add(String.valueOf(request.getHeader(ID)));
        ObjectNode told = JSON.createObjectNode();
        told.put("workload", workload).put("method", request.method().name());
        String host = request.getHeader("host");
        told.put("host", host == null ? String.valueOf(request.authority()) : host)
                .put("path", request.uri());
        ObjectNode headers = told.putObject("headers");
        request.headers()
                .forEach(header -> headers.withArray(header.getKey().toLowerCase(Locale.ROOT))
                        .add(header.getValue()));
        request.response().putHeader("content-type", TYPE).end(told.toString());
    }

    /** Reads an answer; the field {@code workload} says whose it is. */
    static JsonNode read(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ReceivedRequest received(JsonNode told) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        told.path("headers").properties().forEach(header -> {
            List<String> lines = new ArrayList<>();
            header.getValue().forEach(line -> lines.add(line.asText()));
            headers.put(header.getKey(), List.copyOf(lines));
        });
        return new ReceivedRequest(
                told.path("method").asText(),
                told.path("host").asText(),
                told.path("path").asText(),
                headers);
    }
}
