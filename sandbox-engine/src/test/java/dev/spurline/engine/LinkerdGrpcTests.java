// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.spurline.ForkSpec;
import dev.spurline.LiveSandbox;
import dev.spurline.PreflightException;
import dev.spurline.SandboxEngine;
import dev.spurline.SandboxException;
import dev.spurline.SandboxSpec;
import dev.spurline.cluster.ClusterSpec;
import dev.spurline.cluster.PodContainer;
import dev.spurline.cluster.PodServer;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Service {@code greeter} speaks gRPC on one port, where its owner has a GRPCRoute, and HTTP on another. Linkerd's proxies fail
 * all requests to a port that has a gRPC match of headers only.
 */
@Execution(ExecutionMode.SAME_THREAD)
class LinkerdGrpcTests {

    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String METHOD = "{matches: [{method: {service: shop.Greeter, method: Greet}}]}";
    private static final String REST = "{matches: [{method: {service: shop.Greeter}}]}";
    private static final String EVERYTHING = "{name: rest}";
    private static final String REFUSED =
            "GRPCRoute [hops/greeter] takes calls of any service and method in spec.rules[1]. A copy with the key would match headers only, "
                    + "for which Linkerd's proxies fail every request to port [80] of Service [hops/greeter], key or not: "
                    + "let each match there name a service or a method, or replace the GRPCRoutes by HTTPRoutes";

    private static final String MANIFESTS = """
            apiVersion: v1
            kind: Service
            metadata: {name: greeter}
            spec:
              selector: {app: greeter}
              ports: [{name: grpc, port: 80, targetPort: 8080}, {name: http, port: 81, targetPort: 8081}]
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: greeter}
            spec:
              selector: {matchLabels: {app: greeter}}
              template:
                metadata: {labels: {app: greeter}}
                spec:
                  containers:
                  - name: greeter
                    image: test/both:1
                    ports: [{containerPort: 8080}, {containerPort: 8081}]
                    env: [{name: WORD, value: baseline}]
            """;

    @TempDir
    static Path directory;

    private static HopsCluster cluster;
    private static SandboxEngine engine;
    private static ManagedChannel channel;

    @BeforeAll
    static void start() throws Exception {
        cluster = HopsCluster.start(directory, LinkerdGrpcTests::describe);
        engine = SandboxEngine.connect(cluster.settings(LEASE));
        URI entry = cluster.entry("to-greeter-grpc");
        channel = NettyChannelBuilder.forAddress(entry.getHost(), entry.getPort())
                .usePlaintext()
                .build();
    }

    private static void describe(ClusterSpec cluster) {
        cluster.namespace("hops")
                .mesh(ClusterSpec.Mesh.LINKERD)
                .manifests(TwoHops.namespace("hops"), Greeter.DEFINITION, MANIFESTS)
                .manifests(CallingPod.toPort("hops", "greeter", "grpc"), CallingPod.toPort("hops", "greeter", "http"))
                .ingress("to-greeter-grpc", "to-greeter-http");
        CallingPod.image(cluster.images());
        cluster.images().inProcess("test/both:*", LinkerdGrpcTests::both);
    }

    private static PodServer both(PodContainer container) throws IOException {
        PodServer calls = Greeter.start(container);
        PodServer pages = Twins.server(container);
        return PodServer.of(
                Map.of(
                        8080,
                        Objects.requireNonNull(calls.ports().get(8080)),
                        8081,
                        Objects.requireNonNull(pages.ports().get(8080))),
                () -> {
                    calls.stop();
                    pages.stop();
                });
    }

    @AfterAll
    static void stop() throws InterruptedException {
        channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
        engine.close();
        cluster.close();
    }

    @AfterEach
    void removeRoute() {
        route(METHOD).delete();
    }

    @Test
    void aPortWithoutGrpcRoutesGetsAnHttpRoute() throws Exception {
        route(METHOD, REST).create();
        try (LiveSandbox sandbox = engine.open(forked())) {
            String key = sandbox.key().value();
            await().atMost(LONG)
                    .untilAsserted(
                            () -> assertThat(greeting(sandbox.headers())).isEqualTo("forked greets Ada by null"));
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(page(sandbox.headers())).isEqualTo("200 forked -"));

            assertThat(greeting(Map.of())).isEqualTo("baseline greets Ada by null");
            assertThat(page(Map.of())).isEqualTo("200 baseline -");
            assertThat(cluster.objects(key)).contains("GRPCRoute/greeter-80-" + key, "HTTPRoute/greeter-81-" + key);
        }
    }

    @Test
    void aRuleWithoutMatchesIsRefusedBeforeAnythingIsMade() throws Exception {
        route(METHOD, EVERYTHING).create();
        awaitAccepted();

        assertThatThrownBy(() -> engine.open(forked()))
                .isInstanceOf(PreflightException.class)
                .hasMessage(REFUSED);
        assertThat(greeting(Map.of())).isEqualTo("baseline greets Ada by null");
        assertThat(page(Map.of())).isEqualTo("200 baseline -");
    }

    @Test
    void aRuleWithoutMatchesThatComesLaterTakesTheRoutesAway() throws Exception {
        route(METHOD, REST).create();
        awaitAccepted();
        try (LiveSandbox sandbox = engine.open(forked())) {
            route(METHOD, EVERYTHING).update();

            Throwable stale = await().atMost(LONG)
                    .until(() -> catchThrowable(() -> sandbox.uri("greeter")), SandboxException.class::isInstance);
            assertThat(stale)
                    .hasMessage(
                            "Sandbox [%s] is stale, because it cannot follow a change of routes or Services of others: %s. Its routes were removed; mend that and run the tests again",
                            sandbox.key(), REFUSED);
            assertThatThrownBy(sandbox::evidence).hasMessage(stale.getMessage());
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(
                                    cluster.objects(sandbox.key().value()))
                            .noneMatch(object -> object.startsWith("GRPCRoute/") || object.startsWith("HTTPRoute/")));
            assertThat(greeting(Map.of())).isEqualTo("baseline greets Ada by null");
            assertThat(page(Map.of())).isEqualTo("200 baseline -");
        }
    }

    private static void awaitAccepted() {
        await().atMost(LONG)
                .until(() -> String.valueOf(
                                route(METHOD).get().getAdditionalProperties().get("status"))
                        .matches(".*(status=True[^}]*type=Accepted|type=Accepted[^}]*status=True).*"));
    }

    private static String greeting(Map<String, String> headers) {
        return Greeter.call(channel, Greeter.GREET, headers);
    }

    private static String page(Map<String, String> headers) throws IOException, InterruptedException {
        return cluster.ask("to-greeter-http", "/", headers);
    }

    private static Resource<GenericKubernetesResource> route(String... rules) {
        return cluster.custom("""
                apiVersion: gateway.networking.k8s.io/v1
                kind: GRPCRoute
                metadata: {name: greeter, namespace: hops}
                spec:
                  parentRefs: [{group: "", kind: Service, name: greeter, port: 80}]
                  rules: [%s]
                """.formatted(String.join(", ", rules)));
    }

    private static SandboxSpec forked() {
        return SandboxSpec.builder()
                .fork(ForkSpec.of("greeter").env("WORD", "forked"))
                .build();
    }
}
