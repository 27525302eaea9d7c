// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.spurline.ClusterSettings;
import dev.spurline.ForkSpec;
import dev.spurline.LiveSandbox;
import dev.spurline.SandboxEngine;
import dev.spurline.SandboxException;
import dev.spurline.SandboxSpec;
import dev.spurline.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that go in at the pods of a gateway, with the rights of docs/rbac.yaml and docs/rbac-gateway.yaml alone. */
class GatewayEntryTests {

    private static final Duration LONG = Duration.ofMinutes(1);

    private static HopsCluster cluster;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        cluster = HopsCluster.start(
                directory,
                new TwoHops(),
                List.of(
                        EdgeGateway.NAMESPACE,
                        EdgeGateway.rights(),
                        EdgeGateway.pods("public-istio", "gateway.networking.k8s.io/gateway-name", "public"),
                        EdgeGateway.gatewayApi(
                                "public",
                                "{name: web, port: 80, protocol: HTTP, allowedRoutes: {namespaces: {from: All}}}"),
                        EdgeGateway.gatewayApi(
                                "idle",
                                "{name: web, port: 80, protocol: HTTP, allowedRoutes: {namespaces: {from: All}}}"),
                        EdgeGateway.httpRoute(
                                "idle",
                                "front",
                                "hostnames: ['*.idle.example.com'], rules: [{backendRefs: [{name: front, port: 80}]}]"),
                        EdgeGateway.CLASSIC,
                        EdgeGateway.pods("classic", "istio", "edge"),
                        EdgeGateway.SYSTEM,
                        EdgeGateway.VAULT,
                        EdgeGateway.httpRoute(
                                "public",
                                "front",
                                "hostnames: [front.example.com], rules: [{backendRefs: [{name: front, port: 80}]}]")));
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static SandboxEngine engine(Map<String, String> more) {
        Map<String, String> properties = new HashMap<>(HopsCluster.properties(LONG, cluster.kubeconfigFile()));
        properties.putAll(more);
        return SandboxEngine.connect(ClusterSettings.from(
                name -> Optional.ofNullable(properties.get(name)).map(text -> new Settings.Value(text, "the test"))));
    }

    private static void awaitAnswer(URI entry, Map<String, String> headers, String answer) {
        awaitAnswer(entry, "/", headers, answer);
    }

    private static void awaitAnswer(URI entry, String path, Map<String, String> headers, String answer) {
        await().atMost(LONG)
                .untilAsserted(
                        () -> assertThat(HopsCluster.ask(entry, path, headers)).isEqualTo("200 " + answer + " -"));
    }

    @Test
    void aForkBehindTheEntryIsReached() {
        try (SandboxEngine engine = engine(Map.of("spurline.entry", "gateway"));
                LiveSandbox sandbox = engine.open(HopsCluster.backForked())) {
            URI entry = sandbox.uri("front");
            awaitAnswer(entry, sandbox.headers(), HopsCluster.FORKED);
            awaitAnswer(entry, Map.of(), HopsCluster.BASELINE);
            assertThat(sandbox.uri("front")).isEqualTo(entry);

            // Whoever names a port wants that port.
            URI port = sandbox.uri("front:http");
            assertThat(port).isNotEqualTo(entry);
            awaitAnswer(port, sandbox.headers(), HopsCluster.FORKED);
        }
    }

    @Test
    void gatewaysOfIstioAreEntrancesToo() {
        try (SandboxEngine engine = engine(Map.of("spurline.entry.front", "gateway+http://classic.example.com"));
                LiveSandbox sandbox = engine.open(HopsCluster.backForked())) {
            URI entry = sandbox.uri("front");

            assertThat(entry).hasPath("/shop");
            awaitAnswer(entry, "/shop/", sandbox.headers(), HopsCluster.FORKED);
        }
    }

    @Test
    void everyRightOfThePageIsUsed() {
        try (SandboxEngine engine = engine(Map.of("spurline.entry.front", "gateway"));
                LiveSandbox sandbox = engine.open(HopsCluster.backForked())) {
            awaitAnswer(sandbox.uri("front"), sandbox.headers(), HopsCluster.FORKED);

            assertThat(cluster.power().used()).containsAll(LeastPower.granted(LeastPower.gateway("hops", "edge")));
        }
    }

    @Test
    void aGatewayThatIsStartedAnewIsFoundAgain() {
        try (SandboxEngine engine = engine(Map.of("spurline.entry.front", "gateway+http://front.example.com"));
                LiveSandbox sandbox = engine.open(HopsCluster.backForked())) {
            URI entry = sandbox.uri("front");
            awaitAnswer(entry, sandbox.headers(), HopsCluster.FORKED);
            List<String> before = pods();

            before.forEach(pod ->
                    cluster.client().pods().inNamespace("edge").withName(pod).delete());

            await().atMost(LONG).until(() -> pods().stream().noneMatch(before::contains));
            awaitAnswer(entry, sandbox.headers(), HopsCluster.FORKED);
        }
    }

    private static List<String> pods() {
        return cluster
                .client()
                .pods()
                .inNamespace("edge")
                .withLabel("gateway.networking.k8s.io/gateway-name", "public")
                .list()
                .getItems()
                .stream()
                .map(pod -> pod.getMetadata().getName())
                .toList();
    }

    @Test
    void aGatewayWithoutPodsIsNoWay() {
        try (SandboxEngine engine = engine(Map.of("spurline.entry.front", "gateway+http://front.idle.example.com"));
                LiveSandbox sandbox = engine.open(HopsCluster.backForked())) {
            assertThatThrownBy(() -> sandbox.uri("front"))
                    .isInstanceOf(SandboxException.class)
                    .hasMessage(
                            "Requests to Service [hops/front] are to go in at a gateway (spurline.entry.front [gateway+http://front.idle.example.com] by the test), but no ready pod of Gateway [edge/idle], which has labels {gateway.networking.k8s.io/gateway-name=idle}, is in namespaces [edge]. Repair its workload, or give its pods these labels, and if they are elsewhere, name it with spurline.gateways=<namespace>/<workload>, or set spurline.entry.front to an address, or name a port ([front:80]), and requests go in by port-forward");
        }
    }

    @Test
    void missingRightsAreNamedWithTheLinesThatGrantThem() {
        try (SandboxEngine engine = engine(Map.of("spurline.entry", "gateway"));
                LiveSandbox sandbox = engine.open(HopsCluster.backForked())) {
            assertThatThrownBy(() -> sandbox.uri("back"))
                    .isInstanceOf(SandboxException.class)
                    .hasMessage("""
                            Requests to Service [hops/back] are to go in at a gateway (spurline.entry [gateway] by the test), but permissions are missing in namespace [vault]: [get gateways.gateway.networking.k8s.io, list pods, list services, create pods/portforward, get pods/portforward]. Grant them by a Role there, as docs/rbac-gateway.yaml does, or set spurline.entry.back to an address, or name a port ([back:80]), and requests go in by port-forward
                            In namespace [vault]:
                            - {apiGroups: [""], resources: ["pods"], verbs: ["list"]}
                            - {apiGroups: [""], resources: ["pods/portforward"], verbs: ["create", "get"]}
                            - {apiGroups: [""], resources: ["services"], verbs: ["list"]}
                            - {apiGroups: ["gateway.networking.k8s.io"], resources: ["gateways"], verbs: ["get"]}""");
        }
    }

    /** As Istio is mostly installed. */
    @Test
    void rightsThatAreMissingWhereThePodsMayBeAreNamed() {
        try (SandboxEngine engine = engine(Map.of("spurline.entry.front", "gateway+http://system.example.com"));
                LiveSandbox sandbox = engine.open(HopsCluster.backForked())) {
            assertThatThrownBy(() -> sandbox.uri("front"))
                    .isInstanceOf(SandboxException.class)
                    .hasMessage("""
                            Requests to Service [hops/front] are to go in at a gateway (spurline.entry.front [gateway+http://system.example.com] by the test), but no ready pod of Gateway [hops/system], which has labels {istio=ingressgateway}, is in namespaces [hops], and permissions are missing in namespace [istio-ingress]: [list pods, list services, create pods/portforward, get pods/portforward], and permissions are missing in namespace [istio-system]: [list pods, list services, create pods/portforward, get pods/portforward]. Grant them by a Role where its pods are, as docs/rbac-gateway.yaml does, or set spurline.entry.front to an address, or name a port ([front:80]), and requests go in by port-forward
                            In namespace [istio-ingress]:
                            - {apiGroups: [""], resources: ["pods"], verbs: ["list"]}
                            - {apiGroups: [""], resources: ["pods/portforward"], verbs: ["create", "get"]}
                            - {apiGroups: [""], resources: ["services"], verbs: ["list"]}
                            In namespace [istio-system]:
                            - {apiGroups: [""], resources: ["pods"], verbs: ["list"]}
                            - {apiGroups: [""], resources: ["pods/portforward"], verbs: ["create", "get"]}
                            - {apiGroups: [""], resources: ["services"], verbs: ["list"]}""");
        }
    }

    @Test
    void aForkAtTheEntryIsReachedByTheRulesAtTheGateway() {
        SandboxSpec front = SandboxSpec.builder()
                .fork(ForkSpec.of("front").env("WORD", "forked"))
                .build();
        try (SandboxEngine engine = engine(Map.of("spurline.entry.front", "gateway"));
                LiveSandbox sandbox = engine.open(front)) {
            awaitAnswer(sandbox.uri("front"), sandbox.headers(), "front forked, back baseline");
            awaitAnswer(sandbox.uri("front"), Map.of(), HopsCluster.BASELINE);
        }
    }
}
