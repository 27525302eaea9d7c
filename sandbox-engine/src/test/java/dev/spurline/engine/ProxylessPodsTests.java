// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.awaitility.Awaitility.await;

import dev.spurline.EvidenceReport.ForkEvidence;
import dev.spurline.LiveSandbox;
import dev.spurline.PreflightException;
import dev.spurline.SandboxEngine;
import dev.spurline.cluster.Blueprint;
import dev.spurline.cluster.ClusterSpec.Mesh;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pods that the mesh gives no proxy, because their manifests do not ask for one. */
class ProxylessPodsTests {

    private static final Duration LEASE = Duration.ofMinutes(1);

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(
            value = Mesh.class,
            names = {"ISTIO", "LINKERD"})
    void aCallerWithoutAProxyReachesTheBaselineWhateverKeyItCarries(Mesh mesh) throws Exception {
        try (HopsCluster cluster = start(mesh, "front");
                SandboxEngine engine = SandboxEngine.connect(cluster.settings(LEASE));
                LiveSandbox sandbox = engine.open(HopsCluster.backForked())) {
            // Whether Linkerd's proxies follow a route is seen by its first request only.
            await().untilAsserted(() -> assertThat(cluster.ask(CallingPod.name("back"), "/", sandbox.headers()))
                    .isEqualTo("200 back forked -"));
            assertThat(cluster.get(sandbox.headers())).isEqualTo(HopsCluster.BASELINE);
            assertThat(engine.plan(HopsCluster.backForked()).prose())
                    .contains("Warnings\n- Callers without a proxy of %s in namespace [hops]: [front]. "
                                    .formatted(mesh == Mesh.ISTIO ? "Istio" : "Linkerd")
                            + "What they send reaches the baseline, whatever key it carries; ");
            assertThat(sandbox.evidence().forks().get(0).hints())
                    .singleElement(STRING)
                    .contains("[front]");
        }
    }

    @Test
    void aForkWithoutAProxyIsReachedButNobodyCounts() throws Exception {
        try (HopsCluster cluster = start(Mesh.ISTIO, "back");
                SandboxEngine engine = SandboxEngine.connect(cluster.settings(LEASE));
                LiveSandbox sandbox = engine.open(HopsCluster.backForked())) {
            assertThat(cluster.get(sandbox.headers())).isEqualTo(HopsCluster.FORKED);
            assertThat(cluster.get(Map.of())).isEqualTo(HopsCluster.BASELINE);

            ForkEvidence evidence = sandbox.evidence().forks().get(0);
            assertThat(evidence.unknown()).isTrue();
            assertThat(evidence.reason())
                    .isEqualTo("pod [%s] does not tell: it has no proxy that counts requests"
                            .formatted(evidence.fork().pod()));
        }
    }

    @Test
    void whereNoPodHasAProxyTheSandboxIsRefused() throws IOException {
        Blueprint unlabelled = spec -> {
            spec.namespace("hops")
                    .manifests(
                            "{apiVersion: v1, kind: Namespace, metadata: {name: hops}}",
                            TwoHops.workload("hops", "front"),
                            TwoHops.workload("hops", "back"));
            TwoHops.images(spec.images());
        };
        try (HopsCluster cluster = HopsCluster.start(directory, unlabelled);
                SandboxEngine engine = SandboxEngine.connect(cluster.settings(LEASE))) {
            assertThatThrownBy(() -> engine.open(HopsCluster.backForked()))
                    .isInstanceOf(PreflightException.class)
                    .hasMessage(
                            "No mesh was found in namespace [hops], so that nothing can tell requests with a key from others: no pod there has a proxy. "
                                    + "Label the namespace istio-injection=enabled for Istio, or annotate it linkerd.io/inject=enabled for Linkerd, and restart its workloads. "
                                    + "Without a mesh: where the callers have Envoys of their own, or one at the entry calls the forked Service, configure those once as docs/envoy.md says and set spurline.routing=overrides; where the tests themselves call the forked Service, set spurline.routing=direct");
        }
    }

    /** Starts a cluster in which one of the workloads has opted out of injection. */
    private HopsCluster start(Mesh mesh, String out) throws IOException {
        return HopsCluster.start(directory, spec -> {
            spec.namespace("hops")
                    .mesh(mesh)
                    .manifests(TwoHops.namespace("hops"), CallingPod.to("hops", "back", "http"))
                    .ingress("front", CallingPod.name("back"));
            for (String name : new String[] {"front", "back"}) {
                String workload = TwoHops.workload("hops", name);
                spec.manifests(name.equals(out) ? withoutProxy(workload) : workload);
            }
            TwoHops.images(spec.images());
        });
    }

    private static String withoutProxy(String workload) {
        return workload.replaceAll(
                "labels: \\{(app: [a-z]+)}}",
                "labels: {$1, sidecar.istio.io/inject: \"false\"}, annotations: {linkerd.io/inject: disabled}}");
    }
}
