// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.spurline.embedded.OwnThreads;
import dev.spurline.embedded.internal.blueprint.ClusterClient;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The API server as fabric8's client sees it. */
class ApiServerTests {

    private ApiServer server;
    private KubernetesClient client;

    @BeforeEach
    void start() {
        server = ApiServer.start();
        client = ClusterClient.builder(Config.fromKubeconfig(server.kubeconfig()))
                .build();
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void fourNamespacesExistAtStart() {
        List<Namespace> namespaces = client.namespaces().list().getItems();

        assertThat(namespaces)
                .extracting(namespace -> namespace.getMetadata().getName())
                .containsExactly("default", "kube-node-lease", "kube-public", "kube-system");
    }

    @Test
    void anObjectIsCreatedChangedAndDeleted() {
        ConfigMap created = client.resource(configMap("one")).create();
        ConfigMap patched = client.resource(created)
                .edit(map -> new ConfigMapBuilder(map).addToData("b", "2").build());
        client.resource(patched).delete();

        assertThat(patched.getData()).isEqualTo(Map.of("a", "1", "b", "2"));
        assertThat(patched.getMetadata().getUid())
                .isEqualTo(created.getMetadata().getUid());
        assertThat(client.resource(patched).get()).isNull();
    }

    @Test
    void aWriterOfAnOldVersionLoses() {
        ConfigMap first = client.resource(configMap("one")).create();
        client.resource(first)
                .edit(map -> new ConfigMapBuilder(map).addToData("b", "2").build());

        assertThatThrownBy(() -> client.resource(first).update())
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        e -> assertThat(e.getCode()).isEqualTo(409));
    }

    @Test
    void nothingIsLostBetweenListAndWatch() {
        client.resource(configMap("before")).create();
        String version =
                client.configMaps().inNamespace("default").list().getMetadata().getResourceVersion();
        client.resource(configMap("between")).create();
        Queue<String> events = new ConcurrentLinkedQueue<>();

        Watch watch = client.configMaps()
                .inNamespace("default")
                .withResourceVersion(version)
                .watch(recorder(events));
        client.resource(configMap("after")).create();
        client.configMaps().inNamespace("default").withName("before").delete();

        await().until(() -> events.size() == 3);
        watch.close();

        assertThat(events).containsExactly("ADDED between", "ADDED after", "DELETED before");
    }

    @Test
    void anInformerFollowsTheCluster() {
        client.resource(configMap("one")).create();
        Set<String> seen = java.util.concurrent.ConcurrentHashMap.newKeySet();

        try (SharedIndexInformer<ConfigMap> informer =
                client.configMaps().inNamespace("default").inform(names(seen))) {
            client.resource(configMap("two")).create();

            await().until(() -> seen.equals(Set.of("one", "two")));
            assertThat(informer.hasSynced()).isTrue();
        }
    }

    @Test
    void aMissingNamespaceIsRefused() {
        ConfigMap lost = new ConfigMapBuilder(configMap("one"))
                .editMetadata()
                .withNamespace("none")
                .endMetadata()
                .build();

        assertThatThrownBy(() -> client.resource(lost).create()).hasMessageContaining("namespaces \"none\" not found");
    }

    @Test
    void closingLeavesNoThread() throws Exception {
        OwnThreads threads = new OwnThreads();
        ApiServer other = threads.call(ApiServer::start);
        assertThat(threads.alive("spurline-apiserver")).isNotEmpty();

        other.close();

        await().untilAsserted(
                        () -> assertThat(threads.alive("spurline-apiserver")).isEmpty());
    }

    private static ConfigMap configMap(String name) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("default")
                .endMetadata()
                .addToData("a", "1")
                .build();
    }

    private static Watcher<ConfigMap> recorder(Queue<String> events) {
        return new Watcher<>() {
            @Override
            public void eventReceived(Action action, ConfigMap map) {
                events.add(action + " " + map.getMetadata().getName());
            }

            @Override
            public void onClose(@Nullable WatcherException cause) {
                // nothing to do: the test looks at the events only
            }
        };
    }

    private static ResourceEventHandler<ConfigMap> names(Set<String> seen) {
        return new ResourceEventHandler<>() {
            @Override
            public void onAdd(ConfigMap map) {
                seen.add(map.getMetadata().getName());
            }

            @Override
            public void onUpdate(ConfigMap before, ConfigMap after) {
                // names do not change
            }

            @Override
            public void onDelete(ConfigMap map, boolean unknown) {
                seen.remove(map.getMetadata().getName());
            }
        };
    }
}
