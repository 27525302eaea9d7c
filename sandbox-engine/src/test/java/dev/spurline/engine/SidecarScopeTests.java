// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.LiveSandbox;
import dev.spurline.SandboxEngine;
import dev.spurline.internal.survey.CustomKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A workload whose Sidecar tells it nothing of the forked Service: its proxy never shows the sandbox's routes. */
class SidecarScopeTests {

    private static final String SIDECAR = """
            apiVersion: networking.istio.io/v1
            kind: Sidecar
            metadata: {name: aside, namespace: hops}
            spec:
              workloadSelector: {labels: {app: aside}}
              egress: [{hosts: [./front.hops.svc.cluster.local]}]
            """;

    @Test
    void openingDoesNotWaitForIt(@TempDir Path directory) throws IOException {
        List<String> manifests = List.of(
                CustomDefinitions.of(CustomKind.SIDECAR),
                SIDECAR,
                TwoHops.workload("hops", "aside").replace("test/aside:1", "test/back:1"));
        try (HopsCluster cluster = HopsCluster.start(directory, new TwoHops(), manifests);
                SandboxEngine engine = SandboxEngine.connect(cluster.settings(Duration.ofSeconds(30)));
                LiveSandbox sandbox = engine.open(HopsCluster.backForked())) {
            assertThat(sandbox.diagnosis().summary()).contains(", its routes are live");
            assertThat(cluster.get(sandbox.headers())).isEqualTo(HopsCluster.FORKED);
        }
    }
}
