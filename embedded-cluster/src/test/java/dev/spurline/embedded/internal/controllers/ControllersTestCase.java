// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers;

import static org.awaitility.Awaitility.await;

import dev.spurline.embedded.internal.apiserver.ApiServer;
import dev.spurline.embedded.internal.blueprint.ClusterClient;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** An API server with controllers, without a node's own work: tests play the kubelet. Each test has its own namespace. */
abstract class ControllersTestCase {

    static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final AtomicInteger NUMBER = new AtomicInteger();

    static ApiServer server;
    static KubernetesClient client;
    static ClusterControllers controllers;

    String namespace = "";

    @BeforeAll
    static void startCluster() {
        server = ApiServer.start();
        client = connect(server);
        controllers = ClusterControllers.start(client);
    }

    @AfterAll
    static void stopCluster() {
        controllers.close();
        client.close();
        server.close();
    }

    static KubernetesClient connect(ApiServer server) {
        return ClusterClient.builder(Config.fromKubeconfig(server.plain(server.kubeconfig())))
                .build();
    }

    @BeforeEach
    void createNamespace() {
        namespace = createNamespace("test");
    }

    static String createNamespace(String prefix) {
        String name = prefix + "-" + NUMBER.incrementAndGet();
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();
        return name;
    }

    ConfigMap configMap(String name, OwnerReference... owners) {
        return client.resource(draft(name, owners)).create();
    }

    ConfigMap draft(String name, OwnerReference... owners) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .withOwnerReferences(owners)
                .endMetadata()
                .build();
    }

    static OwnerReference owner(HasMetadata owner) {
        return new OwnerReferenceBuilder()
                .withApiVersion(owner.getApiVersion())
                .withKind(owner.getKind())
                .withName(owner.getMetadata().getName())
                .withUid(owner.getMetadata().getUid())
                .build();
    }

    static OwnerReference blocking(HasMetadata owner) {
        return new OwnerReferenceBuilder(owner(owner))
                .withBlockOwnerDeletion(true)
                .build();
    }

    static boolean exists(HasMetadata object) {
        return client.resource(object).get() != null;
    }

    static void awaitGone(HasMetadata object) {
        await(object.getKind() + " " + object.getMetadata().getName() + " gone")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> !exists(object));
    }

    static <T> T awaitThat(String what, Supplier<T> read, Predicate<T> holds) {
        return await(what).atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(read::get, holds);
    }

    Deployment deployment(String name, int replicas) {
        return new DeploymentBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .endMetadata()
                .withNewSpec()
                .withReplicas(replicas)
                .withNewSelector()
                .addToMatchLabels("app", name)
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .addToLabels("app", name)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("main")
                .withImage("shop/x:1")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }

    List<Pod> pods(String app) {
        return client.pods().inNamespace(namespace).withLabel("app", app).list().getItems().stream()
                .sorted(Comparator.comparing(pod -> pod.getMetadata().getName()))
                .toList();
    }

    List<Pod> awaitPods(String app, int count) {
        return awaitThat(count + " pods of " + app, () -> pods(app), pods -> pods.size() == count);
    }

    Pod pod(String name, Map<String, String> requests) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .addToLabels("app", name)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("main")
                .withImage("shop/x:1")
                .withNewResources()
                .withRequests(quantities(requests))
                .endResources()
                .endContainer()
                .endSpec()
                .build();
    }

    /** Says about a pod what a kubelet would: it runs, has an address, and is ready or not. */
    static void report(Pod pod, String ip, boolean ready) {
        status(pod, """
                {"status": {"phase": "Running", "podIP": "%1$s", "podIPs": [{"ip": "%1$s"}], "conditions": [
                {"type": "Ready", "status": "%2$s", "lastTransitionTime": "%3$s"}]}}""".formatted(ip, ready ? "True" : "False", Instant.now().truncatedTo(ChronoUnit.SECONDS)));
    }

    /** Says that a pod has ended. */
    static void end(Pod pod, String phase) {
        status(pod, "{\"status\": {\"phase\": \"%s\"}}".formatted(phase));
    }

    private static void status(Pod pod, String patch) {
        client.pods()
                .inNamespace(pod.getMetadata().getNamespace())
                .withName(pod.getMetadata().getName())
                .subresource("status")
                .patch(PatchContext.of(PatchType.STRATEGIC_MERGE), patch);
    }

    static Node node(String name, Map<String, String> allocatable) {
        Node node = new NodeBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels("kubernetes.io/hostname", name)
                .endMetadata()
                .withNewStatus()
                .withAllocatable(quantities(allocatable))
                .withCapacity(quantities(allocatable))
                .addNewCondition()
                .withType("Ready")
                .withStatus("True")
                .endCondition()
                .endStatus()
                .build();
        var status = node.getStatus();
        Node created = client.resource(node).create();
        created.setStatus(status);
        return client.resource(created).updateStatus();
    }

    static Map<String, Quantity> quantities(Map<String, String> amounts) {
        return amounts.entrySet().stream()
                .collect(java.util.stream.Collectors.toMap(Map.Entry::getKey, entry -> new Quantity(entry.getValue())));
    }

    static boolean refused(Runnable request, int code) {
        try {
            request.run();
            return false;
        } catch (KubernetesClientException refused) {
            return refused.getCode() == code;
        }
    }
}
