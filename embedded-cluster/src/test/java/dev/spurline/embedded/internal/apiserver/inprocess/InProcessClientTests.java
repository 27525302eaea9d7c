// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.inprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.spurline.cluster.AuditEvent;
import dev.spurline.embedded.internal.apiserver.ApiServer;
import dev.spurline.embedded.internal.blueprint.ClusterClient;
import dev.spurline.embedded.internal.tls.KubeletCertificate;
import dev.spurline.residue.ExpectedInLog;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A client within the process sees what one at the end of a connection sees. */
@ExpectedInLog("A listener failed at")
class InProcessClientTests {

    private static final ResourceDefinitionContext UNKNOWN = new ResourceDefinitionContext.Builder()
            .withGroup("example.com")
            .withVersion("v1")
            .withPlural("widgets")
            .withNamespaced(true)
            .build();

    private final ApiServer server = ApiServer.start();
    private final ClusterClient part = ClusterClient.inProcess(server::inProcess, server.authority());
    private final KubernetesClient inside = part.get();
    private final KubernetesClient outside =
            ClusterClient.builder(Config.fromKubeconfig(server.kubeconfig())).build();

    @AfterEach
    void stop() {
        part.close();
        outside.close();
        server.close();
    }

    @Test
    void whatOneWritesTheOtherReads() {
        inside.resource(configMap("a")).create();
        outside.configMaps()
                .inNamespace("default")
                .withName("a")
                .edit(map -> new ConfigMapBuilder(map).addToData("key", "ü").build());

        assertThat(inside.configMaps().inNamespace("default").withName("a").get())
                .isEqualTo(outside.configMaps()
                        .inNamespace("default")
                        .withName("a")
                        .get())
                .extracting(ConfigMap::getData)
                .isEqualTo(Map.of("key", "ü"));
        assertThat(inside.configMaps().inNamespace("default").withName("a").delete())
                .hasSize(1);
        assertThat(outside.configMaps().inNamespace("default").withName("a").get())
                .isNull();
    }

    @Test
    void selectorsPatchesAndRawRequestsArrive() {
        inside.resource(configMap("a")).create();
        inside.resource(configMap("b")).create();
        inside.configMaps()
                .inNamespace("default")
                .withName("b")
                .edit(map -> new ConfigMapBuilder(map)
                        .editMetadata()
                        .addToLabels("colour", "blue.green")
                        .endMetadata()
                        .build());

        assertThat(inside.configMaps()
                        .inNamespace("default")
                        .withLabel("colour", "blue.green")
                        .list()
                        .getItems())
                .extracting(map -> map.getMetadata().getName())
                .containsExactly("b");
        assertThat(inside.raw("/api/v1/namespaces/default/configmaps?fieldSelector=metadata.name%3Da"))
                .contains("\"name\":\"a\"")
                .doesNotContain("\"name\":\"b\"");
        assertThat(inside.raw("/api/v1/namespaces/default/configmaps/missing")).isNull();
    }

    @Test
    void refusalsAreTheSame() {
        for (KubernetesClient client : List.of(inside, outside)) {
            client.resource(configMap("twice-" + (client == inside))).create();
            assertThatThrownBy(() -> client.resource(configMap("twice-" + (client == inside)))
                            .create())
                    .isInstanceOfSatisfying(
                            KubernetesClientException.class,
                            refused -> assertThat(refused.getCode()).isEqualTo(409))
                    .hasMessageContaining("already exists");
            assertThatThrownBy(() -> client.resource(configMap("Not A Name")).create())
                    .isInstanceOfSatisfying(
                            KubernetesClientException.class,
                            refused -> assertThat(refused.getCode()).isEqualTo(422));
            assertThatThrownBy(() -> client.genericKubernetesResources(UNKNOWN)
                            .inNamespace("default")
                            .watch(new Names<>()))
                    .isInstanceOfSatisfying(
                            KubernetesClientException.class,
                            refused -> assertThat(refused.getCode()).isEqualTo(404));
        }
    }

    @Test
    void aWatchTellsEachChangeOnceAndInOrder() {
        int writers = 4;
        int each = 50;
        Names<ConfigMap> names = new Names<>();
        try (Watch watch = inside.configMaps().inNamespace("default").watch(names)) {
            assertThat(watch).isNotNull();
            CompletableFuture<?>[] writing = IntStream.range(0, writers)
                    .mapToObj(writer -> CompletableFuture.runAsync(() -> IntStream.range(0, each)
                            .forEach(i -> (i % 2 == 0 ? inside : outside)
                                    .resource(configMap(writer + "-" + i))
                                    .create())))
                    .toArray(CompletableFuture<?>[]::new);
            CompletableFuture.allOf(writing).join();
            await().until(() -> names.seen.size() >= writers * each);
        }

        List<ConfigMap> byRevision =
                new ArrayList<>(outside.configMaps().inNamespace("default").list().getItems().stream()
                        .filter(map -> map.getMetadata().getName().matches("\\d-\\d+"))
                        .toList());
        byRevision.sort((one, other) -> Long.compare(revision(one), revision(other)));
        assertThat(names.seen)
                .containsExactlyElementsOf(byRevision.stream()
                        .map(map -> "ADDED " + map.getMetadata().getName())
                        .toList());
    }

    @Test
    void aClosedWatchHearsNothingMoreAndSaysThatItEnded() throws Exception {
        Names<ConfigMap> names = new Names<>();
        Watch watch = inside.configMaps().inNamespace("default").watch(names);
        inside.resource(configMap("before")).create();
        await().until(() -> names.seen.contains("ADDED before"));

        watch.close();
        names.closed.await();
        inside.resource(configMap("after")).create();

        Names<ConfigMap> later = new Names<>();
        try (Watch second = inside.configMaps().inNamespace("default").watch(later)) {
            assertThat(second).isNotNull();
            inside.resource(configMap("last")).create();
            await().until(() -> later.seen.contains("ADDED last"));
        }
        assertThat(names.seen).containsExactly("ADDED before");
    }

    @Test
    void anInformerFollowsUntilItIsStopped() {
        SharedIndexInformer<ConfigMap> informer =
                inside.configMaps().inNamespace("default").runnableInformer(0);
        informer.start().toCompletableFuture().join();
        try {
            inside.raw("/api/v1/namespaces/default/configmaps", "POST", configMap("one"));
            await().until(() -> informer.getStore().list().size(), size -> size >= 1);
            assertThat(informer.isWatching()).isTrue();
        } finally {
            informer.stop();
        }
        assertThat(informer.isRunning()).isFalse();
    }

    @Test
    void aClosedClientKeepsNoWatchAndAsksNothing() {
        List<InProcessHttpClientFactory> factories = new ArrayList<>();
        ClusterClient other = ClusterClient.inProcess(
                threads -> {
                    factories.add((InProcessHttpClientFactory) server.inProcess(threads));
                    return factories.get(0);
                },
                server.authority());
        Names<ConfigMap> names = new Names<>();
        other.get().configMaps().inNamespace("default").watch(names);
        inside.resource(configMap("one")).create();
        await().until(() -> names.seen.contains("ADDED one"));
        assertThat(factories.get(0).watches()).hasSize(1);

        other.close();

        assertThat(factories.get(0).watches()).isEmpty();
        assertThat(inside.resource(configMap("two")).create()).isNotNull();
        assertThat(names.seen).containsExactly("ADDED one");
        assertThatThrownBy(() -> other.get().configMaps().inNamespace("default").list())
                .hasStackTraceContaining("Client is closed");
    }

    @Test
    void aListenerOfTheAuditThatFailsFailsNoRequest() {
        server.audit(event -> {
            throw new IllegalStateException("full");
        });
        Names<ConfigMap> names = new Names<>();

        try (Watch watch = inside.configMaps().inNamespace("default").watch(names)) {
            assertThat(watch).isNotNull();
            assertThat(outside.resource(configMap("one")).create()).isNotNull();
            assertThat(inside.resource(configMap("two")).create()).isNotNull();
            await().until(() -> names.seen.size() >= 2);
        }
        assertThat(names.seen).containsExactly("ADDED one", "ADDED two");
    }

    @Test
    void requestsAreAuditedAsTheAdministrators() {
        List<AuditEvent> events = new CopyOnWriteArrayList<>();
        server.audit(events::add);

        inside.resource(configMap("a")).create();
        inside.configMaps().inNamespace("default").withName("missing").get();

        assertThat(events)
                .extracting(AuditEvent::verb, AuditEvent::resource, AuditEvent::code)
                .containsExactly(tuple("create", "configmaps", 201), tuple("get", "configmaps", 404));
        assertThat(events).extracting(AuditEvent::user).containsOnly("kubernetes-admin");
    }

    @Test
    void theLogOfAPodIsOneAnswerAndCannotBeFollowed() {
        Vertx vertx = Vertx.vertx();
        try {
            podOnNode(kubelet(vertx));

            assertThat(inside.pods()
                            .inNamespace("default")
                            .withName("p")
                            .tailingLines(3)
                            .getLog())
                    .isEqualTo("/containerLogs/default/p/c?pretty=false&tailLines=3");
            assertThatThrownBy(() -> inside.raw("/api/v1/namespaces/default/pods/p/log?follow=true"))
                    .isInstanceOfSatisfying(
                            KubernetesClientException.class,
                            refused -> assertThat(refused.getCode()).isEqualTo(405));
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    /** Starts what answers as a log the path that it was asked for. */
    private static HttpServer kubelet(Vertx vertx) {
        return vertx.createHttpServer(new HttpServerOptions()
                        .setHost("127.0.0.1")
                        .setPort(0)
                        .setSsl(true)
                        .setKeyCertOptions(KubeletCertificate.make("n")))
                .requestHandler(request -> request.response().end(request.uri()))
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private void podOnNode(HttpServer kubelet) {
        Node node = inside.resource(new NodeBuilder()
                        .withNewMetadata()
                        .withName("n")
                        .endMetadata()
                        .build())
                .create();
        inside.resource(new NodeBuilder(node)
                        .withNewStatus()
                        .addNewAddress("127.0.0.1", "InternalIP")
                        .withNewDaemonEndpoints()
                        .withNewKubeletEndpoint(kubelet.actualPort())
                        .endDaemonEndpoints()
                        .endStatus()
                        .build())
                .updateStatus();
        inside.resource(new PodBuilder()
                        .withNewMetadata()
                        .withName("p")
                        .withNamespace("default")
                        .endMetadata()
                        .withNewSpec()
                        .withNodeName("n")
                        .addNewContainer()
                        .withName("c")
                        .withImage("i")
                        .endContainer()
                        .endSpec()
                        .build())
                .create();
    }

    private static long revision(ConfigMap map) {
        return Long.parseLong(map.getMetadata().getResourceVersion());
    }

    private static ConfigMap configMap(String name) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("default")
                .endMetadata()
                .build();
    }

    private static final class Names<T extends HasMetadata> implements Watcher<T> {

        private final List<String> seen = new CopyOnWriteArrayList<>();
        private final CountDownLatch closed = new CountDownLatch(1);

        @Override
        public void eventReceived(Action action, T object) {
            seen.add(action + " " + object.getMetadata().getName());
        }

        @Override
        public void onClose() {
            closed.countDown();
        }

        @Override
        public void onClose(WatcherException cause) {
            closed.countDown();
        }
    }
}
