// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.alone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.spurline.cluster.Blueprint;
import dev.spurline.cluster.ClusterSpec.Mesh;
import dev.spurline.cluster.PodServer;
import dev.spurline.embedded.EmbeddedCluster;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tests an operator against the embedded cluster, as docs/embedded-cluster.md tells. */
class OperatorTests {

    private static EmbeddedCluster cluster;
    private static KubernetesClient client;

    @BeforeAll
    static void start() {
        Blueprint blueprint = spec -> {
            spec.mesh(Mesh.NONE);
            spec.images().inProcess("example/greeting:*", container -> {
                HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
                server.start();
                return PodServer.of(8080, server.getAddress().getPort(), () -> server.stop(0));
            });
        };
        cluster = EmbeddedCluster.start(blueprint);
        client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(cluster.kubeconfig()))
                .build();
    }

    @AfterAll
    static void stop() {
        client.close();
        cluster.close();
    }

    @Test
    void runsWhatAConfigMapAsksForAndFollowsItsChanges() {
        try (GreetingOperator operator = new GreetingOperator(client)) {
            ConfigMap hello = client.resource(greeting("hello", 1)).create();
            await().untilAsserted(() -> assertThat(ready("hello")).hasSize(1));

            client.resource(hello).edit(map -> greeting("hello", 2));
            await().untilAsserted(() -> assertThat(ready("hello")).hasSize(2));

            client.resource(hello).delete();
            await().untilAsserted(() -> assertThat(pods("hello")).isEmpty());
            assertThat(operator).isNotNull();
        }
    }

    private static ConfigMap greeting(String name, int replicas) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("default")
                .addToLabels("greeting", "yes")
                .endMetadata()
                .withData(Map.of("replicas", String.valueOf(replicas)))
                .build();
    }

    private static List<Pod> ready(String name) {
        return pods(name).stream()
                .filter(pod -> Readiness.getInstance().isReady(pod))
                .toList();
    }

    private static List<Pod> pods(String name) {
        return client.pods()
                .inNamespace("default")
                .withLabel("app", name)
                .list()
                .getItems();
    }
}
