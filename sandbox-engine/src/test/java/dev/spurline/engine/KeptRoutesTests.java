// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.spurline.LiveSandbox;
import dev.spurline.SandboxEngine;
import dev.spurline.cluster.ClusterSpec.Mesh;
import dev.spurline.framework.KeepableSandbox;
import dev.spurline.framework.KeepableSandbox.Kept;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Routes go when a sandbox is kept, as nobody would follow those of others; its forks stay. */
class KeptRoutesTests {

    private static final Duration LEASE = Duration.ofSeconds(20);

    /** What is told first. */
    static final String REMOVED =
            "Its routes were removed, as nobody would follow the routes that others add or change. Requests reach its forks by port-forward";

    /** An HTTPRoute that names no port is hidden by one of ours that names one. */
    private static final String PORTLESS = """
            apiVersion: gateway.networking.k8s.io/v1
            kind: HTTPRoute
            metadata: {name: back-late, namespace: hops}
            spec:
              parentRefs: [{group: "", kind: Service, name: back}]
              rules:
              - matches: [{headers: [{name: x-late, value: "1"}]}]
                backendRefs: [{name: back, port: 80}]
            """;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(names = {"ISTIO", "LINKERD"})
    void theyGoOnEachMesh(Mesh mesh) throws IOException {
        try (HopsCluster cluster = HopsCluster.start(directory, mesh)) {
            keep(cluster);
        }
    }

    @Test
    void theyHideNoRouteThatOthersAddLater() throws IOException {
        try (HopsCluster cluster = HopsCluster.start(directory)) {
            keep(cluster);

            cluster.client().resource(PORTLESS).create();

            await().atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(cluster.get(Map.of())).isNotEqualTo(HopsCluster.BASELINE));
        }
    }

    private static void keep(HopsCluster cluster) {
        try (SandboxEngine engine = SandboxEngine.connect(cluster.settings(LEASE))) {
            LiveSandbox sandbox = engine.open(HopsCluster.backForked());
            String key = sandbox.key().value();
            assertThat(cluster.get(sandbox.headers())).isEqualTo(HopsCluster.FORKED);

            Kept kept = KeepableSandbox.of(sandbox).orElseThrow().keep(Duration.ofMinutes(5));

            assertThat(kept.lines().get(0)).isEqualTo(REMOVED);
            assertThat(cluster.get(Map.of("baggage", "spurline=" + key))).isEqualTo(HopsCluster.BASELINE);
            assertThat(cluster.objects(key))
                    .contains("ConfigMap/spurline-" + key, "Deployment/back-" + key, "Service/back-" + key)
                    .noneMatch(object -> object.startsWith("HTTPRoute/"));
        }
    }
}
