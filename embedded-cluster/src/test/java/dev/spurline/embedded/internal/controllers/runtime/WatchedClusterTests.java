// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.spurline.embedded.EmbeddedCluster;
import dev.spurline.embedded.internal.client.DiscoveredKind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class WatchedClusterTests {

    private static final String WIDGETS = """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: widgets.example.com}
            spec:
              group: example.com
              scope: Namespaced
              names: {kind: Widget, plural: widgets, singular: widget}
              versions:
              - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}
            """;

    private static final String WIDGET = """
            apiVersion: example.com/v1
            kind: Widget
            metadata: {name: one, namespace: shop}
            """;

    /** Controllers are told of kinds while they start, and definitions come in at any moment. */
    @Test
    void aNewKindIsWatchedWhileSomebodyIsStillToldOfTheOthers() {
        try (EmbeddedCluster embedded = EmbeddedCluster.start(spec -> spec.namespace("shop"));
                KubernetesClient client = new KubernetesClientBuilder()
                        .withConfig(Config.fromKubeconfig(embedded.kubeconfig()))
                        .build();
                WatchedCluster cluster = WatchedCluster.watch(client)) {
            CompletableFuture<Boolean> told = new CompletableFuture<>();
            CompletableFuture<Boolean> free = new CompletableFuture<>();
            CompletableFuture<Void> telling = CompletableFuture.runAsync(() -> cluster.onKind(store -> {
                told.complete(true);
                free.join();
            }));
            told.join();

            client.resource(client.getKubernetesSerialization().unmarshal(WIDGETS, CustomResourceDefinition.class))
                    .create();
            try {
                await().untilAsserted(() -> assertThat(cluster.contents("shop").keySet())
                        .extracting(DiscoveredKind::kind)
                        .contains("Widget"));
            } finally {
                free.complete(true);
            }

            telling.join();
            client.resource(client.getKubernetesSerialization().unmarshal(WIDGET, GenericKubernetesResource.class))
                    .create();
            await().untilAsserted(() -> assertThat(cluster.contents("shop").entrySet())
                    .filteredOn(kind -> kind.getKey().kind().equals("Widget"))
                    .singleElement()
                    .satisfies(kind -> assertThat(kind.getValue()).hasSize(1)));
        }
    }
}
