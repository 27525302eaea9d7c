// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.spurline.cluster.ClusterException;
import dev.spurline.cluster.ClusterSpec;
import dev.spurline.cluster.ClusterSpec.Mesh;
import dev.spurline.cluster.PodContainer;
import dev.spurline.cluster.PodServer;
import dev.spurline.embedded.internal.blueprint.ClusterClient;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Starts what the manifests of published applications ask for. */
class ApplicationManifestsTests {

    private static final Vertx VERTX = Vertx.vertx();

    private static final String DEPLOYMENT = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: pricing}
            spec:
              selector: {matchLabels: {app: pricing}}
              template:
                metadata: {labels: {app: pricing}}
                spec:
                  containers:
                  - name: pricing
                    image: acme/pricing:1
                    ports: [{containerPort: 8080}]
            """;

    @AfterAll
    static void closeVertx() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void aGrpcProbeAsksTheHealthService() {
        Map<String, String> asked = new ConcurrentHashMap<>();

        start(
                        with("readinessProbe: {grpc: {port: 8080, service: acme.Pricing}}"),
                        spec -> spec.images()
                                .inProcess(
                                        "*",
                                        container -> grpc(request -> {
                                            asked.put("path", request.path());
                                            request.bodyHandler(body -> {
                                                asked.put("service", body.getString(7, body.length()));
                                                health(request, 1);
                                            });
                                        })))
                .close();

        assertThat(asked).isEqualTo(Map.of("path", "/grpc.health.v1.Health/Check", "service", "acme.Pricing"));
    }

    @Test
    void aGrpcServerThatDoesNotServeIsNotReady() {
        String pod = """
                apiVersion: v1
                kind: Pod
                metadata: {name: late}
                spec:
                  containers:
                  - name: late
                    image: acme/late:1
                    readinessProbe: {grpc: {port: 8080}, periodSeconds: 1}
                """;
        try (EmbeddedCluster cluster = start(
                        "",
                        spec -> spec.images()
                                .inProcess(
                                        "*",
                                        container ->
                                                grpc(request -> request.bodyHandler(body -> health(request, 2)))));
                KubernetesClient client = client(cluster)) {
            client.resource(pod).inNamespace("default").create();

            await().untilAsserted(() -> assertThat(warnings(client))
                    .contains("Readiness probe failed: service unhealthy (responded with \"NOT_SERVING\")"));
        }
    }

    @Test
    void aServerOfThisJvmThatSpeaksHttp1StandsForOneOfGrpc() {
        start(
                        with("readinessProbe: {grpc: {port: 8080}}"),
                        spec -> spec.images().inProcess("*", ApplicationManifestsTests::http))
                .close();
    }

    @Test
    void aProcessThatDoesNotSpeakGrpcIsNotReady() {
        try (EmbeddedCluster cluster = start("", spec -> spec.images().process("*", "python3", "-m", "http.server"));
                KubernetesClient client = client(cluster)) {
            client.resource("""
                            apiVersion: v1
                            kind: Pod
                            metadata: {name: python}
                            spec:
                              containers:
                              - name: python
                                image: acme/python:1
                                readinessProbe: {grpc: {port: 8000}, periodSeconds: 1}
                            """).inNamespace("default").create();

            await().untilAsserted(() -> assertThat(warnings(client))
                    .anyMatch(text -> text.startsWith(
                            "Readiness probe failed: error: failed to connect service at \"10.244.0.")));
        }
    }

    @Test
    void aServerOfThisJvmAnswersForCommands() {
        List<List<String>> asked = new CopyOnWriteArrayList<>();

        start(
                        with("readinessProbe: {exec: {command: [redis-cli, ping]}}"),
                        spec -> spec.images().inProcess("*", container -> new Answering(http(container), asked)))
                .close();

        assertThat(asked).contains(List.of("redis-cli", "ping"));
    }

    @Test
    void aServerInPlaceOfAnInitContainerEnds() {
        String manifest = DEPLOYMENT.replace(
                "      containers:", "      initContainers: [{name: wait, image: busybox}]\n      containers:");

        start(manifest, spec -> spec.images().inProcess("*", ApplicationManifestsTests::http))
                .close();
    }

    @Test
    void aPodMayAskForTheLabelsThatKubeletsOnceSet() {
        String manifest = DEPLOYMENT.replace(
                "      containers:", "      nodeSelector: {beta.kubernetes.io/os: linux}\n      containers:");

        start(manifest, spec -> spec.images().inProcess("*", ApplicationManifestsTests::http))
                .close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void onlyAPodWithServiceLinksHasServicesInItsEnvironment(boolean links) {
        Map<String, String> env = new ConcurrentHashMap<>();
        String manifest = """
                apiVersion: v1
                kind: Service
                metadata: {name: pricing}
                spec: {selector: {app: pricing}, ports: [{port: 80, targetPort: 8080}]}
                ---
                """
                + DEPLOYMENT.replace(
                        "      containers:", "      enableServiceLinks: %s\n      containers:".formatted(links));

        start(
                        manifest,
                        spec -> spec.images().inProcess("*", container -> {
                            env.putAll(container.env());
                            return http(container);
                        }))
                .close();

        assertThat(env.containsKey("PRICING_SERVICE_HOST")).isEqualTo(links);
    }

    @Test
    void eachNamespaceHasTheCertificateOfTheApiServer() {
        Map<String, String> found = new ConcurrentHashMap<>();
        String volume = "{name: info, projected: {sources: [{configMap: {name: kube-root-ca.crt}}]}}";
        String manifest =
                DEPLOYMENT.replace("      containers:", "      volumes: [%s]\n      containers:".formatted(volume))
                        + "        volumeMounts: [{name: info, mountPath: /info}]\n";

        start(
                        manifest,
                        spec -> spec.images().inProcess("*", container -> {
                            Path directory = container.path("/info").orElseThrow();
                            found.put("ca", Files.readString(directory.resolve("ca.crt")));
                            return http(container);
                        }))
                .close();

        assertThat(found.get("ca")).startsWith("-----BEGIN CERTIFICATE-----");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "networking.istio.io/v1 DestinationRule", "networking.istio.io/v1alpha3 EnvoyFilter",
                "security.istio.io/v1beta1 PeerAuthentication", "telemetry.istio.io/v1 Telemetry",
                "extensions.istio.io/v1alpha1 WasmPlugin", "extensions.istio.io/v1alpha1 TrafficExtension",
                "networking.istio.io/v1beta1 ProxyConfig", "gateway.networking.k8s.io/v1 Gateway",
                "gateway.networking.k8s.io/v1 GRPCRoute"
            })
    void kindsOfIstioAreServed(String kind) {
        served(Mesh.ISTIO, kind);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "linkerd.io/v1alpha2 ServiceProfile", "policy.linkerd.io/v1beta3 Server",
                "policy.linkerd.io/v1alpha1 AuthorizationPolicy", "policy.linkerd.io/v1beta3 HTTPRoute",
                "gateway.networking.k8s.io/v1beta1 ReferenceGrant"
            })
    void kindsOfLinkerdAreServed(String kind) {
        served(Mesh.LINKERD, kind);
    }

    private static void served(Mesh mesh, String kind) {
        String[] words = kind.split(" ", 2);
        String manifest = "{apiVersion: %s, kind: %s, metadata: {name: x}, spec: {a: 1}}".formatted(words[0], words[1]);
        try (EmbeddedCluster cluster = start(manifest, spec -> spec.mesh(mesh));
                KubernetesClient client = client(cluster)) {
            assertThat(client.genericKubernetesResources(words[0], words[1])
                            .inNamespace("default")
                            .withName("x")
                            .get()
                            .<Integer>get("spec", "a"))
                    .isEqualTo(1);
        }
    }

    @Test
    void kindsThatNoManifestUsesAreNotServed() {
        try (EmbeddedCluster cluster = start("", spec -> spec.mesh(Mesh.ISTIO));
                KubernetesClient client = client(cluster)) {
            assertThat(client.apiextensions()
                            .v1()
                            .customResourceDefinitions()
                            .list()
                            .getItems())
                    .extracting(definition -> definition.getMetadata().getName())
                    .containsExactly("httproutes.gateway.networking.k8s.io");
        }
    }

    @Test
    void waitsAsLongAsTheDeadlineOfADeploymentSays() {
        String manifest = DEPLOYMENT.replace("spec:\n  selector", "spec:\n  progressDeadlineSeconds: 3600\n  selector");

        assertThatThrownBy(() -> start(manifest, spec -> {}))
                .isInstanceOf(ClusterException.class)
                .hasMessageStartingWith("The embedded cluster cannot become ready:");
    }

    private static String with(String probe) {
        return DEPLOYMENT + "        " + probe + "\n";
    }

    private static EmbeddedCluster start(String manifest, Consumer<ClusterSpec> blueprint) {
        return EmbeddedCluster.start(spec -> {
            spec.mesh(Mesh.NONE).manifests(manifest);
            blueprint.accept(spec);
        });
    }

    private static KubernetesClient client(EmbeddedCluster cluster) {
        return ClusterClient.builder(Config.fromKubeconfig(cluster.kubeconfig()))
                .build();
    }

    private static List<String> warnings(KubernetesClient client) {
        return client.v1().events().inNamespace("default").list().getItems().stream()
                .filter(event -> "Warning".equals(event.getType()))
                .map(Event::getMessage)
                .toList();
    }

    private static PodServer grpc(io.vertx.core.Handler<HttpServerRequest> handler) {
        HttpServer server = VERTX.createHttpServer(new HttpServerOptions().setHost("127.0.0.1"))
                .requestHandler(handler)
                .listen(0)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        return PodServer.of(
                8080,
                server.actualPort(),
                () -> server.close().toCompletionStage().toCompletableFuture().join());
    }

    private static void health(HttpServerRequest request, int state) {
        request.response()
                .putHeader("content-type", "application/grpc")
                .putTrailer("grpc-status", "0")
                .end(Buffer.buffer(new byte[] {0, 0, 0, 0, 2, 8, (byte) state}));
    }

    private static PodServer http(PodContainer container) throws Exception {
        var server =
                com.sun.net.httpserver.HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        return PodServer.of(8080, server.getAddress().getPort(), () -> server.stop(0));
    }

    private record Answering(PodServer server, List<List<String>> asked) implements PodServer {

        @Override
        public Map<Integer, Integer> ports() {
            return server.ports();
        }

        @Override
        public int exec(List<String> command) {
            asked.add(command);
            return asked.size() > 1 ? 0 : 1;
        }

        @Override
        public void stop() throws Exception {
            server.stop();
        }
    }
}
