// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.spurline.EvidenceReport.ForkEvidence;
import dev.spurline.LiveSandbox;
import dev.spurline.SandboxEngine;
import dev.spurline.cluster.ClusterSpec.Mesh;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Annotations of pods by which Istio's proxy is left out at some ports. */
class IstioPortSettingsTests {

    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final String CALLER = CallingPod.name("back");

    @TempDir
    private Path directory;

    @Test
    void aCallerThatSkipsThePortReachesTheBaselineAndThePlanSaysSo() throws Exception {
        try (HopsCluster cluster = start("traffic.sidecar.istio.io/excludeOutboundPorts: \"443,80\"", "");
                SandboxEngine engine = SandboxEngine.connect(cluster.settings(LEASE));
                LiveSandbox sandbox = engine.open(HopsCluster.backForked())) {
            assertThat(cluster.ask(CALLER, "/", sandbox.headers())).isEqualTo("200 back baseline -");
            assertThat(engine.plan(HopsCluster.backForked()).prose())
                    .contains(
                            "- Callers that send requests to port [80] of Service [hops/back] around their proxy: [hops/to-back]. They reach the baseline, whatever key they carry; if one of them is on the way to a fork, give its pods traffic.sidecar.istio.io/excludeOutboundPorts without the port, and restart it");
            assertThat(sandbox.evidence().forks().get(0).hints()).anyMatch(hint -> hint.contains("[hops/to-back]"));
        }
    }

    @Test
    void whatTheForksProxyDoesNotSeeIsNotTakenForNothing() throws Exception {
        try (HopsCluster cluster = start("", "traffic.sidecar.istio.io/excludeInboundPorts: \"8080\"");
                SandboxEngine engine = SandboxEngine.connect(cluster.settings(LEASE));
                LiveSandbox sandbox = engine.open(HopsCluster.backForked())) {
            await().untilAsserted(() ->
                    assertThat(cluster.ask(CALLER, "/", sandbox.headers())).isEqualTo("200 back forked -"));

            ForkEvidence evidence = sandbox.evidence().forks().get(0);
            assertThat(evidence.unknown()).isTrue();
            assertThat(evidence.reason())
                    .isEqualTo(
                            "pod [%s] does not tell: port [8080] goes around its proxy (traffic.sidecar.istio.io/excludeInboundPorts)"
                                    .formatted(evidence.fork().pod()));
        }
    }

    private HopsCluster start(String caller, String back) throws IOException {
        return HopsCluster.start(directory, spec -> {
            spec.namespace("hops")
                    .mesh(Mesh.ISTIO)
                    .manifests(
                            TwoHops.namespace("hops"),
                            annotated(CallingPod.to("hops", "back", "http"), caller),
                            TwoHops.workload("hops", "front"),
                            annotated(TwoHops.workload("hops", "back"), back))
                    .ingress("front", CALLER);
            TwoHops.images(spec.images());
        });
    }

    private static String annotated(String workload, String annotation) {
        return workload.replaceAll(
                "metadata: \\{labels: \\{(app: [a-z-]+)}}",
                "metadata: {labels: {$1}, annotations: {%s}}".formatted(annotation));
    }
}
