// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.conformance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Speaks plain HTTP with the API server, so that nothing of what it says is hidden by a client library. */
final class Api {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
            .build();

    private static final String LENGTH = "Content-Length:";

    private final HttpClient http;

    /** Shows no certificate, for tests that are somebody else or nobody: it would count before any token. */
    private final HttpClient stranger;

    private final Config config;

    Api(Config config) {
        this.config = config;
        this.http = client(config);
        this.stranger = client(new ConfigBuilder(config)
                .withClientCertData(null)
                .withClientCertFile(null)
                .withClientKeyData(null)
                .withClientKeyFile(null)
                .build());
    }

    private static HttpClient client(Config config) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(context(config))
                .build();
    }

    private static SSLContext context(Config config) {
        try {
            return SSLUtils.sslContext(config);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads JSON in which names need no quotes and strings may have single ones. */
    static JsonNode parse(String relaxed) {
        try {
            return MAPPER.readTree(relaxed);
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(relaxed);
        }
    }

    Reply send(Tally tally, String method, String path, Map<String, String> headers, String body) {
        HttpClient sender = headers.containsKey("Authorization") ? stranger : http;
        HttpResponse<String> response = exchange(sender, request(method, path, headers, body), BodyHandlers.ofString());
        return new Reply(
                tally,
                method + " " + path,
                response.statusCode(),
                parse(response.body()),
                response.headers().allValues("Warning"));
    }

    Watch watch(Tally tally, String path, Map<String, String> headers) {
        return new Watch(
                tally,
                path,
                exchange(http, request("GET", path, headers, ""), BodyHandlers.ofInputStream())
                        .body());
    }

    /** Watches by WebSocket; each message is one line of the stream. */
    Watch webSocketWatch(Tally tally, String path) {
        PipedInputStream lines = new PipedInputStream(1 << 20);
        URI uri = URI.create(config.getMasterUrl().replaceAll("/$", "").replaceFirst("^http", "ws") + path);
        webSocket()
                .header("Origin", config.getMasterUrl().replaceAll("/$", ""))
                .buildAsync(uri, new Lines(lines))
                .join();
        return new Watch(tally, path, lines);
    }

    /** Opens a port-forward; a refusal is the cause of what is thrown. */
    Tunnel tunnel(Tally tally, String path) {
        Tunnel tunnel = new Tunnel(tally);
        webSocket()
                .subprotocols("v4.channel.k8s.io")
                .buildAsync(URI.create(address().replaceFirst("^http", "ws") + path), tunnel)
                .join();
        return tunnel;
    }

    private WebSocket.Builder webSocket() {
        WebSocket.Builder builder = http.newWebSocketBuilder();
        authorization().ifPresent(value -> builder.header("Authorization", value));
        return builder;
    }

    /** A kubeconfig with a client certificate has no token. */
    private Optional<String> authorization() {
        return Optional.ofNullable(config.getAutoOAuthToken())
                .filter(token -> !token.isEmpty())
                .map(token -> "Bearer " + token);
    }

    /** Asks for a protocol that the client library would not ask for. */
    Reply upgrade(Tally tally, String path, String protocol) {
        URI server = URI.create(address());
        String head =
                "POST %s HTTP/1.1\r\nHost: %s\r\n%sConnection: Upgrade\r\nUpgrade: %s\r\nContent-Length: 0\r\n\r\n"
                        .formatted(
                                path,
                                server.getAuthority(),
                                authorization()
                                        .map("Authorization: %s\r\n"::formatted)
                                        .orElse(""),
                                protocol);
        try (Socket socket = sockets(server).createSocket(server.getHost(), server.getPort())) {
            socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
            BufferedReader answer =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            int code = Integer.parseInt(answer.readLine().split(" ", 3)[1]);
            String line = answer.readLine();
            int length = 0;
            while (line != null && !line.isEmpty()) {
                length = line.regionMatches(true, 0, LENGTH, 0, LENGTH.length())
                        ? Integer.parseInt(line.substring(LENGTH.length()).strip())
                        : length;
                line = answer.readLine();
            }
            char[] body = new char[length];
            int read = answer.read(body, 0, length);
            return new Reply(tally, "POST " + path, code, parse(new String(body, 0, Math.max(0, read))), List.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private SocketFactory sockets(URI server) {
        return server.getScheme().equals("http")
                ? SocketFactory.getDefault()
                : context(config).getSocketFactory();
    }

    private String address() {
        return config.getMasterUrl().replaceAll("/$", "");
    }

    /** Writes each message of a WebSocket as a line. */
    private static final class Lines implements WebSocket.Listener {

        private final PipedOutputStream out;

        Lines(PipedInputStream in) {
            try {
                out = new PipedOutputStream(in);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
            try {
                out.write(text.toString().stripTrailing().getBytes(StandardCharsets.UTF_8));
                if (last) {
                    out.write('\n');
                    out.flush();
                }
            } catch (IOException closed) {
                socket.abort();
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            try {
                out.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return null;
        }
    }

    private HttpRequest request(String method, String path, Map<String, String> headers, String body) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(
                        URI.create(config.getMasterUrl().replaceAll("/$", "") + path))
                .timeout(Duration.ofSeconds(60))
                .method(method, BodyPublishers.ofString(body));
        if (!headers.containsKey("Authorization")) {
            authorization().ifPresent(value -> builder.header("Authorization", value));
        }
        headers.forEach((name, value) -> {
            if (!value.isEmpty()) {
                builder.header(name, value);
            }
        });
        return builder.build();
    }

    private static <T> HttpResponse<T> exchange(
            HttpClient sender, HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return sender.send(request, handler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
