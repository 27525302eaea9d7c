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
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Annotations of pods and namespaces by which Linkerd's proxy is left out at some ports, or is looked at elsewhere. */
class LinkerdPortSettingsTests {

    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final String CALLER = CallingPod.name("back");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"pod, 80", "namespace, '25, 79-81'"})
    void aCallerThatSkipsThePortReachesTheBaselineAndThePlanSaysSo(String where, String ports) throws Exception {
        String annotation = "config.linkerd.io/skip-outbound-ports: \"%s\"".formatted(ports);
        try (HopsCluster cluster =
                        start(where.equals("namespace") ? annotation : "", where.equals("pod") ? annotation : "", "");
                SandboxEngine engine = SandboxEngine.connect(cluster.settings(LEASE));
                LiveSandbox sandbox = engine.open(HopsCluster.backForked())) {
            assertThat(cluster.ask(CALLER, "/", sandbox.headers())).isEqualTo("200 back baseline -");
            String callers = where.equals("pod") ? "hops/to-back" : "hops/back, hops/front, hops/to-back";
            assertThat(engine.plan(HopsCluster.backForked()).prose())
                    .contains(
                            "- Callers that send requests to port [80] of Service [hops/back] around their proxy: [%s]. They reach the baseline, whatever key they carry; if one of them is on the way to a fork, give its pods config.linkerd.io/skip-outbound-ports without the port, and restart it"
                                    .formatted(callers));
            assertThat(sandbox.evidence().forks().get(0).hints())
                    .anyMatch(hint -> hint.contains("[%s]".formatted(callers)));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "skip-inbound-ports, 8080, goes around its proxy",
        "opaque-ports, http, is opaque to its proxy",
        "opaque-ports, 8000-9000, is opaque to its proxy"
    })
    void whatTheForksProxyDoesNotSeeIsNotTakenForNothing(String annotation, String ports, String how) throws Exception {
        try (HopsCluster cluster = start("", "", "config.linkerd.io/%s: \"%s\"".formatted(annotation, ports));
                SandboxEngine engine = SandboxEngine.connect(cluster.settings(LEASE));
                LiveSandbox sandbox = engine.open(HopsCluster.backForked())) {
            await().untilAsserted(() ->
                    assertThat(cluster.ask(CALLER, "/", sandbox.headers())).isEqualTo("200 back forked -"));

            ForkEvidence evidence = sandbox.evidence().forks().get(0);
            assertThat(evidence.unknown()).isTrue();
            assertThat(evidence.reason())
                    .isEqualTo("pod [%s] does not tell: port [8080] %s (config.linkerd.io/%s)"
                            .formatted(evidence.fork().pod(), how, annotation));
        }
    }

    @Test
    void theRoutesAreSeenOnTheAdminPortThatThePodNames() throws Exception {
        try (HopsCluster cluster = start("config.linkerd.io/admin-port: \"9191\"", "", "");
                SandboxEngine engine = SandboxEngine.connect(cluster.settings(LEASE))) {
            assertThat(cluster.ask(CALLER, "/", Map.of())).isEqualTo("200 back baseline -");

            // A proxy whose page comes later than the pause after the acceptance is not waited for.
            await().atMost(Duration.ofMinutes(2)).until(() -> routesWereSeen(engine));
        }
    }

    private static boolean routesWereSeen(SandboxEngine engine) {
        try (LiveSandbox sandbox = engine.open(HopsCluster.backForked())) {
            return sandbox.diagnosis().summary().contains("its routes are live");
        }
    }

    private HopsCluster start(String namespace, String caller, String back) throws IOException {
        return HopsCluster.start(directory, spec -> {
            spec.namespace("hops")
                    .mesh(Mesh.LINKERD)
                    .manifests(
                            TwoHops.namespace("hops")
                                    .replace("linkerd.io/inject: enabled", "linkerd.io/inject: enabled, " + namespace),
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
