// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Two real servers: one is an entry of the sandbox, the other is anybody's. They tell which headers of the key they saw. */
public final class TwoServers implements AutoCloseable {

    private final ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
    private final List<HttpServer> servers = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch half = new CountDownLatch(1);
    private final URI entry = serve("entry");
    private final URI elsewhere = serve("elsewhere");

    /** Starts both, and lets the key go to the first. */
    public TwoServers(KeyOfOneTest given) {
        given.allow(entry);
    }

    /** Returns the address that the key may go to. */
    public URI entry() {
        return entry;
    }

    /** Returns the other address. */
    public URI elsewhere() {
        return elsewhere;
    }

    /** Returns the request, to be sent to the entry, that is redirected to an address. */
    public String redirect(URI to) {
        return "/redirect?to=" + to;
    }

    /** Returns a line for each request that came. */
    public List<String> seen() {
        return List.copyOf(seen);
    }

    /** Lets {@code /stream} send its second half. */
    public void finishStream() {
        half.countDown();
    }

    private URI serve(String name) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(threads);
            server.createContext("/", exchange -> answer(name, exchange));
            server.start();
            servers.add(server);
            return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void answer(String name, HttpExchange exchange) throws IOException {
        URI uri = exchange.getRequestURI();
        seen.add("%s %s baggage=[%s] key=[%s]"
                .formatted(
                        name,
                        uri.getPath().equals("/redirect") ? "/redirect" : uri,
                        String.join("|", exchange.getRequestHeaders().getOrDefault("baggage", List.of("null"))),
                        String.join("|", exchange.getRequestHeaders().getOrDefault("x-spurline-key", List.of()))));
        switch (uri.getPath()) {
            case "/redirect" -> {
                exchange.getResponseHeaders().set("Location", uri.getQuery().substring("to=".length()));
                exchange.sendResponseHeaders(302, -1);
            }
            case "/stream" -> stream(exchange);
            default -> exchange.sendResponseHeaders(200, -1);
        }
        exchange.close();
    }

    private void stream(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/plain");
        exchange.sendResponseHeaders(200, 0);
        OutputStream body = exchange.getResponseBody();
        body.write("one\n".getBytes(StandardCharsets.UTF_8));
        body.flush();
        try {
            half.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        body.write("two\n".getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        half.countDown();
        servers.forEach(server -> server.stop(0));
        threads.shutdownNow();
    }
}
