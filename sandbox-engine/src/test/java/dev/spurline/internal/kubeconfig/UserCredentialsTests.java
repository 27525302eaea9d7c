// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.kubeconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.spurline.PreflightException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tokens, names and ID tokens of a kubeconfig, and how they are kept current. */
class UserCredentialsTests extends CredentialsTestCase {

    @Test
    void aTokenThatIsRefusedIsReadAgain() throws IOException {
        Credentials credentials = credentials("token: old");
        assertThat(credentials.renew("Bearer old")).isFalse();

        write("server: https://kube.example.com:6443", "token: new");

        assertThat(credentials.authorization()).contains("Bearer old");
        assertThat(credentials.renew("Bearer old")).isTrue();
        assertThat(credentials.authorization()).contains("Bearer new");
    }

    @Test
    void aTokenInAFileThatIsRefusedIsReadAgain() throws IOException {
        Path token = Files.writeString(directory.resolve("token"), "old\n");
        Credentials credentials = credentials("token: beside\ntokenFile: ./token");
        assertThat(credentials.authorization()).contains("Bearer old");

        Files.writeString(token, "new\n");

        assertThat(credentials.renew("Bearer old")).isTrue();
        assertThat(credentials.authorization()).contains("Bearer new");
        Files.delete(token);
        assertThat(credentials.renew("Bearer new")).isFalse();
        assertThat(credentials.authorization()).contains("Bearer new");
    }

    @Test
    void aTokenFileThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> credentials("tokenFile: none"))
                .isInstanceOf(PreflightException.class)
                .hasMessage(unusable()
                        + "file [%s] of [tokenFile] does not exist: correct the path, or put the file there"
                                .formatted(directory.resolve("none")));
    }

    @Test
    void aTokenFileThatIsEmptyIsNamed() throws IOException {
        Path file = Files.writeString(directory.resolve("token"), " \n");

        assertThatThrownBy(() -> credentials("tokenFile: token"))
                .isInstanceOf(PreflightException.class)
                .hasMessage(unusable()
                        + "file [%s] of [tokenFile] is empty: whoever writes this file must renew the token"
                                .formatted(file));
    }

    @Test
    void aNameWithPassword() throws IOException {
        assertThat(credentials("username: me\npassword: 'p:ä'").authorization())
                .contains("Basic " + Base64.getEncoder().encodeToString("me:p:ä".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void requestsMayBeMadeAsSomebodyElse() throws IOException {
        ApiServerAccess access = access(
                "server: https://kube.example.com",
                "token: t\nas: jane\nas-uid: '7'\nas-groups: [dev, ops]\nas-user-extra: {acme.com/team: [a, b]}");

        assertThat(access.impersonation().headers())
                .isEqualTo(List.of(
                        Map.entry("Impersonate-User", "jane"),
                        Map.entry("Impersonate-Uid", "7"),
                        Map.entry("Impersonate-Group", "dev"),
                        Map.entry("Impersonate-Group", "ops"),
                        Map.entry("Impersonate-Extra-acme.com%2Fteam", "a"),
                        Map.entry("Impersonate-Extra-acme.com%2Fteam", "b")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "token: 123 | [token] is not a text: put it in quotes",
                "{token: t, username: me} | it has a [token] and a [username]: keep one of them",
                "as-groups: [dev] | [as-uid], [as-groups] and [as-user-extra] need [as]",
                "{exec: {}, auth-provider: {}} | it has an [exec] and an [auth-provider]: keep one of them",
                "auth-provider: {name: gcp} | its [auth-provider] is [gcp], which kubectl has not known since 1.26: log in again with a present version of its program, which writes an [exec]",
                "auth-provider: {name: oidc, config: {}} | its [id-token] has ended, and there is no [refresh-token]: log in again"
            })
    void whatCannotBeUsedIsRefused(String user, String problem) {
        assertThatThrownBy(() -> credentials(user))
                .isInstanceOf(PreflightException.class)
                .hasMessage(unusable() + problem);
    }

    private static String idToken(long secondsFromNow) {
        String claims = "{\"exp\":%d}".formatted(Instant.now().getEpochSecond() + secondsFromNow);
        return "e30." + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8))
                + ".sig";
    }

    private static String oidc(String issuer, String token) {
        return "auth-provider: # by acme\n  name: oidc\n  config:\n    idp-issuer-url: %s/\n    client-id: shop\n    client-secret: s\n    refresh-token: first\n    id-token: %s\n"
                .formatted(issuer, token);
    }

    @Test
    void anIdTokenThatLastsIsUsed() throws IOException {
        String token = idToken(600);

        assertThat(credentials(oidc("https://issuer.invalid", token)).authorization())
                .contains("Bearer " + token);
    }

    @Test
    void anIdTokenThatHasEndedIsExchangedAndWrittenBack() throws IOException {
        String token = idToken(600);
        List<String> forms = new CopyOnWriteArrayList<>();
        HttpServer issuer = issuer(200, "{\"id_token\":\"%s\",\"refresh_token\":\"second\"}".formatted(token), forms);
        String url = "http://127.0.0.1:" + issuer.getAddress().getPort();
        try {
            Credentials credentials = credentials(oidc(url, idToken(-600)));

            assertThat(credentials.authorization()).contains("Bearer " + token);
            assertThat(forms).containsExactly("grant_type=refresh_token&refresh_token=first");
            assertThat(Files.readString(file()))
                    .contains("# by acme", "refresh-token: second\n", "id-token: " + token + "\n");
        } finally {
            issuer.stop(0);
        }
    }

    @Test
    void anIssuerThatRefusesIsNamed() throws IOException {
        HttpServer issuer = issuer(
                400,
                "{\"error\":\"invalid_grant\",\"error_description\":\"Session ended\"}",
                new CopyOnWriteArrayList<>());
        String url = "http://127.0.0.1:" + issuer.getAddress().getPort();
        try {
            assertThatThrownBy(() -> credentials(oidc(url, idToken(-600))))
                    .isInstanceOf(PreflightException.class)
                    .hasMessage(unusable()
                            + "its [id-token] has ended, and its issuer at [%s/token] answered [400] invalid_grant Session ended: log in again"
                                    .formatted(url));
        } finally {
            issuer.stop(0);
        }
    }

    private static HttpServer issuer(int code, String answer, List<String> forms) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        String endpoint =
                "http://127.0.0.1:%d/token".formatted(server.getAddress().getPort());
        server.createContext("/", exchange -> {
            try (exchange) {
                boolean token = exchange.getRequestURI().getPath().equals("/token");
                if (token) {
                    forms.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                }
                byte[] body = (token ? answer : "{\"token_endpoint\":\"%s\"}".formatted(endpoint))
                        .getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(token ? code : 200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
        return server;
    }
}
