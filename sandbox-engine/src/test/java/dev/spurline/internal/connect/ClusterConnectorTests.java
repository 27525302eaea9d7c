// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.connect;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.spurline.ClusterSettings;
import dev.spurline.PreflightException;
import dev.spurline.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterConnectorTests {

    @Test
    void refusesAContextThatIsNotAllowed() {
        assertThatThrownBy(() -> connect(Map.of("spurline.context", "prod", "spurline.allowed-contexts", "staging*")))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "Context [prod] (decided by test spurline.context) is not allowed: test spurline.allowed-contexts allows [staging*]. Use one of them, or add it there");
    }

    @Test
    void looksIntoTheKubeconfigOfTheSettings(@TempDir Path directory) {
        String file = directory.resolve("none").toString();

        assertThatThrownBy(() -> connect(Map.of("spurline.context", "staging", "spurline.kubeconfig", file)))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "Context [staging] (decided by test spurline.context) is nowhere: kubeconfig [%s] does not exist. Name the right file with spurline.kubeconfig or KUBECONFIG",
                        file);
    }

    @Test
    void refusesToBeInAPodThatItIsNotIn() {
        assertThatThrownBy(() -> connect(Map.of("spurline.cluster", "in-cluster")))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "spurline.cluster is [in-cluster], but this JVM does not run in a pod with a service account token: set spurline.context=<context of your kubeconfig> instead");
    }

    @Test
    void saysWhatToDoWhenTheServerKnowsTheUserNoMore(@TempDir Path directory) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(401, -1);
            exchange.close();
        });
        server.start();
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        Path file = Files.writeString(directory.resolve("kubeconfig"), """
                apiVersion: v1
                kind: Config
                clusters: [{name: c, cluster: {server: "%s"}}]
                users: [{name: u, user: {token: old}}]
                contexts: [{name: staging, context: {cluster: c, user: u}}]
                """.formatted(url));
        try {
            assertThatThrownBy(() ->
                            connect(Map.of("spurline.context", "staging", "spurline.kubeconfig", file.toString())))
                    .isInstanceOf(PreflightException.class)
                    .hasMessage(
                            "Cluster of context [staging] in kubeconfig [%1$s] at [%2$s/] (decided by test spurline.context) does not accept [token of user [u] in kubeconfig [%1$s]]; log in again",
                            file, url);
        } finally {
            server.stop(0);
        }
    }

    private static void connect(Map<String, String> values) {
        Settings settings =
                name -> Optional.ofNullable(values.get(name)).map(text -> new Settings.Value(text, "test " + name));
        new ClusterConnector(ClusterSettings.from(settings), Optional.empty()).connect();
    }
}
