// SPDX-License-Identifier: Apache-2.0
package dev.spurline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the program says to wrong options, and of a cluster that it does not reach. */
class DoctorOptionsTests extends DoctorTestCase {

    private static final Settings NONE = name -> Optional.empty();

    private static final String USAGE = """
            Usage: java dev.spurline.Doctor [--context NAME] [--namespace NAMESPACE] [--service SERVICE] [--kubeconfig FILE]

            Tells what Spurline finds in a namespace and all that keeps a sandbox from being opened there, and opens none.

              --context NAME         a context of the kubeconfig; else the cluster that spurline.* settings choose
              --namespace NAMESPACE  where; else spurline.namespace, else the namespace of the context
              --service SERVICE      the Service to fork; else each of the namespace
              --kubeconfig FILE      else spurline.kubeconfig, KUBECONFIG or ~/.kube/config

            Ends with 0 if a sandbox could be opened, with 1 if something is wrong, with 2 if an option is.
            """;

    static Stream<Arguments> wrong() {
        return Stream.of(
                Arguments.of("--contxt", "There is no option [--contxt]: did you mean [--context]?"),
                Arguments.of(
                        "shop",
                        "There is no option [shop]: there are [--context, --namespace, --service, --kubeconfig, --help]"),
                Arguments.of("--service", "Option [--service] needs a value"),
                Arguments.of("--service=", "Option [--service] needs a value"),
                Arguments.of("--service=a --service b", "Option [--service] is given twice"));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void wrongOptions(String options, String message) {
        assertThat(doctor(NONE, options.split(" "))).isEqualTo(message + "\n\n" + USAGE + "ends with 2");
    }

    @Test
    void help() {
        assertThat(doctor(NONE, "--context", "a", "--help")).isEqualTo(USAGE + "ends with 0");
    }

    @Test
    void noClusterIsNamed() {
        assertThat(doctor(NONE, "--namespace", "shop")).isEqualTo("""
                Wrong
                - No cluster is chosen: set spurline.context=<context of your kubeconfig> for a cluster that runs, or name a blueprint for an embedded one (@Sandbox(blueprint = …) or spurline.blueprint). The current context is never used just because it is current
                ends with 1""");
    }

    @Test
    void nobodyListens(@TempDir Path directory) throws IOException {
        ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        free.close();

        assertThat(unreached(directory, free))
                .isEqualTo("refuses connections; check that it runs, or choose another with spurline.context");
    }

    @Test
    void nobodyAnswers(@TempDir Path directory) throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            assertThat(unreached(directory, silent))
                    .isEqualTo(
                            "does not answer within 4 s; check that it runs, the VPN, the firewall, and whether a proxy leads there (proxy-url, HTTPS_PROXY, NO_PROXY)");
        }
    }

    private static String unreached(Path directory, ServerSocket server) throws IOException {
        String url = "https://127.0.0.1:" + server.getLocalPort();
        Path kubeconfig = Files.writeString(directory.resolve("kubeconfig"), """
                clusters: [{name: c, cluster: {server: '%s'}}]
                users: [{name: u, user: {token: secret}}]
                contexts: [{name: staging, context: {cluster: c, user: u}}]
                """.formatted(url));
        String printed = doctor(NONE, "--context", "staging", "--kubeconfig", kubeconfig.toString());
        String subject =
                "Wrong\n- Cluster of context [staging] in kubeconfig [%s] at [%s/] (decided by option --context) "
                        .formatted(kubeconfig, url);
        assertThat(printed).startsWith(subject).endsWith("\nends with 1");
        return printed.substring(subject.length(), printed.length() - "\nends with 1".length());
    }
}
