// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.spurline.LiveSandbox;
import dev.spurline.PreflightException;
import dev.spurline.SandboxEngine;
import dev.spurline.SandboxException;
import dev.spurline.cluster.ClusterSpec;
import dev.spurline.cluster.ClusterSpec.Mesh;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Beside a ServiceProfile Linkerd's proxies that begin to use a Service follow no HTTPRoute. */
class LinkerdProfileTests {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final String REFUSED =
            "Service [hops/back] has the ServiceProfile [hops/back.hops.svc.cluster.local], beside which Linkerd follows no HTTPRoute: replace it by an HTTPRoute";

    private static final String PROFILE = """
            apiVersion: linkerd.io/v1alpha2
            kind: ServiceProfile
            metadata: {name: %s.hops.svc.cluster.local, namespace: hops}
            spec: {routes: [{name: all, condition: {pathRegex: ".*"}}]}
            """;

    @TempDir
    private Path directory;

    /** The profile of another Service is none of a sandbox's business. */
    private static void describe(ClusterSpec spec) {
        new TwoHops().describe(spec.mesh(Mesh.LINKERD).manifests(PROFILE.formatted("front")));
    }

    @Test
    void oneThatIsThereIsRefusedByNameBeforeAnythingIsWritten() throws Exception {
        try (HopsCluster cluster = HopsCluster.start(directory, LinkerdProfileTests::describe);
                SandboxEngine engine = SandboxEngine.connect(cluster.settings(LONG))) {
            profile(cluster).create();

            assertThatThrownBy(() -> engine.open(HopsCluster.backForked()))
                    .isInstanceOf(PreflightException.class)
                    .hasMessage(REFUSED);

            assertThat(cluster.all())
                    .noneMatch(object -> object.getMetadata().getLabels() != null
                            && object.getMetadata().getLabels().containsKey("spurline.dev/sandbox"));
            assertThat(cluster.get(Map.of())).isEqualTo(HopsCluster.BASELINE);
        }
    }

    @Test
    void oneThatComesLaterTakesTheRoutesAway() throws Exception {
        try (HopsCluster cluster = HopsCluster.start(directory, LinkerdProfileTests::describe);
                SandboxEngine engine = SandboxEngine.connect(cluster.settings(LONG));
                LiveSandbox sandbox = engine.open(HopsCluster.backForked())) {
            profile(cluster).create();

            Throwable stale = await().atMost(LONG)
                    .until(() -> catchThrowable(() -> sandbox.uri("back")), SandboxException.class::isInstance);

            assertThat(stale)
                    .hasMessage(
                            "Sandbox [%s] is stale, because it cannot follow a change of routes or Services of others: %s. Its routes were removed; mend that and run the tests again",
                            sandbox.key(), REFUSED);
            await().atMost(LONG)
                    .untilAsserted(
                            () -> assertThat(cluster.objects(sandbox.key().value()))
                                    .noneMatch(object -> object.startsWith("HTTPRoute/")));
            assertThat(cluster.get(Map.of())).isEqualTo(HopsCluster.BASELINE);
        }
    }

    private static Resource<GenericKubernetesResource> profile(HopsCluster cluster) {
        return cluster.custom(PROFILE.formatted("back"));
    }
}
