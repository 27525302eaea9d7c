// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.spurline.ClusterSettings;
import dev.spurline.ForkSpec;
import dev.spurline.LiveSandbox;
import dev.spurline.PreflightException;
import dev.spurline.SandboxEngine;
import dev.spurline.SandboxException;
import dev.spurline.SandboxSpec;
import dev.spurline.Settings;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What an engine refuses names the object and the way out. */
@Execution(ExecutionMode.SAME_THREAD)
class RefusalTests {

    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final String SERVICES = """
            apiVersion: v1
            kind: Service
            metadata: {name: outside, namespace: hops}
            spec: {ports: [{port: 80}]}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: idle, namespace: hops}
            spec: {selector: {app: idle}, ports: [{port: 80}]}
            """;

    @TempDir
    static Path directory;

    private static HopsCluster cluster;
    private static SandboxEngine engine;

    @BeforeAll
    static void start() throws Exception {
        cluster = HopsCluster.start(directory, spec -> new TwoHops().describe(spec.manifests(SERVICES)));
        engine = SandboxEngine.connect(cluster.settings(LEASE));
    }

    @AfterAll
    static void stop() {
        engine.close();
        cluster.close();
    }

    @Test
    void servicesThatLeadNowhere() {
        try (LiveSandbox sandbox = engine.open(HopsCluster.backForked())) {
            assertThatThrownBy(() -> sandbox.uri("outside"))
                    .isInstanceOf(SandboxException.class)
                    .hasMessage(
                            "Service [outside] in namespace [hops] has no selector, so no pod of it can be reached: set spurline.entry.outside");
            assertThatThrownBy(() -> sandbox.baselineUri("idle"))
                    .isInstanceOf(SandboxException.class)
                    .hasMessage(
                            "Service [idle] in namespace [hops] has no ready pod of the baseline behind it: scale up or repair its workload");
        }
    }

    @Test
    void anEngineThatIsClosed() {
        SandboxEngine closed = SandboxEngine.connect(cluster.settings(LEASE));
        closed.close();

        assertThatThrownBy(() -> closed.open(HopsCluster.backForked()))
                .isInstanceOf(SandboxException.class)
                .hasMessage("The engine is closed: it opens no more sandboxes");
        assertThatThrownBy(() -> closed.plan(HopsCluster.backForked()))
                .hasMessage("The engine is closed: it opens no more sandboxes");
    }

    @Test
    void noNamespaceAtAll() throws Exception {
        Map<String, String> properties = new HashMap<>(cluster.properties(LEASE));
        String nowhere = Files.readString(Path.of(properties.get("spurline.kubeconfig")))
                .replaceAll("(?m)^\\s*namespace:.*\\n", "");
        properties.put(
                "spurline.kubeconfig",
                Files.writeString(directory.resolve("nowhere"), nowhere).toString());
        properties.remove("spurline.namespace");

        try (SandboxEngine lost = SandboxEngine.connect(settings(properties))) {
            assertThatThrownBy(() -> lost.plan(HopsCluster.backForked()))
                    .isInstanceOf(PreflightException.class)
                    .hasMessage(
                            "No namespace is named: set it at the sandbox (@Sandbox(namespace = …)) or with spurline.namespace");
        }
    }

    @Test
    void aTimeThatIsOverBeforeItBegins() {
        SandboxSpec hurried = SandboxSpec.builder()
                .fork(ForkSpec.of("back").env("WORD", "forked"))
                .timeout(Duration.ofNanos(1))
                .build();

        assertThat(catchThrowable(() -> engine.open(hurried)))
                .isInstanceOf(SandboxException.class)
                .hasMessageMatching(
                        "Sandbox \\[[a-z2-7]{10}] could not be opened within \\[0 s]: the time was over before wave \\[RECORD]");
    }

    @Test
    void aTimeoutOfTheSettingsThatIsOver() {
        Map<String, String> hurried = new HashMap<>(cluster.properties(LEASE));
        hurried.put("spurline.timeout", "1ms");

        try (SandboxEngine quick = SandboxEngine.connect(settings(hurried))) {
            assertThat(catchThrowable(() -> quick.open(HopsCluster.backForked())))
                    .isInstanceOf(SandboxException.class)
                    .hasMessageMatching(
                            "Sandbox \\[[a-z2-7]{10}] could not be opened within \\[1 ms]: the time was over before wave \\[RECORD]");
        }
    }

    @Test
    void aValueOfAnotherTypeInSettingsOfOnesOwn() {
        Map<String, String> wrong = new HashMap<>(cluster.properties(LEASE));
        wrong.put("spurline.anchor", "nonne");

        Settings own = name -> Optional.ofNullable(wrong.get(name)).map(text -> new Settings.Value(text, "the test"));

        assertThat(catchThrowable(() -> SandboxEngine.connect(ClusterSettings.from(own))))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "Setting [spurline.anchor] is [nonne] by the test, which is not job or none: did you mean [none]?");
    }

    @Test
    void aQuotaThatLeavesNoRoomForTheAnchor() {
        ResourceQuota none = new ResourceQuotaBuilder()
                .withNewMetadata()
                .withName("no-jobs")
                .withNamespace("hops")
                .endMetadata()
                .withNewSpec()
                .addToHard("count/jobs.batch", new Quantity("0"))
                .endSpec()
                .build();
        cluster.client().resource(none).create();
        try (SandboxEngine late = SandboxEngine.connect(cluster.settings(LEASE))) {
            cluster.client()
                    .resource(none)
                    .waitUntilCondition(quota -> quota.getStatus() != null, 10, TimeUnit.SECONDS);

            assertThat(catchThrowable(() -> late.open(HopsCluster.backForked())))
                    .isInstanceOf(PreflightException.class)
                    .hasMessageMatching(
                            "(?s)Anchor \\[Job hops/spurline-engine-[a-z0-9]+] is refused: .*exceeded quota: no-jobs.*\\. "
                                    + "Without it nothing would remove the sandbox if this JVM were killed; allow it, or opt out with spurline\\.anchor=none");
        } finally {
            cluster.client().resource(none).delete();
        }
        await().untilAsserted(() -> assertThat(cluster.all())
                .noneMatch(object -> object.getMetadata().getName().equals("no-jobs")));
    }

    @Test
    void anImageOfAWorkloadThatDoesNotExist() {
        try (SandboxEngine misspelt = SandboxEngine.connect(settings(with("spurline.image.bakc", "any:1")))) {
            assertThatThrownBy(() -> misspelt.open(HopsCluster.backForked()))
                    .isInstanceOf(PreflightException.class)
                    .hasMessage(
                            "Setting [spurline.image.bakc] (the test with spurline.image.bakc) names a workload that does not exist:"
                                    + " did you mean [spurline.image.back]?");
        }
        assertThat(cluster.objects("")).isEmpty();
    }

    @Test
    void noImageOfAWorkloadThatOthersFork() {
        ClusterSettings elsewhere =
                settings(with("spurline.image.far-away", "any:1")).withWorkloads(Set.of("far-away"));

        try (SandboxEngine wide = SandboxEngine.connect(elsewhere)) {
            assertThat(wide.plan(HopsCluster.backForked()).prose()).isNotEmpty();
        }
    }

    @Test
    void noImageOfAnotherWorkloadOfTheNamespace() {
        try (SandboxEngine other = SandboxEngine.connect(settings(with("spurline.image.front", "any:1")))) {
            assertThat(other.plan(HopsCluster.backForked()).prose()).doesNotContain("any:1");
        }
    }

    private static Map<String, String> with(String name, String value) {
        Map<String, String> properties = new HashMap<>(cluster.properties(LEASE));
        properties.put(name, value);
        return properties;
    }

    private static ClusterSettings settings(Map<String, String> properties) {
        Settings none = name -> Optional.empty();
        return ClusterSettings.from(none.orElse(properties, "the test"));
    }
}
