// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spurline.embedded.internal.apiserver.admission.HookVerdict;
import dev.spurline.embedded.internal.blueprint.ClusterClient;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who gets in, and what stops a write. */
class AccessTests {

    private ApiServer server;
    private KubernetesClient admin;

    @BeforeEach
    void start() {
        server = ApiServer.start();
        admin = client(Config.fromKubeconfig(server.kubeconfig()));
    }

    @AfterEach
    void stop() {
        admin.close();
        server.close();
    }

    @Test
    void aWrongTokenIsNotAuthorized() {
        try (KubernetesClient stranger = withToken("wrong")) {
            assertThatThrownBy(
                            () -> stranger.configMaps().inNamespace("default").list())
                    .isInstanceOfSatisfying(
                            KubernetesClientException.class,
                            e -> assertThat(e.getCode()).isEqualTo(401));
        }
    }

    @Test
    void theAddressWithoutTlsAsksForATokenToo() {
        String kubeconfig = server.plain(server.kubeconfig());
        try (KubernetesClient engine = client(Config.fromKubeconfig(kubeconfig));
                KubernetesClient stranger = client(new ConfigBuilder(Config.empty())
                        .withMasterUrl(server.plainUrl())
                        .withOauthToken("wrong")
                        .build())) {
            assertThat(engine.namespaces().withName("default").get()).isNotNull();
            assertThatThrownBy(
                            () -> stranger.configMaps().inNamespace("default").list())
                    .isInstanceOfSatisfying(
                            KubernetesClientException.class,
                            e -> assertThat(e.getCode()).isEqualTo(401));
        }
    }

    @Test
    void aServiceAccountMayWhatItsRoleAllowsAndNoMore() {
        String token = tokenOf("bot");
        admin.resource(new RoleBuilder()
                        .withNewMetadata()
                        .withName("reader")
                        .withNamespace("default")
                        .endMetadata()
                        .withRules(new PolicyRuleBuilder()
                                .withApiGroups("")
                                .withResources("configmaps")
                                .withVerbs("list")
                                .build())
                        .build())
                .create();
        admin.resource(new RoleBindingBuilder()
                        .withNewMetadata()
                        .withName("reader")
                        .withNamespace("default")
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "Role", "reader")
                        .addNewSubject("", "ServiceAccount", "bot", "default")
                        .build())
                .create();

        try (KubernetesClient bot = withToken(token)) {
            assertThat(bot.configMaps().inNamespace("default").list().getItems())
                    .isEmpty();
            assertThatThrownBy(() -> bot.secrets().inNamespace("default").list())
                    .hasMessageContaining(
                            "User \"system:serviceaccount:default:bot\" cannot list resource \"secrets\"");
        }
    }

    @Test
    void aTokenEndsWithItsServiceAccount() {
        String token = tokenOf("bot");
        admin.serviceAccounts().inNamespace("default").withName("bot").delete();

        try (KubernetesClient bot = withToken(token)) {
            assertThatThrownBy(() -> bot.configMaps().inNamespace("default").list())
                    .hasMessageContaining("Unauthorized");
        }
    }

    @Test
    void aForeignOriginIsRefused() throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(server.plainUrl() + "/api"))
                                .header("Authorization", "Bearer " + server.adminToken())
                                .header("Origin", "http://evil.example")
                                .build(),
                        HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("Origin [evil.example] is foreign");
    }

    @Test
    void aForeignHostIsAskedForWithATokenOnly() throws Exception {
        assertThat(statusOf("kube.example.com", "")).isEqualTo(403);
        assertThat(statusOf("kube.example.com", server.adminToken())).isEqualTo(200);
        assertThat(statusOf("localhost", "")).isEqualTo(200);
    }

    /** Asks for the version by another name; the JDK's client does not let anybody set it. */
    private int statusOf(String host, String token) throws IOException {
        URI uri = URI.create(server.plainUrl());
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            String head = "GET /version HTTP/1.1\r\nHost: %s\r\n%sConnection: close\r\n\r\n"
                    .formatted(host, token.isEmpty() ? "" : "Authorization: Bearer " + token + "\r\n");
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return Integer.parseInt(answer.split(" ", 3)[1]);
        }
    }

    @Test
    void aHookRefusesAWrite() throws Exception {
        try (AutoCloseable hook = server.admission(request -> HookVerdict.refuse(403, "not on a Friday"))) {
            assertThat(hook).isNotNull();
            assertThatThrownBy(() -> create("one")).hasMessageContaining("denied the request: not on a Friday");
        }
        create("one");
    }

    @Test
    void aHookChangesAWriteAndMayCallTheServer() throws Exception {
        try (AutoCloseable hook = server.admission(request -> {
            admin.namespaces().list();
            request.object().withObject("/data").put("seen", "yes");
            return HookVerdict.mutate(request.object());
        })) {
            assertThat(hook).isNotNull();
            create("one");
        }

        assertThat(admin.configMaps()
                        .inNamespace("default")
                        .withName("one")
                        .get()
                        .getData())
                .isEqualTo(Map.of("a", "1", "seen", "yes"));
    }

    @Test
    void aQuotaIsCountedAndEnforced() {
        admin.resource(new ResourceQuotaBuilder()
                        .withNewMetadata()
                        .withName("few")
                        .withNamespace("default")
                        .endMetadata()
                        .withNewSpec()
                        .addToHard("configmaps", new Quantity("1"))
                        .endSpec()
                        .build())
                .create();
        create("one");

        assertThatThrownBy(() -> create("two"))
                .hasMessageContaining(
                        "exceeded quota: few, requested: configmaps=1, used: configmaps=1, limited: configmaps=1");
        admin.configMaps().inNamespace("default").withName("one").delete();
        create("two");
    }

    private String tokenOf(String account) {
        admin.resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withName(account)
                        .withNamespace("default")
                        .endMetadata()
                        .build())
                .create();
        TokenRequest issued =
                admin.serviceAccounts().inNamespace("default").withName(account).tokenRequest(new TokenRequest());
        return issued.getStatus().getToken();
    }

    private void create(String name) {
        admin.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace("default")
                        .endMetadata()
                        .addToData("a", "1")
                        .build())
                .create();
    }

    private KubernetesClient withToken(String token) {
        Config config = Config.fromKubeconfig(server.kubeconfig());
        return client(new ConfigBuilder(config)
                .withOauthToken(token)
                .withAutoOAuthToken(token)
                .build());
    }

    private static KubernetesClient client(Config config) {
        return ClusterClient.builder().withConfig(config).build();
    }
}
