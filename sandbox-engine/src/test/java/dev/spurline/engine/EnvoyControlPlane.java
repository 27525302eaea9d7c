// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A control plane that Envoys ask by REST: it serves what files would say. */
final class EnvoyControlPlane implements AutoCloseable {

    private final HttpServer server;

    /**
     * Starts it.
     *
     * @param files YAML of files, by what Envoy calls their kind: {@code listeners}, {@code clusters}, {@code routes}
     */
    EnvoyControlPlane(Map<String, String> files) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        files.forEach((kind, file) -> {
            ObjectNode answer = Serialization.unmarshal(file, ObjectNode.class).put("version_info", "1");
            server.createContext("/v3/discovery:" + kind, exchange -> reply(exchange, answer.toString()));
        });
        server.start();
    }

    private static void reply(HttpExchange exchange, String json) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            byte[] body = json.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("content-type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
