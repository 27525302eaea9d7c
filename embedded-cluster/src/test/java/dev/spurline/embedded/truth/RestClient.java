// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.truth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Sends requests as they were recorded: no User-Agent, the administrator's token, any certificate. */
final class RestClient {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final String url;
    private final String token;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(trusting())
            .build();

    RestClient(String url, String token) {
        this.url = url;
        this.token = token;
    }

    Answer get(String path) {
        return send(MAPPER.createObjectNode().put("method", "GET").put("path", path));
    }

    Answer send(String method, String path, String contentType, JsonNode body) {
        return send(MAPPER.createObjectNode()
                .put("method", method)
                .put("path", path)
                .put("contentType", contentType)
                .set("body", body));
    }

    /** Sends a recorded request whose placeholders are filled. */
    Answer send(JsonNode request) {
        HttpResponse<String> response = exchange(request(request), BodyHandlers.ofString());
        return new Answer(response.statusCode(), json(response.body()));
    }

    /** Opens a watch; the caller closes the stream. */
    HttpResponse<InputStream> open(String path) {
        return exchange(
                request(MAPPER.createObjectNode().put("method", "GET").put("path", path)),
                BodyHandlers.ofInputStream());
    }

    static JsonNode json(String text) {
        try {
            JsonNode node = MAPPER.readTree(text);
            return node.isContainerNode() ? node : TextNode.valueOf(text);
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(text);
        }
    }

    private HttpRequest request(JsonNode recorded) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(
                        URI.create(url + recorded.path("path").asText()))
                .timeout(Duration.ofSeconds(60))
                .header("User-Agent", "");
        String impersonate = recorded.path("impersonate").asText("");
        if (!impersonate.equals("-")) {
            builder.header("Authorization", "Bearer " + token);
        }
        if (!impersonate.isEmpty() && !impersonate.equals("-")) {
            builder.header("Impersonate-User", impersonate);
        }
        if (recorded.has("accept")) {
            builder.header("Accept", recorded.path("accept").asText());
        }
        String body = recorded.has("rawBody")
                ? recorded.path("rawBody").asText()
                : recorded.path("body").toString();
        if (!body.isEmpty()) {
            builder.header("Content-Type", recorded.path("contentType").asText("application/json"));
        }
        return builder.method(recorded.path("method").asText(), BodyPublishers.ofString(body))
                .build();
    }

    private <T> HttpResponse<T> exchange(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return http.send(request, handler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static SSLContext trusting() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, List.of(new TrustsAll()).toArray(TrustManager[]::new), new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class TrustsAll extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
