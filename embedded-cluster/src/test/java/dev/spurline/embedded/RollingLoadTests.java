// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.spurline.cluster.Blueprint;
import dev.spurline.cluster.PodContainer;
import dev.spurline.cluster.PodServer;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A Deployment rolls under load, with servers that end as the Kubernetes documentation wants them to: no request is lost. */
class RollingLoadTests {

    private static final Blueprint GREETING = cluster -> {
        cluster.manifests("classpath:blueprints/greeting.yaml").ingress("greeting");
        cluster.images().inProcess("test/greeting:*", RollingLoadTests::serve);
    };

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Set<String> answers = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean enough = new AtomicBoolean();

    @Test
    void losesNoRequestWhileADeploymentRolls() {
        try (EmbeddedCluster cluster = EmbeddedCluster.start(GREETING);
                KubernetesClient client = new KubernetesClientBuilder()
                        .withConfig(Config.fromKubeconfig(cluster.kubeconfig()))
                        .build()) {
            List<CompletableFuture<Void>> load = IntStream.range(0, 8)
                    .mapToObj(caller -> call(cluster.uri("greeting"), caller))
                    .toList();

            for (int generation = 1; generation <= 3; generation++) {
                roll(client, "generation-" + generation);
            }
            enough.set(true);

            for (CompletableFuture<Void> caller : load) {
                assertThat(caller).succeedsWithin(Duration.ofMinutes(1));
            }
            assertThat(answers).contains("start", "generation-1", "generation-2", "generation-3");
        }
    }

    private void roll(KubernetesClient client, String generation) {
        client.apps().deployments().inNamespace("default").withName("greeting").edit(deployment -> {
            deployment.getSpec().getTemplate().getSpec().getContainers().get(0).setArgs(List.of(generation));
            return deployment;
        });
        Awaitility.await(generation)
                .atMost(Duration.ofSeconds(30))
                .until(() -> answers.contains(generation)
                        && isComplete(client.apps()
                                .deployments()
                                .inNamespace("default")
                                .withName("greeting")
                                .get()));
    }

    private static boolean isComplete(Deployment deployment) {
        return deployment
                        .getMetadata()
                        .getGeneration()
                        .equals(deployment.getStatus().getObservedGeneration())
                && Integer.valueOf(1).equals(deployment.getStatus().getUpdatedReplicas())
                && Integer.valueOf(1).equals(deployment.getStatus().getReplicas());
    }

    private CompletableFuture<Void> call(URI uri, int caller) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(Duration.ofMinutes(1));
        HttpRequest ready = caller % 2 == 0
                ? request.build()
                : request.POST(HttpRequest.BodyPublishers.ofString("body")).build();
        return http.sendAsync(ready, HttpResponse.BodyHandlers.ofString()).thenCompose(answer -> {
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            answers.add(answer.body());
            return enough.get() ? CompletableFuture.completedFuture(null) : call(uri, caller);
        });
    }

    /** Ends when no more requests come, as one with a preStop pause does: endpoints are taken out while it still serves. */
    private static PodServer serve(PodContainer container) throws IOException {
        byte[] answer =
                (container.args().isEmpty() ? "start" : container.args().get(0)).getBytes(StandardCharsets.UTF_8);
        ExecutorService threads = Executors.newCachedThreadPool();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        AtomicInteger served = new AtomicInteger();
        server.createContext("/", exchange -> {
            served.incrementAndGet();
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        return PodServer.of(8080, server.getAddress().getPort(), () -> {
            AtomicInteger before = new AtomicInteger(-1);
            AtomicInteger quiet = new AtomicInteger();
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> before.getAndSet(served.get()) == served.get()
                            ? quiet.incrementAndGet() > 3
                            : quiet.getAndSet(0) < 0);
            server.stop(0);
            threads.shutdown();
        });
    }
}
