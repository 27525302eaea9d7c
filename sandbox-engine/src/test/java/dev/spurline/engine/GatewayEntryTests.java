// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.spurline.ClusterSettings;
import dev.spurline.ForkSpec;
import dev.spurline.LiveSandbox;
import dev.spurline.SandboxEngine;
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
        await().atMost(LONG)
                .untilAsserted(
                        () -> assertThat(HopsCluster.ask(entry, "/", headers)).isEqualTo("200 " + answer + " -"));
    }

    @Test
    void aForkBehindTheEntryIsReached() {
        try (SandboxEngine engine = engine(Map.of("spurline.entry", "gateway"));
                LiveSandbox sandbox = engine.open(HopsCluster.backForked())) {
            awaitAnswer(sandbox.uri("front"), sandbox.headers(), HopsCluster.FORKED);
            awaitAnswer(sandbox.uri("front"), Map.of(), HopsCluster.BASELINE);
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
