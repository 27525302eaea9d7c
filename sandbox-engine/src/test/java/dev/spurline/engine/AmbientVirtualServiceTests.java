// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.spurline.ClusterSettings;
import dev.spurline.LiveSandbox;
import dev.spurline.PreflightException;
import dev.spurline.SandboxEngine;
import dev.spurline.Settings;
import dev.spurline.cluster.ClusterSpec;
import dev.spurline.internal.survey.CustomKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ambient Istio, where a VirtualService routes a Service at its waypoint. */
class AmbientVirtualServiceTests {

    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final String NAMESPACE = """
            apiVersion: v1
            kind: Namespace
            metadata: {name: hops, labels: {istio.io/dataplane-mode: ambient}}
            """;
    private static final String WAYPOINT = """
            apiVersion: gateway.networking.k8s.io/v1
            kind: Gateway
            metadata: {name: waypoint, namespace: hops}
            spec: {gatewayClassName: istio-waypoint, listeners: [{name: mesh, port: 15008, protocol: HBONE}]}
            """;
    private static final String OF_USER = """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: back, namespace: hops}
            spec:
              hosts: [back]
              http:
              - route: [{destination: {host: back}}]
                headers: {request: {set: {x-track: waypoint}}}
            """;
    private static final String BASELINE = "front baseline, back baseline by waypoint";
    private static final String FORKED = "front baseline, back forked by waypoint";

    @TempDir
    static Path directory;

    private static HopsCluster cluster;

    @BeforeAll
    static void start() throws IOException {
        cluster = HopsCluster.start(directory, AmbientVirtualServiceTests::describe);
    }

    private static void describe(ClusterSpec spec) {
        String back = TwoHops.workload("hops", "back")
                .replaceFirst(
                        "\\{name: back, namespace: hops}",
                        "{name: back, namespace: hops, labels: {istio.io/use-waypoint: waypoint}}");
        spec.namespace("hops")
                .manifests(
                        AmbientWaypoint.GATEWAYS,
                        CustomDefinitions.of(CustomKind.VIRTUAL_SERVICE),
                        NAMESPACE,
                        TwoHops.workload("hops", "front"),
                        back,
                        WAYPOINT,
                        OF_USER)
                .ingress("front");
        TwoHops.images(spec.images());
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static SandboxEngine engine(String shadow) {
        Map<String, String> properties = new HashMap<>(cluster.properties(LEASE));
        properties.put("spurline.istio.shadow", shadow);
        return SandboxEngine.connect(ClusterSettings.from(
                name -> Optional.ofNullable(properties.get(name)).map(text -> new Settings.Value(text, "the test"))));
    }

    /** The waypoint joins both VirtualServices, as that of Istio 1.30 does: the sandbox's comes first, and repeats the other. */
    @Test
    void requestsWithTheKeyReachTheForkByTheRulesOfTheOther() {
        await().untilAsserted(() -> assertThat(cluster.get(Map.of())).isEqualTo(BASELINE));

        try (SandboxEngine engine = engine("on");
                LiveSandbox sandbox = engine.open(HopsCluster.backForked())) {
            await().untilAsserted(
                            () -> assertThat(cluster.get(sandbox.headers())).isEqualTo(FORKED));
            assertThat(cluster.get(Map.of())).isEqualTo(BASELINE);
        }

        assertThat(cluster.get(Map.of())).isEqualTo(BASELINE);
    }

    @Test
    void nothingIsOutrankedThereUnlessThatIsAskedFor() {
        try (SandboxEngine engine = engine("auto")) {
            assertThatThrownBy(() -> engine.open(HopsCluster.backForked()))
                    .isInstanceOf(PreflightException.class)
                    .hasMessage(
                            "VirtualService [hops/back] of Service [hops/back] would have to be outranked, which is proven on Istio [1.31] alone, and here a waypoint routes, where nobody has tried it: set spurline.istio.shadow to [on] if a test on your cluster shows that it holds there. Or let its owner put a slot for sandboxes before its rules, which does nothing while there is none:\n  http:\n  - delegate: {name: spurline-back}");
        }
    }
}
