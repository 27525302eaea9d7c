// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.proxy;

import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Stands between a client and an API server, over plain HTTP/1.1 on a loopback port. It numbers the requests, remembers
 * them, and does to each what a rule says. Watches and tunnels stream through.
 */
public final class ApiProxy implements AutoCloseable {

    private final UpstreamServer upstream;
    private final ServerSocket listener;
    private final ExecutorService threads;
    private final AtomicInteger numbers = new AtomicInteger();
    private final List<ProxiedRequest> seen = new CopyOnWriteArrayList<>();
    private final Set<ProxyConnection> connections = ConcurrentHashMap.newKeySet();
    private volatile Function<ProxiedRequest, Disturbance> rule = request -> Disturbance.NONE;
    private volatile ClockShift clockwork = ClockShift.TRUE;

    private ApiProxy(UpstreamServer upstream, ServerSocket listener) {
        this.upstream = upstream;
        this.listener = listener;
        this.threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "api-proxy-" + listener.getLocalPort());
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Starts a proxy.
     *
     * @param config how to reach the server
     */
    public static ApiProxy before(Config config) {
        try {
            ApiProxy proxy =
                    new ApiProxy(UpstreamServer.of(config), new ServerSocket(0, 200, InetAddress.getLoopbackAddress()));
            proxy.run(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new IllegalStateException("The proxy cannot listen", e);
        }
    }

    /** Returns where clients find it. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    /**
     * Returns a kubeconfig that leads here; it needs no secret.
     *
     * @param context the name of its only context
     */
    public String kubeconfig(String context) {
        return kubeconfig(uri(), context);
    }

    /** Returns a kubeconfig that leads somewhere. */
    public static String kubeconfig(URI server, String context) {
        return """
                apiVersion: v1
                kind: Config
                clusters: [{name: proxied, cluster: {server: "%1$s"}}]
                users: [{name: proxied, user: {token: added-by-the-proxy}}]
                contexts: [{name: %2$s, context: {cluster: proxied, user: proxied}}]
                current-context: %2$s
                """.formatted(server, context);
    }

    /** Decides from now on what happens to each request. */
    public void rule(Function<ProxiedRequest, Disturbance> decision) {
        this.rule = decision;
    }

    /** Lets nothing happen to requests any more. */
    public void calm() {
        rule(request -> Disturbance.NONE);
    }

    /** Makes the server's clock go wrong in the eyes of those who come through this proxy. */
    public void clockwork(ClockShift shift) {
        this.clockwork = shift;
    }

    /** Returns the requests since the start or {@link #forget()}, in the order in which they came. */
    public List<ProxiedRequest> seen() {
        return List.copyOf(seen);
    }

    /** Forgets the requests and numbers from 1 again. */
    public void forget() {
        seen.clear();
        numbers.set(0);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                serve(listener.accept());
            } catch (IOException e) {
                // Closed, or the peer was gone before it was welcome.
            }
        }
    }

    private void serve(Socket client) throws IOException {
        ProxyConnection connection = new ProxyConnection(this, client);
        connections.add(connection);
        run(connection::serve);
    }

    void run(Runnable task) {
        threads.execute(task);
    }

    void take(ProxyConnection connection, MessageHead head, byte[] body) throws IOException {
        ProxiedRequest request = number(head, body);
        rule.apply(request).on(new ProxiedExchange(connection, request, head));
    }

    private synchronized ProxiedRequest number(MessageHead head, byte[] body) {
        ProxiedRequest request = new ProxiedRequest(
                numbers.incrementAndGet(), head.method(), head.target(), new String(body, StandardCharsets.ISO_8859_1));
        seen.add(request);
        return request;
    }

    UpstreamServer upstream() {
        return upstream;
    }

    UnaryOperator<byte[]> filter() {
        return clockwork::shifted;
    }

    MessageHead dated(MessageHead answer) {
        return clockwork.shifted(answer);
    }

    void forget(ProxyConnection connection) {
        connections.remove(connection);
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            // It is gone either way.
        }
        connections.forEach(ProxyConnection::close);
        threads.shutdownNow();
    }
}
