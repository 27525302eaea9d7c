// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node;

import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.spurline.cluster.PodServer;
import dev.spurline.embedded.internal.apiserver.ApiServer;
import dev.spurline.embedded.internal.blueprint.ClusterClient;
import dev.spurline.embedded.internal.node.machine.ImageCatalogue;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** A node at an API server of its own; pods are bound to it by hand, for there is no scheduler. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class NodeTestCase {

    public static final Duration PATIENCE = Duration.ofSeconds(60);

    public final ImageCatalogue images = new ImageCatalogue();
    final PodNetworkTestCase network = new PodNetworkTestCase();
    ApiServer server;
    public KubernetesClient client;
    EmbeddedNode node;

    @BeforeAll
    void startNode() {
        server = ApiServer.start();
        client = ClusterClient.builder(Config.fromKubeconfig(server.plain(server.kubeconfig())))
                .build();
        node = EmbeddedNode.start(client, images, network);
    }

    @AfterAll
    void closeNode() {
        node.close();
        client.close();
        server.close();
    }

    /** Makes an HTTP server that answers every request in the same way. */
    static PodServer answering(int port, int status, String body) throws IOException {
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        http.start();
        return PodServer.of(port, http.getAddress().getPort(), () -> http.stop(0));
    }

    /** Begins a pod of one container. */
    static PodBuilder pod(String name, String image) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("default")
                .withLabels(Map.of("app", name))
                .endMetadata()
                .withNewSpec()
                .withNodeName("node1")
                .withTerminationGracePeriodSeconds(2L)
                .addNewContainer()
                .withName("main")
                .withImage(image)
                .withImagePullPolicy("IfNotPresent")
                .endContainer()
                .endSpec();
    }

    Pod create(PodBuilder pod) {
        return client.pods().inNamespace("default").resource(pod.build()).create();
    }

    Pod current(String name) {
        return client.pods().inNamespace("default").withName(name).get();
    }

    Pod awaitPod(String name, String what, Predicate<Pod> condition) {
        return await(what)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> current(name), pod -> pod != null && condition.test(pod));
    }

    Pod awaitReady(String name) {
        return awaitPod(
                name, "pod " + name + " ready", pod -> condition(pod, "Ready").equals("True"));
    }

    void awaitGone(String name) {
        await("pod " + name + " gone").atMost(PATIENCE).until(() -> current(name) == null);
    }

    static ContainerStatus container(Pod pod) {
        return pod.getStatus().getContainerStatuses().get(0);
    }

    static boolean isWaiting(Pod pod, String reason) {
        return pod.getStatus().getContainerStatuses().stream()
                .map(ContainerStatus::getState)
                .map(ContainerState::getWaiting)
                .anyMatch(waiting -> waiting != null && reason.equals(waiting.getReason()));
    }

    /** Returns a condition as {@code status reason: message}. */
    static String condition(Pod pod, String type) {
        Optional<PodCondition> condition = pod.getStatus().getConditions().stream()
                .filter(each -> each.getType().equals(type))
                .findFirst();
        return condition
                .map(found -> found.getStatus()
                        + (found.getReason() == null ? "" : " " + found.getReason())
                        + (found.getMessage() == null ? "" : ": " + found.getMessage()))
                .orElse("absent");
    }

    /** Returns the events of a pod as {@code type reason message}, in the order in which they were first seen. */
    List<String> events(String pod) {
        return client.v1().events().inNamespace("default").list().getItems().stream()
                .filter(event -> event.getInvolvedObject().getName().equals(pod))
                .sorted(Comparator.comparingLong(NodeTestCase::serial))
                .map(event -> event.getType() + " " + event.getReason() + " " + event.getMessage())
                .toList();
    }

    void awaitEvent(String pod, String event) {
        await(event).atMost(PATIENCE).until(() -> events(pod).contains(event));
    }

    /** Events are named in the order in which they happened. */
    private static long serial(Event event) {
        String name = event.getMetadata().getName();
        return Long.parseUnsignedLong(name.substring(name.lastIndexOf('.') + 1), 16);
    }
}
