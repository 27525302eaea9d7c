// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import com.sun.net.httpserver.HttpExchange;
import dev.spurline.ClusterSettings;
import dev.spurline.Settings;
import dev.spurline.cluster.ClusterSpec;
import dev.spurline.cluster.PodContainer;
import dev.spurline.cluster.PodServer;
import dev.spurline.embedded.EmbeddedCluster;
import dev.spurline.embedded.internal.blueprint.ClusterClient;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;

/**
 * A shop without a mesh on an embedded cluster: storefront calls cart, cart calls pricing, each through the real Envoy beside it,
 * which is configured as docs/envoy.md says.
 */
final class EnvoyShop implements AutoCloseable {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** Whom each calls. */
    private static final Map<String, String> NEXT = Map.of("storefront", "cart", "cart", "pricing");

    private final CountDownLatch closed = new CountDownLatch(1);
    private final Path binary;
    private final Path directory;
    private final UnaryOperator<String> configuration;
    private final Map<String, EnvoyProcess> envoys = new ConcurrentHashMap<>();
    private final EmbeddedCluster cluster;
    private final KubernetesClient client;
    private final ServiceNetwork network;

    /**
     * Starts it.
     *
     * @param binary Envoy
     * @param directory gets files
     * @param configuration changes what the page says
     */
    EnvoyShop(Path binary, Path directory, UnaryOperator<String> configuration) throws Exception {
        this.binary = binary;
        this.directory = directory;
        this.configuration = configuration;
        this.network = new ServiceNetwork("shop", NEXT.values(), 8080);
        this.cluster = start();
        Config config = Config.fromKubeconfig(cluster.kubeconfig());
        this.client = ClusterClient.builder(config).build();
        network.lookIn(client);
        Files.writeString(directory.resolve("kubeconfig"), cluster.kubeconfig());
    }

    private EmbeddedCluster start() {
        try {
            return EmbeddedCluster.start(this::describe);
        } catch (RuntimeException e) {
            network.close();
            throw e;
        }
    }

    private void describe(ClusterSpec spec) {
        spec.namespace("shop")
                .mesh(ClusterSpec.Mesh.NONE)
                .manifests("{apiVersion: v1, kind: Namespace, metadata: {name: shop}}")
                .manifests(workload("storefront"), workload("cart"), workload("pricing"))
                .ingress("storefront");
        spec.images()
                .inProcess(
                        "shop/*:1",
                        container -> PodHttpServer.start(container, exchange -> answer(container, exchange)))
                .inProcess("envoyproxy/envoy:*", this::envoy);
    }

    private static String workload(String name) {
        return """
                apiVersion: v1
                kind: Service
                metadata: {name: %1$s, namespace: shop}
                spec:
                  selector: {app: %1$s}
                  ports: [{name: http, port: 8080, targetPort: http}]
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: %1$s, namespace: shop}
                spec:
                  selector: {matchLabels: {app: %1$s}}
                  template:
                    metadata:
                      labels: {app: %1$s}
                      annotations: {kubectl.kubernetes.io/default-container: %1$s}
                    spec:
                      containers:
                      - name: %1$s
                        image: shop/%1$s:1
                        ports: [{name: http, containerPort: 8080}]
                        env: [{name: WORD, value: baseline}, {name: WHO, value: %1$s}]
                        readinessProbe: {httpGet: {path: /ready, port: http}, periodSeconds: 1}
                      - name: envoy
                        image: envoyproxy/envoy:v1
                        env: [{name: CALLS, value: "%2$s"}]
                """.formatted(name, NEXT.getOrDefault(name, ""));
    }

    /** The last one calls nobody. */
    private PodServer envoy(PodContainer container) throws IOException {
        String calls = Objects.requireNonNull(container.env().get("CALLS"));
        if (calls.isEmpty()) {
            return PodServer.of(Map.of(), () -> {});
        }
        EnvoyProcess envoy =
                EnvoyProcess.start(binary, directory, configuration.apply(EnvoyPage.sidecar(calls, network.dnsPort())));
        envoys.put(container.pod(), envoy);
        return PodServer.of(Map.of(9901, envoy.admin(), 15001, envoy.listener()), envoy);
    }

    private void answer(PodContainer container, HttpExchange exchange) throws IOException {
        String who = Objects.requireNonNull(container.env().get("WHO"));
        String own = who + " " + container.env().get("WORD");
        String path = exchange.getRequestURI().getPath();
        if (path.equals("/hangs") && own.endsWith(" forked")) {
            hang();
        }
        String next = path.equals("/ready") ? null : NEXT.get(who);
        int status = path.equals("/fails") && next == null ? 503 : 200;
        String text = own;
        if (next != null) {
            HttpResponse<String> answer = call(container.pod(), next, exchange);
            status = answer.statusCode();
            text = own + ", " + answer.body();
        }
        PodHttpServer.reply(exchange, status, text);
    }

    /** Answers once nobody waits for it any more. */
    private void hang() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Envoy is an HTTP proxy to the application: it gets the host as the application knows it. */
    private HttpResponse<String> call(String pod, String next, HttpExchange exchange) {
        int port = Objects.requireNonNull(envoys.get(pod), pod).listener();
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .proxy(ProxySelector.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)))
                .build();
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://" + next + ":8080" + exchange.getRequestURI()))
                .timeout(MINUTE);
        Optional.ofNullable(exchange.getRequestHeaders().get("baggage")).stream()
                .flatMap(List::stream)
                .forEach(value -> request.header("baggage", value));
        return send(client, request.build());
    }

    private static HttpResponse<String> send(HttpClient client, HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Returns status and body of what the storefront answers. */
    String get(String path, Map<String, String> headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(cluster.uri("storefront").resolve(path)).timeout(MINUTE);
        headers.forEach(request::header);
        HttpResponse<String> answer = send(HTTP, request.build());
        return answer.statusCode() + " " + answer.body();
    }

    /** Returns the settings of an engine. */
    ClusterSettings settings() {
        return settings(Map.of());
    }

    /** Returns the settings of an engine that has further ones. */
    ClusterSettings settings(Map<String, String> more) {
        Map<String, String> properties = new HashMap<>(Map.of(
                "spurline.cluster", "kubeconfig",
                "spurline.context", "spurline-embedded",
                "spurline.kubeconfig", directory.resolve("kubeconfig").toString(),
                "spurline.namespace", "shop",
                "spurline.routing", "overrides"));
        properties.putAll(more);
        return ClusterSettings.from(
                name -> Optional.ofNullable(properties.get(name)).map(text -> new Settings.Value(text, "the test")));
    }

    /** Returns the pods of those who call others, by namespace and name. */
    List<String> callers() {
        return envoys.keySet().stream().map(pod -> "shop/" + pod).sorted().toList();
    }

    KubernetesClient client() {
        return client;
    }

    @Override
    public void close() {
        closed.countDown();
        cluster.close();
        network.close();
        client.close();
    }
}
