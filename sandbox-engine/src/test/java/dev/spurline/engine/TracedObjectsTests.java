// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.spurline.ClusterSettings;
import dev.spurline.LiveSandbox;
import dev.spurline.SandboxEngine;
import dev.spurline.SandboxException;
import dev.spurline.Settings;
import dev.spurline.TraceRequest;
import dev.spurline.internal.survey.SpurlineLabels;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a trace makes belongs to the sandbox, and is gone when it is over. */
class TracedObjectsTests {

    private static final Duration LEASE = Duration.ofSeconds(30);

    @TempDir
    private static Path directory;

    private static HopsCluster cluster;

    @BeforeAll
    static void start() throws Exception {
        cluster = HopsCluster.start(directory);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void leavesNothingBehind() {
        try (SandboxEngine engine = SandboxEngine.connect(settings("auto"));
                LiveSandbox sandbox = engine.open(HopsCluster.backForked())) {
            List<String> before = cluster.objects(sandbox.key().value());

            sandbox.trace(TraceRequest.get("front", "/"));

            awaitObjects(sandbox.key().value(), before);
        }
    }

    @Test
    void leavesNothingBehindWhenItsRequestHasNoAnswer() {
        Map<String, String> nowhere = Map.of("spurline.entry.front", "http://localhost:1");
        try (SandboxEngine engine = SandboxEngine.connect(settings("auto", nowhere));
                LiveSandbox sandbox = engine.open(HopsCluster.backForked())) {
            List<String> before = cluster.objects(sandbox.key().value());

            assertThatThrownBy(() -> sandbox.trace(TraceRequest.get("front", "/")))
                    .isInstanceOf(SandboxException.class)
                    .hasMessageStartingWith("Tracing [GET /] at Service [front] failed, as it was not answered: ")
                    .hasMessageEndingWith(". Try the request without tracing, or another one");
            awaitObjects(sandbox.key().value(), before);
        }
    }

    /** So that the cluster removes it with the record when the JVM dies, and a sweep finds it by its label. */
    @Test
    void isOwnedByTheRecordAndChangesNoAnswerWithoutTheKey() {
        String key;
        String untagged = cluster.get(Map.of());
        try (SandboxEngine engine = SandboxEngine.connect(settings("on-missing-evidence"));
                LiveSandbox sandbox = engine.open(HopsCluster.backForked())) {
            key = sandbox.key().value();
            List<GenericKubernetesResource> made = cluster.all().stream()
                    .filter(object -> object.getMetadata().getName().equals("trace-front-" + key))
                    .toList();

            assertThat(made).extracting(GenericKubernetesResource::getKind).contains("Service", "HTTPRoute");
            assertThat(made)
                    .filteredOn(object -> !object.getKind().startsWith("Endpoint"))
                    .allSatisfy(object -> {
                        assertThat(SpurlineLabels.on(object, SpurlineLabels.SANDBOX))
                                .isEqualTo(key);
                        assertThat(object.getMetadata().getOwnerReferences())
                                .extracting(OwnerReference::getKind, OwnerReference::getName)
                                .containsExactly(tuple("ConfigMap", "spurline-" + key));
                    });
            assertThat(cluster.get(Map.of())).isEqualTo(untagged);
            assertThat(cluster.get(sandbox.headers())).isEqualTo("front baseline, back forked");
        }
        awaitObjects(key, List.of());
        assertThat(cluster.get(Map.of())).isEqualTo(untagged);
    }

    /** A sandbox that is traced as long as it lives, when its JVM is killed. */
    @Test
    void isRemovedByTheClusterWhenTheJvmDies() throws Exception {
        Map<String, String> properties = new HashMap<>(cluster.properties(Duration.ofSeconds(5)));
        properties.put("spurline.trace", "on-missing-evidence");
        try (SandboxProcess child = SandboxProcess.start(properties, directory)) {
            assertThat(cluster.objects(child.key()))
                    .contains("Service/trace-front-" + child.key(), "HTTPRoute/trace-front-" + child.key());

            child.kill();

            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(
                            () -> assertThat(cluster.objects(child.key())).isEmpty());
        }
    }

    /** The slices of a Service go a moment after it. */
    private static void awaitObjects(String key, List<String> expected) {
        await().untilAsserted(() -> assertThat(cluster.objects(key)).isEqualTo(expected));
    }

    private static ClusterSettings settings(String trace) {
        return settings(trace, Map.of());
    }

    private static ClusterSettings settings(String trace, Map<String, String> more) {
        Map<String, String> properties = new HashMap<>(cluster.properties(LEASE));
        properties.put("spurline.trace", trace);
        properties.putAll(more);
        return ClusterSettings.from(
                name -> Optional.ofNullable(properties.get(name)).map(text -> new Settings.Value(text, "the test")));
    }
}
