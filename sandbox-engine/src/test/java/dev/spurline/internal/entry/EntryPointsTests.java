// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.entry;

import static java.util.concurrent.CompletableFuture.supplyAsync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.spurline.ForkSpec;
import dev.spurline.RoutingKey;
import dev.spurline.SandboxException;
import dev.spurline.SandboxSpec;
import dev.spurline.Settings;
import dev.spurline.internal.connect.ClusterConnection;
import dev.spurline.internal.connect.ServerClock;
import dev.spurline.internal.plan.OptionalRights;
import dev.spurline.internal.plan.PlanOptions;
import dev.spurline.internal.plan.PlanTestCase;
import dev.spurline.internal.plan.Planner;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.ServiceMesh;
import dev.spurline.internal.survey.Survey;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ways into a sandbox that several tests ask for at the same time, at an API server that takes its time. */
@Timeout(60)
class EntryPointsTests {

    private static final String PODS = """
            {"kind": "PodList", "apiVersion": "v1", "items": [{
              "metadata": {"name": "one", "namespace": "shop"},
              "spec": {"containers": [{"name": "app", "ports": [{"name": "web", "containerPort": 8080}]}]},
              "status": {"conditions": [{"type": "Ready", "status": "True"}]}}]}""";
    private static final String SERVICES = """
            {"kind": "ServiceList", "apiVersion": "v1", "items": []}""";
    private static final String WORKLOADS = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: cart}
            spec:
              selector: {matchLabels: {app: cart}}
              template:
                metadata: {labels: {app: cart}}
                spec: {containers: [{name: app, image: "shop/cart:1.0"}]}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: cart}
            spec: {selector: {app: cart}, ports: [{name: http, port: 80}]}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: front}
            spec: {selector: {app: front}, ports: [{name: http, port: 80}]}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: admin}
            spec: {selector: {app: admin}, ports: [{name: http, port: 80}]}
            ---
            apiVersion: networking.istio.io/v1
            kind: Gateway
            metadata: {name: public}
            spec: {selector: {istio: edge}, servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*"]}]}
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: front}
            spec: {hosts: [shop.example.com], gateways: [public], http: [{route: [{destination: {host: front}}]}]}
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: admin}
            spec: {hosts: [admin.example.com], gateways: [public], http: [{route: [{destination: {host: admin}}]}]}
            """;

    private final ExecutorService tests = Executors.newFixedThreadPool(2);
    private final CountDownLatch answered = new CountDownLatch(1);
    private final Semaphore asking = new Semaphore(0);
    private HttpServer server;
    private KubernetesClient client;
    private EntryPoints entries;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", EntryPointsTests::answer);
        server.start();
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                .build();
        client = new KubernetesClientBuilder().withConfig(config).build();
        entries = entries();
    }

    private static void answer(HttpExchange exchange) throws IOException {
        String list = exchange.getRequestURI().getPath().endsWith("/pods") ? PODS : SERVICES;
        byte[] body = list.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private EntryPoints entries() {
        List<HasMetadata> objects = PlanTestCase.objects(WORKLOADS);
        List<Service> services = objects.stream()
                .filter(Service.class::isInstance)
                .map(Service.class::cast)
                .toList();
        Survey survey = Survey.of("shop")
                .mesh(ServiceMesh.ISTIO)
                .serves(CustomKind.HTTP_ROUTE, "v1")
                .serves(CustomKind.VIRTUAL_SERVICE, "v1")
                .add(objects)
                .build();
        Map<String, String> given = Map.of("spurline.entry", "gateway");
        Settings settings =
                name -> Optional.ofNullable(given.get(name)).map(value -> new Settings.Value(value, "the test"));
        return new EntryPoints(
                new ClusterConnection(
                        client, new ServerClock(), "test", "test", false, Optional.empty(), Optional.empty()),
                settings,
                Planner.plan(
                        SandboxSpec.builder()
                                .fork(ForkSpec.of("cart").env("A", "b"))
                                .build(),
                        new RoutingKey("k7f3q5tbma"),
                        survey,
                        new PlanOptions("e1", settings, List.of(), OptionalRights.PLAIN)),
                new KnownServices(client, "shop", Set.of("shop"), namespace -> services),
                fork -> Optional.empty(),
                new GatewayEntry(client, (verb, group, resource, namespace) -> slowly(), survey, Set.of()));
    }

    private boolean slowly() {
        asking.release();
        try {
            answered.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return true;
    }

    @AfterEach
    void close() {
        answered.countDown();
        tests.shutdownNow();
        entries.close();
        client.close();
        server.stop(0);
    }

    @Test
    void whoOpensAGatewayHoldsNobodyElseUp() throws InterruptedException {
        CompletableFuture<URI> slow = supplyAsync(() -> entries.routed("front"), tests);
        asking.acquire();

        assertThat(entries.routed("front:80")).hasHost("127.0.0.1");
        assertThat(slow).isNotDone();

        answered.countDown();
        assertThat(slow.join()).hasHost("127.0.0.1").isEqualTo(entries.routed("front"));
    }

    @Test
    void twoThatAskAtOnceGoInAtTheSame() throws InterruptedException {
        CompletableFuture<URI> one = supplyAsync(() -> entries.routed("front"), tests);
        CompletableFuture<URI> other = supplyAsync(() -> entries.routed("front"), tests);
        asking.acquire(2);

        answered.countDown();

        assertThat(one.join()).isEqualTo(other.join());
        entries.close();
        await().until(EntryPointsTests::noTunnelIsOpen);
    }

    @Test
    void aGatewayThatIsOpenedAfterTheEndIsClosedAgain() throws InterruptedException {
        CompletableFuture<URI> slow = supplyAsync(() -> entries.routed("front"), tests);
        asking.acquire();

        entries.close();
        answered.countDown();

        assertThatThrownBy(slow::join)
                .hasCauseInstanceOf(SandboxException.class)
                .hasRootCauseMessage("Sandbox [k7f3q5tbma] is closed");
        await().until(EntryPointsTests::noTunnelIsOpen);
    }

    private static boolean noTunnelIsOpen() {
        return Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("spurline-tunnel-"));
    }

    @Test
    void saysOnceWhatOneSettingMayHaveDoneToTheKeyOnSeveralWays() {
        answered.countDown();
        entries.routed("front");
        entries.routed("admin");

        assertThat(entries.losses(List.of()))
                .containsExactly(
                        "Requests went in at spurline.entry [gateway]: whether it takes headers [baggage, x-spurline-key] away cannot be seen. Let it pass [baggage, x-spurline-key], or leave spurline.entry out, and requests go in by port-forward");
    }
}
