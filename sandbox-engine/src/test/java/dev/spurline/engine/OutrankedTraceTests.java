// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.spurline.ClusterSettings;
import dev.spurline.KeyTrace;
import dev.spurline.KeyTrace.Call;
import dev.spurline.LiveSandbox;
import dev.spurline.SandboxEngine;
import dev.spurline.Settings;
import dev.spurline.TraceRequest;
import dev.spurline.cluster.ClusterSpec.Mesh;
import dev.spurline.internal.survey.CustomKind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Others write a route, while a trace counts, that decides before its own. */
class OutrankedTraceTests {

    /** Istio follows it rather than any HTTPRoute for callers of its namespace, whichever is older. */
    private static final String PRIVATE = """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: of-the-owner, namespace: hops}
            spec:
              hosts: [middle]
              exportTo: ["."]
              http: [{route: [{destination: {host: middle}}], headers: {response: {set: {x-rule: own}}}}]
            """;

    @TempDir
    Path directory;

    @Test
    void nobodyIsBlamedForCallsThatTheOtherRouteLeads() throws Exception {
        ThreeHops hops = new ThreeHops(Mesh.ISTIO, "nobody", CustomDefinitions.of(CustomKind.VIRTUAL_SERVICE));
        try (HopsCluster cluster = HopsCluster.start(directory, hops);
                SandboxEngine engine = SandboxEngine.connect(settings(cluster));
                LiveSandbox sandbox = engine.open(HopsCluster.backForked())) {
            assertThat(sandbox.trace(TraceRequest.get("front", "/")).withKey())
                    .containsExactly(new Call("front", "middle", 1), new Call("middle", "back", 1));

            cluster.client()
                    .resource(cluster.client()
                            .getKubernetesSerialization()
                            .<GenericKubernetesResource>unmarshal(PRIVATE, GenericKubernetesResource.class))
                    .create();

            await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
                KeyTrace trace = sandbox.trace(TraceRequest.get("front", "/"));
                assertThat(trace.lost()).isEmpty();
                assertThat(trace.withKey()).containsExactly(new Call("middle", "back", 1));
                assertThat(trace.message())
                        .isEqualTo(
                                "Whether Service [middle] was called with the key is not known: requests with the key go there by VirtualService [hops/of-the-owner], spec.http[0], and not by the route of the trace");
            });
        }
    }

    private static ClusterSettings settings(HopsCluster cluster) {
        Map<String, String> properties = new HashMap<>(cluster.properties(Duration.ofMinutes(1)));
        properties.put("spurline.trace", "on-missing-evidence");
        return ClusterSettings.from(
                name -> Optional.ofNullable(properties.get(name)).map(text -> new Settings.Value(text, "the test")));
    }
}
