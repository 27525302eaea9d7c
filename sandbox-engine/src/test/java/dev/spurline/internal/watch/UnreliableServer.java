// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.watch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.spurline.embedded.internal.blueprint.ClusterClient;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An API server with Services that behaves as badly as a test wants. */
final class UnreliableServer implements AutoCloseable {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private final Map<String, String> services = new TreeMap<>();
    private final List<HttpExchange> watches = new CopyOnWriteArrayList<>();

    /** The queries of all requests, in order; a list has none. */
    final List<String> requests = new CopyOnWriteArrayList<>();

    private volatile int lists = 200;
    private volatile int opens = 200;
    private volatile Optional<String> instead = Optional.empty();
    private int version = 10;

    UnreliableServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/v1/namespaces/shop/services", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    KubernetesClient client() {
        return ClusterClient.builder()
                .withConfig(new ConfigBuilder()
                        .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                        .withRequestRetryBackoffLimit(0)
                        .build())
                .build();
    }

    /** From now on lists are answered with a status code. */
    void answerLists(int code) {
        lists = code;
        instead = Optional.empty();
    }

    /** From now on lists are answered with something else. */
    void answerListsWith(String text) {
        instead = Optional.of(text);
    }

    /** From now on watches are answered with a status code. */
    void answerWatches(int code) {
        opens = code;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        requests.add(query);
        boolean watch = query.contains("watch=true");
        int code = watch ? opens : lists;
        if (code != 200) {
            byte[] status = "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"code\":%d,\"message\":\"not now\"}"
                    .formatted(code)
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(code, status.length);
            exchange.getResponseBody().write(status);
            exchange.close();
        } else if (watch) {
            exchange.sendResponseHeaders(200, 0);
            // The headers wait for the first byte.
            write(exchange, "\n");
            // Then only the test writes to it.
            watches.add(exchange);
        } else {
            byte[] list = instead.orElseGet(this::list).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, list.length);
            exchange.getResponseBody().write(list);
            exchange.close();
        }
    }

    private synchronized String list() {
        return "{\"kind\":\"ServiceList\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"%d\"},\"items\":%s}"
                .formatted(version, services.values());
    }

    /** Makes or changes a Service without a word to the watches. */
    synchronized String put(String name) {
        version++;
        String object =
                "{\"apiVersion\":\"v1\",\"kind\":\"Service\",\"metadata\":{\"name\":\"%s\",\"uid\":\"uid-%s\",\"resourceVersion\":\"%d\"}}"
                        .formatted(name, name, version);
        services.put(name, object);
        return object;
    }

    /** Removes a Service without a word to the watches. */
    synchronized void remove(String name) {
        version++;
        services.remove(name);
    }

    /** Sends an event to all watches. */
    void send(String type, String object) {
        watches.forEach(watch -> write(watch, "{\"type\":\"%s\",\"object\":%s}\n".formatted(type, object)));
    }

    /** Ends all watches in order. */
    void end() {
        List<HttpExchange> ended = List.copyOf(watches);
        // Before they are closed: who is faster opens the next one meanwhile.
        watches.removeAll(ended);
        ended.forEach(HttpExchange::close);
    }

    int open() {
        return watches.size();
    }

    long count(String part) {
        return requests.stream().filter(query -> query.contains(part)).count();
    }

    private static void write(HttpExchange exchange, String text) {
        try {
            exchange.getResponseBody().write(text.getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
