// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.Executors;

/** A process in another namespace than the Service it calls, which it finds by name. */
final class FarCaller {

    private FarCaller() {}

    /** Listens until the process is ended. */
    public static void main(String[] arguments) throws IOException {
        int port = Integer.parseInt(System.getenv("PORT"));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/ready", exchange -> reply(exchange, "ready"));
        server.createContext("/", FarCaller::call);
        server.start();
    }

    private static void call(HttpExchange exchange) throws IOException {
        URI back = URI.create("http://back.hops" + exchange.getRequestURI().getPath());
        HttpURLConnection connection = (HttpURLConnection) back.toURL().openConnection();
        String baggage = exchange.getRequestHeaders().getFirst("baggage");
        if (baggage != null) {
            connection.setRequestProperty("baggage", baggage);
        }
        String body = new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        reply(exchange, body + " by " + Objects.requireNonNullElse(connection.getHeaderField("x-rule"), "nobody"));
    }

    private static void reply(HttpExchange exchange, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
