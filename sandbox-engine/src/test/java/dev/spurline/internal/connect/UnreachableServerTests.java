// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spurline.PreflightException;
import dev.spurline.engine.ConnectProxy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A server that is not reached, or is no API server, is told in one line: where it is written, what was seen, what to do. */
class UnreachableServerTests extends ConnectingTestCase {

    static Stream<Arguments> answers() {
        return Stream.of(
                Arguments.of(
                        200,
                        "<!DOCTYPE html>\n<html><head><title>\n Sign in\n to Acme</title>",
                        "answers with the web page [Sign in to Acme], as a login page or a gateway does and no API server; log in, check the VPN, and that [server] is the address of the API server"),
                Arguments.of(
                        502,
                        "<html><body>Bad gateway",
                        "answers with a web page, as a login page or a gateway does and no API server; log in, check the VPN, and that [server] is the address of the API server"),
                Arguments.of(
                        403,
                        "{\"kind\":\"Status\",\"message\":\"forbidden: User \\\"me\\\" cannot get path \\\"/version\\\"\"}",
                        "refuses [token of user [u] in kubeconfig [FILE]] with [403]: forbidden: User \"me\" cannot get path \"/version\"; ask for the right to read /version, which every user has by the ClusterRole [system:discovery]"),
                Arguments.of(
                        403,
                        "{\"kind\":\"Status\",\"message\":\"users \\\"you\\\" is forbidden: User \\\"me\\\" cannot impersonate\"}",
                        "refuses [token of user [u] in kubeconfig [FILE]] with [403]: users \"you\" is forbidden: User \"me\" cannot impersonate; ask for the right to impersonate, or leave [as] and what belongs to it out of the kubeconfig"),
                Arguments.of(
                        404,
                        "404 page not found\n",
                        "answers [404] to GET /version: 404 page not found; check that it runs and that [server] is right, or choose another with spurline.context"),
                Arguments.of(
                        400,
                        "Client sent an HTTP request to an HTTPS server.\n",
                        "speaks TLS only; set [server] to https://"),
                Arguments.of(
                        200,
                        "{\"hello\": 1}",
                        "answers [200] to GET /version: {\"hello\": 1}; check that it runs and that [server] is right, or choose another with spurline.context"));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void whatAnswersIsNoApiServer(int code, String body, String seen) throws IOException {
        try (StandInServer server = StandInServer.plain().answering(code, body)) {
            write("server: " + server.url(), "token: old");

            refused(subject(server.url()) + " "
                    + seen.replace("FILE", kubeconfig().toString()));
        }
    }

    @Test
    void aRedirectIsNotFollowed() throws IOException {
        try (StandInServer login = StandInServer.plain();
                StandInServer server =
                        StandInServer.plain().answering(302, "", "Location", login.url() + "/login?state=secret")) {
            write("server: " + server.url(), "token: old");

            refused(
                    "%s answers with a redirect to [%s/login], as a login page or a gateway does and no API server; log in, check the VPN, and that [server] is the address of the API server"
                            .formatted(subject(server.url()), login.url()));
            assertThat(login.seen()).isEmpty();
        }
    }

    @Test
    void aTokenThatIsRefusedWhileTheClocksDiffer() throws IOException {
        String past = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                ZonedDateTime.now(ZoneOffset.UTC).minusHours(1));
        try (ServerSocket server =
                saying("HTTP/1.1 401 Unauthorized\r\nDate: %s\r\nContent-Length: 0\r\n\r\n".formatted(past))) {
            String url = "http://127.0.0.1:" + server.getLocalPort();
            write("server: " + url, "token: old");

            assertThatThrownBy(this::connect)
                    .isInstanceOf(PreflightException.class)
                    .hasMessageMatching(Pattern.quote("%s does not accept [token of %s]; the clock of this machine is "
                                    .formatted(subject(url), user()))
                            + "36[0-9][0-9] s ahead of the server's; log in again");
        }
    }

    /** Starts a server that says the same to everybody, whatever they say. */
    private static ServerSocket saying(String answer) throws IOException {
        ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(
                () -> {
                    while (!server.isClosed()) {
                        try (Socket socket = server.accept()) {
                            int read = socket.getInputStream().read(new byte[4096]);
                            assertThat(read).isPositive();
                            socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                        } catch (IOException e) {
                            // Closed, or the client is gone.
                        }
                    }
                },
                "saying-server");
        thread.setDaemon(true);
        thread.start();
        return server;
    }

    @Test
    void nobodyListens() throws IOException {
        String url = "https://127.0.0.1:" + unusedPort();
        write("server: " + url, "token: old");

        refused(subject(url) + " refuses connections; check that it runs, or choose another with spurline.context");
    }

    @Test
    void theHostIsNotKnown() throws IOException {
        write("server: https://kube.invalid", "token: old");

        refused(
                subject("https://kube.invalid")
                        + " is not reached: the host [kube.invalid] is not known; check its name, the VPN, and whether a proxy leads there (proxy-url, HTTPS_PROXY)");
    }

    @Test
    void nothingIsAnswered() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String url = "http://127.0.0.1:" + silent.getLocalPort();
            write("server: " + url, "token: old");

            refused(
                    subject(url)
                            + " does not answer within 4 s; check that it runs, the VPN, the firewall, and whether a proxy leads there (proxy-url, HTTPS_PROXY, NO_PROXY)");
        }
    }

    @Test
    void theServerDoesNotSpeakTls() throws IOException {
        try (ServerSocket server = saying("HTTP/1.0 400 Bad Request\r\n\r\n")) {
            String authority = "127.0.0.1:" + server.getLocalPort();
            write("server: https://" + authority, "token: old");

            refused("%s does not speak TLS; set [server] to http://%s"
                    .formatted(subject("https://" + authority), authority));
        }
    }

    @Test
    void theProxyWantsALogin() throws IOException {
        try (ConnectProxy proxy = ConnectProxy.to(1, "me:secret")) {
            write("server: https://kube.invalid\nproxy-url: http://me:wrong@" + proxy.authority(), "token: old");

            refused(
                    "%s is not reached: its proxy [%s] (proxy-url of cluster [c] in kubeconfig [%s]) refuses: status: 407 Proxy Authentication Required; check user and password of the proxy, and that it allows the way there"
                            .formatted(subject("https://kube.invalid"), proxy.authority(), kubeconfig()));
        }
    }

    @Test
    void theProxyOfTheEnvironmentIsNotThere() throws IOException {
        String proxy = "127.0.0.1:" + unusedPort();
        write("server: https://kube.invalid", "token: old");

        refused(
                "%s is not reached: its proxy [%s] refuses connections; start the proxy, or correct the test https_proxy"
                        .formatted(subject("https://kube.invalid"), proxy),
                "https_proxy",
                proxy);
    }

    private void refused(String message, String... environment) {
        assertThatThrownBy(() -> connect(environment))
                .isInstanceOf(PreflightException.class)
                .hasMessage(message);
    }

    private static int unusedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
