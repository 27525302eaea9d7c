// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.kubeconfig;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spurline.PreflightException;
import dev.spurline.Settings;
import dev.spurline.cluster.internal.failure.FailureText;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.TrustManager;

/** Asks the issuer of ID tokens for a new one. */
final class OidcIssuer {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final KubeconfigEntry user;
    private final KubeconfigEntry config;
    private final Settings settings;

    OidcIssuer(KubeconfigEntry user, KubeconfigEntry config, Settings settings) {
        this.user = user;
        this.config = config;
        this.settings = settings;
    }

    /**
     * What an issuer gives.
     *
     * @param id the ID token
     * @param refresh the next refresh token, if the last one counts no more
     */
    record Tokens(String id, Optional<String> refresh) {

        /** Shows no secret. */
        @Override
        public String toString() {
            return "tokens";
        }
    }

    /**
     * Exchanges a refresh token.
     *
     * @throws PreflightException if the issuer does not answer, or refuses
     */
    Tokens refresh(String token) {
        URI issuer = URI.create(required("idp-issuer-url").replaceAll("/+$", "") + "/.well-known/openid-configuration");
        HttpClient client = client(issuer);
        JsonNode discovery = ask(client, HttpRequest.newBuilder(issuer).GET());
        URI endpoint = URI.create(text(discovery, "token_endpoint", issuer));
        JsonNode answer = ask(client, request(endpoint, token));
        return new Tokens(
                text(answer, "id_token", endpoint),
                Optional.of(answer.path("refresh_token").asText("")).filter(next -> !next.isEmpty()));
    }

    /** The client shows itself by HTTP Basic, which every issuer must take (OpenID Connect Core, section 9). */
    private HttpRequest.Builder request(URI endpoint, String token) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "refresh_token");
        form.put("refresh_token", token);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(endpoint).header("Content-Type", "application/x-www-form-urlencoded");
        Optional<String> secret = config.text("client-secret");
        if (secret.isPresent()) {
            String pair = encoded(required("client-id")) + ":" + encoded(secret.get());
            request.header(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
        } else {
            form.put("client_id", required("client-id"));
        }
        return request.POST(HttpRequest.BodyPublishers.ofString(form.entrySet().stream()
                .map(field -> field.getKey() + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"))));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private JsonNode ask(HttpClient client, HttpRequest.Builder request) {
        HttpRequest asked =
                request.timeout(LIMIT).header("Accept", "application/json").build();
        try {
            HttpResponse<String> answer = client.send(asked, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == 200) {
                return JSON.readTree(answer.body());
            }
            throw OidcProvider.refused(
                    user,
                    "its issuer at [%s] answered [%d]%s"
                            .formatted(asked.uri(), answer.statusCode(), error(answer.body())));
        } catch (IOException e) {
            throw OidcProvider.refused(
                    user, "its issuer at [%s] does not answer: %s".formatted(asked.uri(), FailureText.of(e)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw OidcProvider.refused(user, "its issuer at [%s] was not waited for".formatted(asked.uri()));
        }
    }

    /** As in RFC 6749, section 5.2. */
    private static String error(String body) {
        try {
            JsonNode error = JSON.readTree(body);
            return error.path("error").isTextual()
                    ? " %s %s"
                            .formatted(
                                    error.path("error").textValue(),
                                    error.path("error_description").asText())
                            .stripTrailing()
                    : "";
        } catch (IOException e) {
            return "";
        }
    }

    private String text(JsonNode answer, String field, URI from) {
        return Optional.of(answer.path(field).asText(""))
                .filter(text -> !text.isEmpty())
                .orElseThrow(() -> OidcProvider.refused(
                        user, "the answer of its issuer at [%s] has no [%s]".formatted(from, field)));
    }

    private String required(String field) {
        return config.text(field)
                .orElseThrow(() -> user.wrong("the config of its [auth-provider] has no [%s]".formatted(field)));
    }

    private HttpClient client(URI issuer) {
        HttpClient.Builder client = HttpClient.newBuilder().connectTimeout(LIMIT);
        new ProxyEnvironment(settings)
                .proxy(issuer)
                .ifPresent(proxy -> client.proxy(ProxySelector.of(new InetSocketAddress(proxy.host(), proxy.port()))));
        config.bytes("idp-certificate-authority")
                .map(pem -> ServerTrust.judge(pem, user::wrong))
                .ifPresent(trust -> client.sslContext(SSLUtils.sslContext(null, new TrustManager[] {trust})));
        return client.build();
    }
}
