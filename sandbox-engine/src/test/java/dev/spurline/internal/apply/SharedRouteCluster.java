// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.apply;

import static org.awaitility.Awaitility.await;

import dev.spurline.RoutingKey;
import dev.spurline.cluster.ClusterSpec.Mesh;
import dev.spurline.embedded.EmbeddedCluster;
import dev.spurline.embedded.PlainAccess;
import dev.spurline.embedded.internal.blueprint.ClusterClient;
import dev.spurline.internal.routing.SharedRoute;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.SpurlineLabels;
import dev.spurline.internal.text.JsonTrees;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.List;
import java.util.Optional;

/** A cluster in which only records, their owners, and one root are: no fork runs. */
final class SharedRouteCluster implements AutoCloseable {

    private static final String NAMESPACE = "shop";
    private static final String NAME = "spurline-back";

    private static final String ROOT = """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata:
              name: spurline-back
              namespace: shop
              labels: {app.kubernetes.io/managed-by: spurline, spurline.dev/shared: back}
            spec:
              hosts: [back.shop.svc.cluster.local]
              http:
              - delegate: {name: spurline-back-%s, namespace: shop}
              - route: [{destination: {host: back.shop.svc.cluster.local}}]
            """;

    /** So that the cluster serves the kind. */
    private static final String OTHERS = """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: others, namespace: shop}
            spec: {hosts: [others.example.com], http: [{route: [{destination: {host: others.example.com}}]}]}
            """;

    private final EmbeddedCluster cluster;
    private final KubernetesClient client;

    SharedRouteCluster() {
        cluster = EmbeddedCluster.start(
                spec -> spec.namespace(NAMESPACE).mesh(Mesh.ISTIO).manifests(OTHERS));
        client = ClusterClient.builder(Config.fromKubeconfig(PlainAccess.administrator(cluster)))
                .build();
    }

    KubernetesClient client() {
        return client;
    }

    /** Returns the root as a plan with one sandbox has it. */
    SharedRoute root(String key) {
        return new SharedRoute(JsonTrees.value(JsonTrees.parse(ROOT.formatted(key)), GenericKubernetesResource.class));
    }

    /** Returns the root as it is there. */
    Optional<SharedRoute> there() {
        return Optional.ofNullable(roots().inNamespace(NAMESPACE).withName(NAME).get())
                .flatMap(SharedRoute::of);
    }

    private MixedOperation<GenericKubernetesResource, ?, Resource<GenericKubernetesResource>> roots() {
        return client.genericKubernetesResources(CustomKind.VIRTUAL_SERVICE.context("v1"));
    }

    /** Makes what stands for an engine's anchor: a ConfigMap, as no controller ends that. */
    OwnerReference anchor(String engine) {
        ConfigMap made = client.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName(SpurlineLabels.anchor(engine))
                        .withNamespace(NAMESPACE)
                        .endMetadata()
                        .build())
                .create();
        return new OwnerReferenceBuilder()
                .withApiVersion("v1")
                .withKind("ConfigMap")
                .withName(made.getMetadata().getName())
                .withUid(made.getMetadata().getUid())
                .build();
    }

    /** Makes the record of a sandbox. */
    ConfigMap record(String key, String engine, OwnerReference owner) {
        RoutingKey routing = new RoutingKey(key);
        return client.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName(SpurlineLabels.record(routing))
                        .withNamespace(NAMESPACE)
                        .withLabels(SpurlineLabels.of(routing, engine))
                        .withOwnerReferences(owner)
                        .endMetadata()
                        .build())
                .create();
    }

    /** Removes the record of a sandbox. */
    void forget(String key) {
        remove(SpurlineLabels.record(new RoutingKey(key)));
    }

    /** Removes what stands for an anchor. */
    void remove(OwnerReference anchor) {
        remove(anchor.getName());
    }

    private void remove(String configMap) {
        client.configMaps()
                .inNamespace(NAMESPACE)
                .withName(configMap)
                .withPropagationPolicy(DeletionPropagation.BACKGROUND)
                .delete();
    }

    /** Deletes the root. */
    void delete() {
        roots().inNamespace(NAMESPACE).withName(NAME).delete();
    }

    /** Takes the finalizers off the root. */
    void release() {
        roots().inNamespace(NAMESPACE).withName(NAME).edit(root -> {
            root.getMetadata().setFinalizers(List.of());
            return root;
        });
    }

    /** Removes all that a test has made. */
    void clean() {
        delete();
        holders().forEach(this::remove);
        await().until(() -> there().isEmpty() && holders().isEmpty());
    }

    private List<String> holders() {
        return client.configMaps().inNamespace(NAMESPACE).list().getItems().stream()
                .map(object -> object.getMetadata().getName())
                .filter(name -> name.startsWith("spurline-"))
                .toList();
    }

    @Override
    public void close() {
        client.close();
        cluster.close();
    }
}
