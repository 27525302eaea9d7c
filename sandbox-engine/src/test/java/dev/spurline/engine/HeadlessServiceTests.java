// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.spurline.ForkSpec;
import dev.spurline.LiveSandbox;
import dev.spurline.PreflightException;
import dev.spurline.SandboxEngine;
import dev.spurline.SandboxSpec;
import dev.spurline.cluster.ClusterSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An ordinary StatefulSet: its governing Service is headless, and often another one has a ClusterIP. */
class HeadlessServiceTests {

    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Duration LONG = Duration.ofSeconds(60);

    private static final String STATEFUL_SET = """
            apiVersion: v1
            kind: Service
            metadata: {name: prices-pods}
            spec:
              clusterIP: None
              selector: {app: prices}
              ports: [{name: http, port: 8080}]
            ---
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: {name: prices}
            spec:
              serviceName: prices-pods
              replicas: 2
              selector: {matchLabels: {app: prices}}
              template:
                metadata: {labels: {app: prices}}
                spec:
                  containers:
                  - name: prices
                    image: test/word:1
                    ports: [{name: http, containerPort: 8080}]
                    env: [{name: WORD, value: baseline}]
                    readinessProbe: {httpGet: {path: /ready, port: http}, periodSeconds: 1}
            """;

    private static final String SERVICE = """
            apiVersion: v1
            kind: Service
            metadata: {name: prices}
            spec:
              selector: {app: prices}
              ports: [{name: http, port: 80, targetPort: http}]
            """;

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(names = {"ISTIO", "LINKERD"})
    void theServiceWithAClusterIpIsRouted(ClusterSpec.Mesh mesh) throws Exception {
        try (HopsCluster cluster = start(mesh, SERVICE, CallingPod.to("hops", "prices", "http"));
                SandboxEngine engine = SandboxEngine.connect(cluster.settings(LEASE))) {
            assertThat(engine.plan(forked()).prose())
                    .contains(
                            "Warnings\n- Service [hops/prices-pods] is headless, so that its callers connect to the pods themselves: their requests do not reach the fork, key or not\n");
            try (LiveSandbox sandbox = engine.open(forked())) {
                String key = sandbox.key().value();
                await().atMost(LONG)
                        .untilAsserted(() -> assertThat(cluster.ask("to-prices", "/", sandbox.headers()))
                                .isEqualTo("200 forked -"));

                assertThat(cluster.ask("to-prices", "/", Map.of())).isEqualTo("200 baseline -");
                assertThat(cluster.objects(key))
                        .filteredOn(object -> object.startsWith("HTTPRoute/"))
                        .containsExactly("HTTPRoute/prices-" + key);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ISTIO", "LINKERD"})
    void aHeadlessServiceAloneIsRefused(ClusterSpec.Mesh mesh) throws Exception {
        try (HopsCluster cluster = start(mesh);
                SandboxEngine engine = SandboxEngine.connect(cluster.settings(LEASE))) {
            assertThatThrownBy(() -> engine.open(forked()))
                    .isInstanceOf(PreflightException.class)
                    .hasMessage(
                            "Fork [prices] could not be reached: [prices-pods] is headless, so that its callers connect to the pods themselves, key or not. "
                                    + "Add a Service with a ClusterIP that selects the same pods, and let callers use its name");
        }
    }

    private HopsCluster start(ClusterSpec.Mesh mesh, String... more) throws IOException {
        return HopsCluster.start(directory, spec -> {
            spec.namespace("hops")
                    .mesh(mesh)
                    .manifests(TwoHops.namespace("hops"), STATEFUL_SET)
                    .manifests(more);
            if (more.length > 0) {
                spec.ingress("to-prices");
            }
            CallingPod.image(spec.images());
            spec.images().inProcess("test/word:*", Twins::server);
        });
    }

    private static SandboxSpec forked() {
        return SandboxSpec.builder()
                .fork(ForkSpec.of("statefulset/prices").env("WORD", "forked"))
                .build();
    }
}
