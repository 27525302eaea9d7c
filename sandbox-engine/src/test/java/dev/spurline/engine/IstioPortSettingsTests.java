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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Annotations of pods by which Istio's proxy is left out at some ports. */
class IstioPortSettingsTests {

    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final String CALLER = CallingPod.name("back");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "traffic.sidecar.istio.io/excludeOutboundPorts: \"443,80\" | traffic.sidecar.istio.io/excludeOutboundPorts without the port",
                "traffic.sidecar.istio.io/excludeOutboundIPRanges: 10.0.0.0/8 | traffic.sidecar.istio.io/excludeOutboundIPRanges without the Service's address [%s]",
                "traffic.sidecar.istio.io/includeOutboundIPRanges: 192.168.0.0/16 | traffic.sidecar.istio.io/includeOutboundIPRanges with the Service's address [%s], or traffic.sidecar.istio.io/includeOutboundPorts with the port",
                "sidecar.istio.io/interceptionMode: NONE | sidecar.istio.io/interceptionMode [REDIRECT]"
            })
    void aCallerThatSkipsThePortReachesTheBaselineAndThePlanSaysSo(String annotation, String cure) throws Exception {
        try (HopsCluster cluster = start(annotation, "");
                SandboxEngine engine = SandboxEngine.connect(cluster.settings(LEASE));
                LiveSandbox sandbox = engine.open(HopsCluster.backForked())) {
            assertThat(cluster.ask(CALLER, "/", sandbox.headers())).isEqualTo("200 back baseline -");
            String address = cluster.client()
                    .services()
                    .inNamespace("hops")
                    .withName("back")
                    .get()
                    .getSpec()
                    .getClusterIP();
            assertThat(engine.plan(HopsCluster.backForked()).prose())
                    .contains(
                            "- Callers that send requests to port [80] of Service [hops/back] around their proxy: [hops/to-back]. They reach the baseline, whatever key they carry; if one of them is on the way to a fork, give its pods %s, and restart it"
                                    .formatted(cure.formatted(address)));
            assertThat(sandbox.evidence().forks().get(0).hints()).anyMatch(hint -> hint.contains("[hops/to-back]"));
        }
    }

    @Test
    void aCallerThatTakesInThePortAloneReachesTheFork() throws Exception {
        String annotations =
                "traffic.sidecar.istio.io/includeOutboundIPRanges: \"\", traffic.sidecar.istio.io/includeOutboundPorts: \"80\"";
        try (HopsCluster cluster = start(annotations, "");
                SandboxEngine engine = SandboxEngine.connect(cluster.settings(LEASE));
                LiveSandbox sandbox = engine.open(HopsCluster.backForked())) {
            await().untilAsserted(() ->
                    assertThat(cluster.ask(CALLER, "/", sandbox.headers())).isEqualTo("200 back forked -"));
            assertThat(engine.plan(HopsCluster.backForked()).prose()).doesNotContain("around their proxy");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "traffic.sidecar.istio.io/excludeInboundPorts | '8080'",
                "traffic.sidecar.istio.io/includeInboundPorts | '9090'",
                "sidecar.istio.io/interceptionMode            | NONE"
            })
    void whatTheForksProxyDoesNotSeeIsNotTakenForNothing(String annotation, String value) throws Exception {
        try (HopsCluster cluster = start("", "%s: \"%s\"".formatted(annotation, value));
                SandboxEngine engine = SandboxEngine.connect(cluster.settings(LEASE));
                LiveSandbox sandbox = engine.open(HopsCluster.backForked())) {
            await().untilAsserted(() ->
                    assertThat(cluster.ask(CALLER, "/", sandbox.headers())).isEqualTo("200 back forked -"));

            ForkEvidence evidence = sandbox.evidence().forks().get(0);
            assertThat(evidence.unknown()).isTrue();
            assertThat(evidence.reason())
                    .isEqualTo("pod [%s] does not tell: port [8080] goes around its proxy (%s)"
                            .formatted(evidence.fork().pod(), annotation));
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
