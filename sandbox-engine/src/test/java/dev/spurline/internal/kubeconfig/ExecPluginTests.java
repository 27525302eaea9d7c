// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.kubeconfig;

import static net.javacrumbs.jsonunit.assertj.JsonAssertions.assertThatJson;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spurline.PreflightException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Programs that print credentials are run as by client-go. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the programs are shell scripts")
class ExecPluginTests extends CredentialsTestCase {

    private static final String CREDENTIAL =
            "echo '{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"kind\":\"ExecCredential\",\"status\":%s}'";

    private static String exec(String more) {
        return "exec:\n  apiVersion: client.authentication.k8s.io/v1\n  command: ./plugin\n  interactiveMode: IfAvailable\n"
                + more;
    }

    private Credentials plugin(String script) throws IOException {
        program("plugin", script);
        return credentials(exec(""));
    }

    @Test
    void aTokenIsKeptAsLongAsItIsSaidToLast() throws IOException {
        Credentials credentials = plugin(
                "echo run >> \"$0.runs\"\n"
                        + CREDENTIAL.formatted(
                                "{\"token\":\"t'$(wc -l < \"$0.runs\" | tr -d ' ')'\",\"expirationTimestamp\":\"2999-01-01T00:00:00+02:00\"}"));

        assertThat(credentials.authorization()).contains("Bearer t1");
        assertThat(credentials.authorization()).contains("Bearer t1");
        assertThat(credentials.renew("Bearer older")).isTrue();
        assertThat(credentials.authorization()).contains("Bearer t1");
        assertThat(credentials.renew("Bearer t1")).isTrue();
        assertThat(credentials.authorization()).contains("Bearer t2");
    }

    @Test
    void aTokenThatHasExpiredIsMadeAnew() throws IOException {
        Credentials credentials = plugin(
                "echo run >> \"$0.runs\"\n"
                        + CREDENTIAL.formatted(
                                "{\"token\":\"t'$(wc -l < \"$0.runs\" | tr -d ' ')'\",\"expirationTimestamp\":\"2020-01-01T00:00:00Z\"}"));

        assertThat(credentials.authorization()).contains("Bearer t2");
        assertThat(credentials.authorization()).contains("Bearer t3");
    }

    @Test
    void aTokenThatIsPrintedAgainIsNoOther() throws IOException {
        assertThat(plugin(CREDENTIAL.formatted("{\"token\":\"t\"}")).renew("Bearer t"))
                .isFalse();
    }

    @Test
    void theProgramIsToldOfItsClusterIfItWantsTo() throws IOException {
        program(
                "plugin",
                "printf %s \"$KUBERNETES_EXEC_INFO\" > \"$0.info\"; cat > /dev/null\n"
                        + CREDENTIAL.formatted("{\"token\":\"t\"}"));

        access("""
                server: https://kube.example.com:6443
                tls-server-name: kube
                insecure-skip-tls-verify: true
                proxy-url: http://proxy.example.com:3128
                extensions:
                - {name: other, extension: {a: 1}}
                - {name: client.authentication.k8s.io/exec, extension: {audience: staging}}
                """, exec("  provideClusterInfo: true\n  args: null\n  env: null\n"));

        assertThatJson(Files.readString(directory.resolve("plugin.info"))).isEqualTo("""
                {kind: 'ExecCredential', apiVersion: 'client.authentication.k8s.io/v1', spec: {interactive: false,
                 cluster: {server: 'https://kube.example.com:6443', 'tls-server-name': 'kube', 'insecure-skip-tls-verify': true,
                 'proxy-url': 'http://proxy.example.com:3128', config: {audience: 'staging'}}}}
                """);
    }

    @Test
    void theProgramIsNotToldOfItsClusterElse() throws IOException {
        plugin("printf %s \"$KUBERNETES_EXEC_INFO\" > \"$0.info\"\n" + CREDENTIAL.formatted("{\"token\":\"t\"}"));

        assertThatJson(Files.readString(directory.resolve("plugin.info")))
                .isEqualTo(
                        "{kind: 'ExecCredential', apiVersion: 'client.authentication.k8s.io/v1', spec: {interactive: false}}");
    }

    @Test
    void anotherCredentialOfTheUserKeepsTheProgramFromBeingRun() throws IOException {
        program("plugin", "exit 1");

        assertThat(credentials(exec("") + "token: mine").authorization()).contains("Bearer mine");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "true | printed nothing",
                "echo open a browser >&2 | printed nothing, and said: [open a browser]",
                "echo secret-token | printed something that is no ExecCredential",
                "echo '{\"kind\": \"ExecCredential\", \"apiVersion\": \"client.authentication.k8s.io/v1beta1\"}' | printed a [ExecCredential] of apiVersion [client.authentication.k8s.io/v1beta1], but the kubeconfig wants an [ExecCredential] of [client.authentication.k8s.io/v1]",
                "echo '{\"kind\": \"ExecCredential\", \"apiVersion\": \"client.authentication.k8s.io/v1\"}' | printed an ExecCredential with neither a token nor a client certificate",
                "echo '{\"kind\": \"ExecCredential\", \"apiVersion\": \"client.authentication.k8s.io/v1\", \"status\": {\"clientKeyData\": \"x\"}}' | printed only one of [clientCertificateData] and [clientKeyData]",
                "exit 3 | ended with exit code [3] and said: nothing",
                "echo see here; exit 4 | ended with exit code [4] and said: [see here]"
            })
    void whatTheProgramDidWrongIsTold(String script, String problem) {
        assertThatThrownBy(() -> plugin(script))
                .isInstanceOf(PreflightException.class)
                .hasMessage(program("./plugin") + problem + ". Run it in a terminal");
    }

    @Test
    void aProgramThatIsNotThereIsNamedWithItsHint() {
        assertThatThrownBy(() -> credentials(exec("  installHint: brew install plugin\n")))
                .hasMessage(program("./plugin")
                        + "is not there: [%s] does not exist; its kubeconfig says: brew install plugin"
                                .formatted(directory.resolve("plugin")));
    }

    @Test
    void aProgramThatIsNotOnThePathIsNamedWithThePath() {
        String path = System.getenv("PATH").replaceAll(File.pathSeparator + "+$", "");

        assertThatThrownBy(() -> credentials(exec("").replace("./plugin", "acme-cloud-login")))
                .hasMessage(program("acme-cloud-login")
                        + "is in no directory of the PATH of this JVM [%s]; an IDE that was started from the desktop has another PATH than a shell: install it, or write its whole path into [command]"
                                .formatted(path));
    }

    @Test
    void aFileThatMayNotBeRunIsNamed() throws IOException {
        Files.writeString(directory.resolve("plugin"), "#!/bin/sh\n");

        assertThatThrownBy(() -> credentials(exec("")))
                .hasMessage(program("./plugin")
                        + "is the file [%s], which this user may not run: chmod +x"
                                .formatted(directory.resolve("plugin")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "interactiveMode: IfAvailable | interactiveMode: Always | its [exec] has interactiveMode [Always], and tests have no terminal: set IfAvailable or Never if its program can do without, or use other credentials",
                "interactiveMode: IfAvailable | interactiveMode: Maybe | its [exec] has interactiveMode [Maybe]: it must be Never, IfAvailable or Always",
                "io/v1 | io/v1alpha1 | its [exec] has apiVersion [client.authentication.k8s.io/v1alpha1]: it must be client.authentication.k8s.io/v1 or client.authentication.k8s.io/v1beta1. Upgrade the program that wrote it",
                "command: ./plugin | command: null | its [exec] has no [command]: set it",
                "command: ./plugin | comand: ./plugin | its [exec] has no [command]: did you mean that by [comand]?"
            })
    void whatCannotBeRunIsRefused(String part, String instead, String problem) {
        assertThatThrownBy(() -> credentials(exec("").replace(part, instead)))
                .isInstanceOf(PreflightException.class)
                .hasMessage(unusable() + problem);
    }
}
