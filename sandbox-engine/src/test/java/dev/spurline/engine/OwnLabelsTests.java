// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.spurline.ClusterSettings;
import dev.spurline.LiveSandbox;
import dev.spurline.PreflightException;
import dev.spurline.SandboxEngine;
import dev.spurline.SandboxException;
import dev.spurline.Settings;
import dev.spurline.embedded.AdmissionHook;
import dev.spurline.embedded.AdmissionRequest;
import dev.spurline.embedded.AdmissionVerdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a namespace whose policies ask for a label on everything that is made. */
class OwnLabelsTests {

    private static final Duration LEASE = Duration.ofSeconds(30);

    @TempDir
    static Path directory;

    private static HopsCluster cluster;

    @BeforeAll
    static void start() throws IOException {
        cluster = HopsCluster.start(directory);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void theAnchorIsRefusedAndTheSettingNamed() {
        try (AdmissionHook hook = cluster.admission(request -> labelled(request, "jobs.batch"));
                SandboxEngine engine = engine(Map.of())) {
            assertThat(hook).isNotNull();
            assertThatThrownBy(() -> engine.open(HopsCluster.backForked()))
                    .isInstanceOf(PreflightException.class)
                    .hasMessageMatching(
                            "Anchor \\[Job hops/spurline-engine-\\w+] is refused: POST \\S+ answered \\[400]: admission webhook \"\\S+\" denied the request: the label team is required\\. What a policy asks for is put on everything that is made with spurline\\.labels=name=value\\. Without it nothing would remove the sandbox if this JVM were killed; allow it, or opt out with spurline\\.anchor=none");
        }
    }

    @Test
    void aDeploymentIsRefusedAndTheSettingNamed() {
        try (AdmissionHook hook = cluster.admission(request -> labelled(request, "deployments.apps"));
                SandboxEngine engine = engine(Map.of())) {
            assertThat(hook).isNotNull();
            assertThatThrownBy(() -> engine.open(HopsCluster.backForked()))
                    .isInstanceOf(SandboxException.class)
                    .hasMessageMatching(
                            "Creating \\[Deployment hops/back-\\w+] failed: POST \\S+ answered \\[400]: admission webhook \"\\S+\" denied the request: the label team is required\\. What a policy asks for is put on everything that is made with spurline\\.labels=name=value");
        }
    }

    @Test
    void withTheSettingEverythingHasItAndIsNamedByThePrefix() {
        Set<String> made = new ConcurrentSkipListSet<>();
        Map<String, String> settings =
                Map.of("spurline.labels", "team=shop", "spurline.name-prefix", "ci-", "spurline.annotations", "a/b=c");
        String key;
        try (AdmissionHook hook = cluster.admission(request -> labelled(request, made));
                SandboxEngine engine = engine(settings)) {
            assertThat(hook).isNotNull();
            try (LiveSandbox sandbox = engine.open(HopsCluster.backForked())) {
                key = sandbox.key().value();

                assertThat(cluster.get(sandbox.headers())).isEqualTo(HopsCluster.FORKED);
                assertThat(cluster.get(Map.of())).isEqualTo(HopsCluster.BASELINE);
                assertThat(cluster.objects(key))
                        .filteredOn(object -> !object.startsWith("EndpointSlice/") && !object.startsWith("Endpoints/"))
                        .hasSizeGreaterThan(5)
                        .allSatisfy(object -> assertThat(object).contains("/ci-"));
                assertThat(cluster.anchors()).singleElement().asString().startsWith("Job/ci-spurline-engine-");
            }
            await().untilAsserted(() -> assertThat(cluster.objects(key)).isEmpty());
        }
        assertThat(made)
                .contains(
                        "configmaps",
                        "deployments.apps",
                        "httproutes.gateway.networking.k8s.io",
                        "jobs.batch",
                        "pods",
                        "services");
        await().untilAsserted(() -> assertThat(cluster.anchors()).isEmpty());
    }

    /** What an engine with a prefix has left is found by one without. */
    @Test
    void aSweepRemovesWhatHasAPrefix() {
        Map<String, String> settings = Map.of("spurline.name-prefix", "ci-", "spurline.anchor", "none");
        try (SandboxEngine left = engine(settings);
                SandboxEngine other = engine(Map.of("spurline.lease", "5s"))) {
            LiveSandbox sandbox = left.open(HopsCluster.backForked());
            String key = sandbox.key().value();
            assertThat(cluster.objects(key)).isNotEmpty();

            await().atMost(Duration.ofSeconds(40)).untilAsserted(() -> {
                other.sweep("hops", Duration.ofMillis(1));
                assertThat(cluster.objects(key)).isEmpty();
            });
        }
    }

    private static AdmissionVerdict labelled(AdmissionRequest request, String resource) {
        return request.resource().equals(resource) ? labelled(request, new ConcurrentSkipListSet<>()) : allow();
    }

    private static AdmissionVerdict allow() {
        return AdmissionVerdict.allow();
    }

    /** Leaves alone what controllers make of it, but for pods. */
    private static AdmissionVerdict labelled(AdmissionRequest request, Set<String> made) {
        boolean ours = request.object().contains("spurline.dev/engine")
                && request.operation().equals("CREATE")
                && !List.of("endpoints", "endpointslices.discovery.k8s.io").contains(request.resource());
        if (!ours) {
            return allow();
        }
        made.add(request.resource());
        return request.object().contains("\"team\":\"shop\"")
                ? allow()
                : AdmissionVerdict.refuse(400, "the label team is required");
    }

    private static SandboxEngine engine(Map<String, String> more) {
        Map<String, String> properties = new HashMap<>(cluster.properties(LEASE));
        properties.putAll(more);
        return SandboxEngine.connect(ClusterSettings.from(
                name -> Optional.ofNullable(properties.get(name)).map(text -> new Settings.Value(text, "the test"))));
    }
}
