// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.spurline.cluster.Blueprint;
import dev.spurline.cluster.ClusterException;
import dev.spurline.cluster.ClusterSpec;
import dev.spurline.embedded.internal.apiserver.ApiServer;
import dev.spurline.embedded.internal.blueprint.ClusterClient;
import dev.spurline.embedded.internal.controllers.ClusterControllers;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Node and mesh at an API server that others have started: control plane without nodes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AttachTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private ApiServer server;
    private KubernetesClient client;
    private ClusterControllers controllers;

    /** Has one thing of its own in a namespace of its own, and one in a namespace that is there already. */
    public static final class Greeting implements Blueprint {

        @Override
        public void describe(ClusterSpec cluster) {
            cluster.namespace("hello")
                    .manifests("classpath:blueprints/greeting.yaml")
                    .manifests("{apiVersion: v1, kind: ConfigMap, metadata: {name: own, namespace: default}}")
                    .manifests(
                            "{apiVersion: v1, kind: ConfigMap, metadata: {name: others, namespace: default}, data: {a: ours}}")
                    .ingress("greeting");
            cluster.images().inProcess("test/greeting:*", EmbeddedClusterTests::greeting);
        }
    }

    @BeforeAll
    void startControlPlane() {
        server = ApiServer.start();
        client = client(server.kubeconfig());
        controllers = ClusterControllers.start(client);
        client.configMaps()
                .inNamespace("default")
                .resource(new io.fabric8.kubernetes.api.model.ConfigMapBuilder()
                        .withNewMetadata()
                        .withName("others")
                        .endMetadata()
                        .withData(Map.of("a", "theirs"))
                        .build())
                .create();
    }

    @AfterAll
    void stopControlPlane() {
        controllers.close();
        client.close();
        server.close();
    }

    @Test
    void runsABlueprintAndRemovesWhatItMade(@TempDir Path directory) throws Exception {
        Path kubeconfig = Files.writeString(directory.resolve("config"), server.kubeconfig());

        EmbeddedCluster cluster = AttachedNode.attach(
                "--kubeconfig", kubeconfig.toString(),
                "--context", "spurline-embedded",
                "--blueprint", Greeting.class.getName());

        Node node = client.nodes().list().getItems().get(0);
        String name = node.getMetadata().getName();
        Pod pod = client.pods().inNamespace("hello").list().getItems().get(0);
        assertThat(name).matches("spurline-[a-z0-9]{4}");
        assertThat(pod.getSpec().getNodeName()).isEqualTo(name);
        assertThat(get(cluster.uri("greeting"))).isEqualTo("hello");
        assertThat(healthz(node)).isEqualTo("ok");
        await("the lease").atMost(PATIENCE).until(() -> lease(name) != null);
        assertThat(lease(name).getSpec().getLeaseDurationSeconds()).isEqualTo(40);
        assertThat(client.pods()
                        .inNamespace("hello")
                        .withName(pod.getMetadata().getName())
                        .getLog())
                .isEqualTo("greeting starts\n");

        cluster.close();

        assertThat(client.nodes().list().getItems()).isEmpty();
        assertThat(lease(name)).isNull();
        assertThat(client.namespaces().withName("hello").get()).isNull();
        assertThat(client.configMaps().inNamespace("default").withName("own").get())
                .isNull();
        assertThat(client.configMaps()
                        .inNamespace("default")
                        .withName("others")
                        .get()
                        .getData())
                .isEqualTo(Map.of("a", "theirs"));
    }

    @Test
    void goesOnWhenTheApiServerWasAway() throws Exception {
        try (Relay relay = new Relay(URI.create(server.url()).getPort());
                EmbeddedCluster cluster = EmbeddedCluster.attach(
                        server.kubeconfig().replace(server.url(), "https://127.0.0.1:" + relay.port()),
                        describing("away"))) {
            String node = client.pods()
                    .inNamespace("away")
                    .list()
                    .getItems()
                    .get(0)
                    .getSpec()
                    .getNodeName();
            URI greeting = cluster.uri("greeting");
            relay.goAway();
            client.apps().deployments().inNamespace("away").withName("greeting").scale(2);
            await("a second pod, bound")
                    .atMost(PATIENCE)
                    .until(() -> client.pods().inNamespace("away").list().getItems().stream()
                                    .filter(pod -> node.equals(pod.getSpec().getNodeName()))
                                    .count()
                            == 2);
            assertThat(get(greeting)).isEqualTo("hello");

            relay.comeBack();
            ZonedDateTime back = ZonedDateTime.now(ZoneOffset.UTC);

            await("the second pod")
                    .atMost(PATIENCE)
                    .until(() -> client.apps()
                                    .deployments()
                                    .inNamespace("away")
                                    .withName("greeting")
                                    .get()
                                    .getStatus()
                                    .getReadyReplicas()
                            == 2);
            await("the lease goes on")
                    .atMost(PATIENCE)
                    .until(() -> lease(node).getSpec().getRenewTime().isAfter(back));
        }
    }

    @Test
    void saysWhichArgumentIsMissing() {
        assertThatThrownBy(() -> AttachedNode.attach("--kubeconfig", "x"))
                .isInstanceOf(ClusterException.class)
                .hasMessage("Argument [--context] is missing. Usage: dev.spurline.embedded.AttachedNode "
                        + "--kubeconfig FILE --context NAME --blueprint CLASS");
    }

    private static Blueprint describing(String namespace) {
        return cluster -> {
            new Greeting().describe(cluster);
            cluster.namespace(namespace);
        };
    }

    private Lease lease(String node) {
        return client.leases().inNamespace("kube-node-lease").withName(node).get();
    }

    private static KubernetesClient client(String kubeconfig) {
        return ClusterClient.builder(Config.fromKubeconfig(kubeconfig)).build();
    }

    /** Asks the kubelet's endpoint where the Node says it is; its certificate is of its own making. */
    private static String healthz(Node node) {
        String host = node.getStatus().getAddresses().get(0).getAddress();
        int port = node.getStatus().getDaemonEndpoints().getKubeletEndpoint().getPort();
        Config config = new ConfigBuilder()
                .withMasterUrl("https://%s:%d".formatted(host, port))
                .withTrustCerts(true)
                .withDisableHostnameVerification(true)
                .build();
        try (KubernetesClient kubelet =
                ClusterClient.builder().withConfig(config).build()) {
            return kubelet.raw("/healthz");
        }
    }

    private static String get(URI uri) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri.resolve("/"))
                .timeout(Duration.ofMinutes(1))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
