// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.ClusterSettings;
import dev.spurline.ForkSpec;
import dev.spurline.LiveSandbox;
import dev.spurline.SandboxEngine;
import dev.spurline.SandboxSpec;
import dev.spurline.Settings;
import dev.spurline.cluster.ClusterSpec.Mesh;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** However requests are routed, those of a sandbox reach the forks of another one that it has joined by labels. */
class JoinByLabelRoutingTests {

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"LINKERD, auto", "ENVOY, overrides"})
    void requestsReachTheForkOfTheOther(Mesh mesh, String routing) throws Exception {
        try (HopsCluster cluster = HopsCluster.start(directory, mesh);
                SandboxEngine team = engine(cluster, routing, Map.of("spurline.sandbox-labels", "pr=42"));
                SandboxEngine own = engine(cluster, routing, Map.of());
                LiveSandbox theirs = team.open(HopsCluster.backForked());
                LiveSandbox mine = own.open(joining())) {
            assertThat(cluster.get(mine.headers())).isEqualTo(HopsCluster.FORKED);
            assertThat(cluster.get(theirs.headers())).isEqualTo(HopsCluster.FORKED);
            assertThat(cluster.get(Map.of())).isEqualTo(HopsCluster.BASELINE);
        }
    }

    @Test
    void aVirtualServiceThatSandboxesShareLeadsBothKeysThere() throws Exception {
        try (HopsCluster cluster = HopsCluster.start(directory, new Twins(Mesh.ISTIO).withVirtualServices());
                SandboxEngine team = engine(cluster, "virtual-service", Map.of("spurline.sandbox-labels", "pr=42"));
                SandboxEngine own = engine(cluster, "virtual-service", Map.of());
                LiveSandbox theirs = team.open(SandboxSpec.builder()
                        .fork(ForkSpec.of("back").env("WORD", "theirs"))
                        .build())) {
            String untagged = back(cluster, Map.of());

            try (LiveSandbox mine = own.open(joining())) {
                assertThat(back(cluster, theirs.headers())).contains("theirs");
                assertThat(back(cluster, mine.headers())).contains("theirs");
                assertThat(untagged).contains("baseline");
            }

            assertThat(back(cluster, theirs.headers())).contains("theirs");
            assertThat(back(cluster, Map.of())).isEqualTo(untagged);
        }
    }

    private static String back(HopsCluster cluster, Map<String, String> headers) throws Exception {
        return cluster.ask(CallingPod.name("back"), "/", headers);
    }

    private static SandboxSpec joining() {
        return SandboxSpec.builder().join(Map.of("pr", "42")).build();
    }

    private static SandboxEngine engine(HopsCluster cluster, String routing, Map<String, String> given) {
        Map<String, String> properties = new HashMap<>(cluster.properties(Duration.ofMinutes(1)));
        properties.put("spurline.routing", routing);
        properties.putAll(given);
        return SandboxEngine.connect(ClusterSettings.from(
                name -> Optional.ofNullable(properties.get(name)).map(text -> new Settings.Value(text, "the test"))));
    }
}
