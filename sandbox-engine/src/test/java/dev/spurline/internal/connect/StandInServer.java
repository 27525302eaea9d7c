// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.connect;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;

/** What stands where an API server is looked for: it answers every request in the same way, and remembers what it saw. */
final class StandInServer implements AutoCloseable {

    static final String VERSION = "{\"gitVersion\": \"v1.30.0\"}";

    private final HttpServer server;
    private final String scheme;
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private volatile Answer answer = new Answer(200, Map.of("Content-Type", "application/json"), VERSION);

    /**
     * A request.
     *
     * @param path its path
     * @param headers its headers
     * @param serverName the server that the client asked for, if it spoke TLS and named one
     * @param certificate whose certificate the client showed
     */
    record Seen(String path, Map<String, List<String>> headers, String serverName, String certificate) {

        String header(String name) {
            return String.join(",", headers.getOrDefault(name, List.of()));
        }
    }

    private record Answer(int code, Map<String, String> headers, String body) {}

    private StandInServer(HttpServer server, String scheme) {
        this.server = server;
        this.scheme = scheme;
        server.createContext("/", this::serve);
        server.start();
    }

    static StandInServer plain() throws IOException {
        return new StandInServer(HttpServer.create(loopback(), 0), "http");
    }

    /** Starts one that speaks TLS, and wants client certificates or demands them. */
    static StandInServer secure(SSLContext context, boolean demanding) throws IOException {
        HttpsServer server = HttpsServer.create(loopback(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters tls = getSSLContext().getDefaultSSLParameters();
                if (demanding) {
                    tls.setNeedClientAuth(true);
                } else {
                    tls.setWantClientAuth(true);
                }
                parameters.setSSLParameters(tls);
            }
        });
        return new StandInServer(server, "https");
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    StandInServer answering(int code, String body, String... headers) {
        Map<String, String> all = headers.length == 0 ? Map.of() : Map.of(headers[0], headers[1]);
        answer = new Answer(code, all, body);
        return this;
    }

    int port() {
        return server.getAddress().getPort();
    }

    String url() {
        return "%s://127.0.0.1:%d".formatted(scheme, port());
    }

    List<Seen> seen() {
        return List.copyOf(seen);
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            seen.add(new Seen(
                    exchange.getRequestURI().getPath(),
                    Map.copyOf(exchange.getRequestHeaders()),
                    serverName(exchange),
                    certificate(exchange)));
            Answer now = answer;
            now.headers().forEach(exchange.getResponseHeaders()::set);
            byte[] body = now.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(now.code(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static String serverName(HttpExchange exchange) {
        return exchange instanceof HttpsExchange secure
                        && secure.getSSLSession() instanceof ExtendedSSLSession session
                        && !session.getRequestedServerNames().isEmpty()
                ? ((SNIHostName) session.getRequestedServerNames().get(0)).getAsciiName()
                : "";
    }

    private static String certificate(HttpExchange exchange) {
        try {
            Principal peer = exchange instanceof HttpsExchange secure
                    ? secure.getSSLSession().getPeerPrincipal()
                    : null;
            return peer == null ? "" : peer.getName();
        } catch (SSLPeerUnverifiedException e) {
            return "";
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
