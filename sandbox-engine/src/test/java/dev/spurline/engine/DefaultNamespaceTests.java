// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.spurline.ClusterSettings;
import dev.spurline.ForkSpec;
import dev.spurline.LiveSandbox;
import dev.spurline.PreflightException;
import dev.spurline.SandboxEngine;
import dev.spurline.SandboxException;
import dev.spurline.SandboxSpec;
import dev.spurline.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In the namespace default there is a Service without selector that no workload is behind: the API server's. */
class DefaultNamespaceTests {

    /** Somebody leads it to the forked Service. */
    private static final String API = """
            apiVersion: v1
            kind: Service
            metadata: {name: kubernetes, namespace: default}
            spec: {ports: [{name: https, port: 443, targetPort: 6443}]}
            ---
            apiVersion: gateway.networking.k8s.io/v1
            kind: HTTPRoute
            metadata: {name: api, namespace: default}
            spec:
              parentRefs: [{group: "", kind: Service, name: kubernetes}]
              rules: [{backendRefs: [{name: back, port: 80}]}]
            """;

    @TempDir
    private static Path directory;

    private static HopsCluster cluster;

    @BeforeAll
    static void start() throws IOException {
        cluster = HopsCluster.start(directory, spec -> {
            spec.namespace("default")
                    .manifests(
                            "{apiVersion: v1, kind: Namespace, metadata: {name: default, labels: {istio-injection: enabled}}}",
                            CallingPod.to("default", "back", "http"),
                            TwoHops.workload("default", "back"),
                            API)
                    .ingress(CallingPod.name("back"));
            TwoHops.images(spec.images());
        });
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void aSandboxOpensBesideTheServiceOfTheApiServerAndSaysThatItHasNoPods() throws Exception {
        try (SandboxEngine engine = SandboxEngine.connect(settings(Map.of()));
                LiveSandbox sandbox = engine.open(forkOf("back"))) {
            await().untilAsserted(() -> assertThat(cluster.ask(CallingPod.name("back"), "/", sandbox.headers()))
                    .isEqualTo("200 back forked -"));

            assertThatThrownBy(() -> sandbox.uri("kubernetes"))
                    .isInstanceOf(SandboxException.class)
                    .hasMessage(
                            "Service [kubernetes] in namespace [default] has no selector, so no pod of it can be reached: set spurline.entry.kubernetes");
        }
    }

    @Test
    void itIsNoCallerToWaitFor() {
        try (SandboxEngine engine = SandboxEngine.connect(settings(Map.of("spurline.callers", "kubernetes")))) {
            assertThat(engine.plan(forkOf("back")).prose())
                    .contains(
                            "- spurline.callers names [kubernetes], of which namespace [default] has no ready pod, so that no proxy of it shows whether routes are live");
            engine.open(forkOf("back")).close();
        }
    }

    @Test
    void itIsNoWorkload() {
        try (SandboxEngine engine = SandboxEngine.connect(settings(Map.of()))) {
            assertThatThrownBy(() -> engine.open(forkOf("kubernetes")))
                    .isInstanceOf(PreflightException.class)
                    .hasMessage(
                            "Workload [deployment/kubernetes] does not exist in namespace [default]: there are [deployment/back, deployment/to-back]");
        }
    }

    private static SandboxSpec forkOf(String workload) {
        return SandboxSpec.builder()
                .fork(ForkSpec.of(workload).env("WORD", "forked"))
                .build();
    }

    private static ClusterSettings settings(Map<String, String> more) {
        Map<String, String> properties = new HashMap<>(Map.of(
                "spurline.cluster", "kubeconfig",
                "spurline.context", "spurline-embedded",
                "spurline.kubeconfig", directory.resolve("kubeconfig").toString(),
                "spurline.namespace", "default",
                "spurline.timeout", "30s"));
        properties.putAll(more);
        return ClusterSettings.from(
                name -> Optional.ofNullable(properties.get(name)).map(text -> new Settings.Value(text, "the test")));
    }
}
