// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spurline.PreflightException;
import dev.spurline.SandboxEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster is reached with what a kubeconfig says, as by kubectl: each request, each watch and each port-forward. */
class KubeconfigFormTests {

    @TempDir
    static Path directory;

    private static KubeconfigCluster cluster;

    @BeforeAll
    static void start() {
        cluster = KubeconfigCluster.start(directory);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static String token() {
        return KubeconfigCluster.users("token: " + cluster.token());
    }

    @Test
    void listsThatAreNullAreEmpty() throws Exception {
        Path first = cluster.write(
                "null.yaml",
                "apiVersion: v1\nkind: Config\nclusters: null\ncontexts: null\nusers: null\ncurrent-context: \"\"\n");
        Path second = cluster.write("null-beside.yaml", cluster.clusters() + KubeconfigCluster.CONTEXTS + token());

        try (SandboxEngine engine = cluster.connect(first, second)) {
            assertThat(engine.cluster()).contains("context [staging] at [%s/]".formatted(cluster.server()));
        }
    }

    @Test
    void contextClusterAndUserStandInDifferentFiles() throws Exception {
        Path contexts = cluster.write("contexts.yaml", KubeconfigCluster.CONTEXTS);
        Path clusters = cluster.write("clusters.yaml", cluster.clusters());
        Path users = cluster.write("users.yaml", token());

        try (SandboxEngine engine = cluster.connect(contexts, clusters, users)) {
            assertThat(KubeconfigCluster.answer(engine)).isEqualTo(HopsCluster.FORKED);
        }
    }

    @Test
    void aClusterThatNoFileHasIsNamed() throws IOException {
        Path file = cluster.write(
                "gone.yaml",
                cluster.clusters() + KubeconfigCluster.CONTEXTS.replace("cluster: c", "cluster: gone") + token());

        assertThatThrownBy(() -> cluster.connect(file))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "Context [staging] (decided by test spurline.context) cannot be used: context [staging] in kubeconfig [%s]: it names cluster [gone], which no file has; there are [c]. Correct the name, or add the file that has it to KUBECONFIG or spurline.kubeconfig",
                        file);
    }

    @Test
    void aProxyLeadsToTheServer() throws Exception {
        try (ConnectProxy proxy = ConnectProxy.to(cluster.server().getPort())) {
            Path file = cluster.write(
                    "proxy.yaml",
                    cluster.clustersAt("https://localhost:1", "proxy-url: http://" + proxy.authority())
                            + KubeconfigCluster.CONTEXTS
                            + token());

            try (SandboxEngine engine = cluster.connect(file)) {
                assertThat(KubeconfigCluster.answer(engine)).isEqualTo(HopsCluster.FORKED);
            }

            assertThat(proxy.asked()).hasSizeGreaterThan(3).containsOnly("localhost:1");
        }
    }

    @Test
    void theCertificateIsCheckedAgainstTheNameThatTheKubeconfigSays() throws Exception {
        try (ConnectProxy proxy = ConnectProxy.to(cluster.server().getPort())) {
            Path file = cluster.write(
                    "name.yaml",
                    cluster.clustersAt(
                                    "https://kube.example.invalid:6443",
                                    "tls-server-name: kubernetes.default.svc",
                                    "proxy-url: http://" + proxy.authority())
                            + KubeconfigCluster.CONTEXTS
                            + token());

            try (SandboxEngine engine = cluster.connect(file)) {
                assertThat(KubeconfigCluster.answer(engine)).isEqualTo(HopsCluster.FORKED);
            }

            assertThat(proxy.asked()).containsOnly("kube.example.invalid:6443");
        }
    }

    @Test
    void aPluginIsRunForAToken() throws Exception {
        cluster.program(
                "get-token",
                "[ \"$WHO\" = me ] && [ \"$1 $2\" = '--for two words' ] && echo a hint >&2 && echo '%s'"
                        .formatted(KubeconfigCluster.credential(cluster.token(), "")));
        Path file = cluster.write(
                "exec.yaml", cluster.clusters() + KubeconfigCluster.CONTEXTS + KubeconfigCluster.users("""
                                exec:
                                  apiVersion: client.authentication.k8s.io/v1
                                  command: ./get-token
                                  args: [--for, two words]
                                  env: [{name: WHO, value: me}]
                                  interactiveMode: Never
                                """));

        try (SandboxEngine engine = cluster.connect(file)) {
            assertThat(KubeconfigCluster.answer(engine)).isEqualTo(HopsCluster.FORKED);
        }
    }

    @Test
    void whatAPluginSaysIsToldWhenItFails() throws Exception {
        cluster.program(
                "expired",
                "echo '{}'; printf 'Your session has \\033[1mexpired\\033[0m,\\nrun acme login\\n' >&2; exit 7");
        Path file = cluster.write(
                "expired.yaml", cluster.clusters() + KubeconfigCluster.CONTEXTS + KubeconfigCluster.users("""
                                exec:
                                  apiVersion: client.authentication.k8s.io/v1
                                  command: ./expired
                                  interactiveMode: IfAvailable
                                  installHint: |
                                    install acme
                                    with brew
                                """));

        assertThatThrownBy(() -> cluster.connect(file))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "Context [staging] (decided by test spurline.context) cannot be used: program [./expired], which [exec] of user [u] in kubeconfig [%s] names, ended with exit code [7] and said: [Your session has expired, run acme login]. Run it in a terminal; its kubeconfig says: install acme with brew",
                        file);
    }

    @Test
    void aTokenInAFileIsReadAgainWhenItEnds() throws Exception {
        Path token = cluster.write("token.txt", cluster.token());
        Path file = cluster.write(
                "token-file.yaml",
                cluster.clusters() + KubeconfigCluster.CONTEXTS + KubeconfigCluster.users("tokenFile: token.txt"));
        Files.writeString(token, "of yesterday");

        assertThatThrownBy(() -> cluster.connect(file))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "Cluster of context [staging] in kubeconfig [%1$s] at [%2$s/] (decided by test spurline.context) does not accept [token in file [%3$s] of user [u] in kubeconfig [%1$s]]; whoever writes this file must renew the token",
                        file, cluster.server(), token);

        Files.writeString(token, cluster.token());
        try (SandboxEngine engine = cluster.connect(file)) {
            assertThat(KubeconfigCluster.answer(engine)).isEqualTo(HopsCluster.FORKED);
        }
    }

    @Test
    void aTokenThatTheServerRefusesIsMadeAnewOnce() throws Exception {
        cluster.program(
                "moody",
                "if [ -e \"$0.again\" ]; then echo '%s'; else touch \"$0.again\"; echo '%s'; fi"
                        .formatted(
                                KubeconfigCluster.credential(cluster.token(), ""),
                                KubeconfigCluster.credential("of yesterday", "")));
        Path file = cluster.write(
                "moody.yaml", cluster.clusters() + KubeconfigCluster.CONTEXTS + KubeconfigCluster.users("""
                                exec:
                                  apiVersion: client.authentication.k8s.io/v1
                                  command: ./moody
                                  interactiveMode: Never
                                """));

        try (SandboxEngine engine = cluster.connect(file)) {
            assertThat(KubeconfigCluster.answer(engine)).isEqualTo(HopsCluster.FORKED);
        }
    }

    @Test
    void theProxyOfTheEnvironmentLeadsToTheServer() throws Exception {
        try (ConnectProxy proxy = ConnectProxy.to(cluster.server().getPort())) {
            Path file = cluster.write(
                    "environment.yaml",
                    "clusters:\n- name: c\n  cluster: {server: 'https://kube.example.invalid', insecure-skip-tls-verify: true}\n"
                            + KubeconfigCluster.CONTEXTS + token());

            try (SandboxEngine engine =
                    cluster.connect(Map.of("HTTPS_PROXY", proxy.authority(), "NO_PROXY", "other"), file)) {
                assertThat(KubeconfigCluster.answer(engine)).isEqualTo(HopsCluster.FORKED);
            }

            assertThat(proxy.asked()).containsOnly("kube.example.invalid:443");
        }
    }

    @Test
    void whoShowsNothingIsNotAskedFurther() throws IOException {
        Path file =
                cluster.write("nobody.yaml", cluster.clusters() + KubeconfigCluster.CONTEXTS.replace(", user: u", ""));

        assertThatThrownBy(() -> cluster.connect(file))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "Cluster of context [staging] in kubeconfig [%1$s] at [%2$s/] (decided by test spurline.context) does not know the user by [nothing: the context of kubeconfig [%1$s] names no user]: forbidden: User \"system:anonymous\" cannot get path \"/apis\"; set [user] of the context, or say in [users] what to show",
                        file, cluster.server());
    }

    @Test
    void aUserWithAPasswordIsNotAskedFurther() throws IOException {
        Path file = cluster.write(
                "password.yaml",
                cluster.clusters() + KubeconfigCluster.CONTEXTS
                        + "users:\n- name: u\n  user: {username: me, password: secret}\n");

        assertThatThrownBy(() -> cluster.connect(file))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "Cluster of context [staging] in kubeconfig [%1$s] at [%2$s/] (decided by test spurline.context) does not know the user by [user name and password of user [u] in kubeconfig [%1$s]]: forbidden: User \"system:anonymous\" cannot get path \"/apis\"; use a token, a client certificate or an [exec]: API servers take no passwords since Kubernetes 1.19",
                        file, cluster.server());
    }
}
