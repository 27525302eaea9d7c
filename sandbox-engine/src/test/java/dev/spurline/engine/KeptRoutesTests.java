// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.LiveSandbox;
import dev.spurline.SandboxEngine;
import dev.spurline.cluster.ClusterSpec.Mesh;
import dev.spurline.framework.KeepableSandbox;
import dev.spurline.framework.KeepableSandbox.Kept;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Routes that nobody may leave alone go when a sandbox is kept; its forks stay. */
class KeptRoutesTests {

    private static final Duration LEASE = Duration.ofSeconds(20);

    private static final String FOREIGN = """
            apiVersion: gateway.networking.k8s.io/v1
            kind: HTTPRoute
            metadata: {name: back-tracks, namespace: hops}
            spec:
              parentRefs: [{group: "", kind: Service, name: back, port: 80}]
              rules: [{backendRefs: [{name: back, port: 80}]}]
            """;

    @TempDir
    private Path directory;

    @Test
    void thoseThatDeriveFromRoutesOfOthersGo() throws IOException {
        try (HopsCluster cluster = HopsCluster.start(directory, new TwoHops(), List.of(FOREIGN))) {
            goes(cluster, "HTTPRoute [hops/back-%s] derives from routes of others (HTTPRoute [hops/back-tracks])");
        }
    }

    @Test
    void thoseGoThatWouldOutrankLaterOnes() throws IOException {
        try (HopsCluster cluster = HopsCluster.start(directory, Mesh.LINKERD)) {
            goes(cluster, "HTTPRoute [hops/back-%s] would outrank a route that others add later");
        }
    }

    private static void goes(HopsCluster cluster, String reason) {
        try (SandboxEngine engine = SandboxEngine.connect(cluster.settings(LEASE))) {
            LiveSandbox sandbox = engine.open(HopsCluster.backForked());
            String key = sandbox.key().value();
            assertThat(cluster.get(sandbox.headers())).isEqualTo(HopsCluster.FORKED);

            Kept kept = KeepableSandbox.of(sandbox).orElseThrow().keep(Duration.ofMinutes(5));

            assertThat(kept.lines().get(0))
                    .isEqualTo(
                            "Its routes were removed, as nobody would follow the routes of others: %s. Requests reach its forks by port-forward"
                                    .formatted(reason.formatted(key)));
            assertThat(cluster.get(Map.of("baggage", "spurline=" + key))).isEqualTo(HopsCluster.BASELINE);
            assertThat(cluster.objects(key))
                    .contains("ConfigMap/spurline-" + key, "Deployment/back-" + key, "Service/back-" + key)
                    .noneMatch(object -> object.startsWith("HTTPRoute/"));
        }
    }
}
