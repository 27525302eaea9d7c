// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static org.awaitility.Awaitility.await;

import dev.spurline.ClusterSettings;
import dev.spurline.ForkSpec;
import dev.spurline.SandboxEngine;
import dev.spurline.SandboxSpec;
import dev.spurline.Settings;
import dev.spurline.cluster.ClusterSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Two engines with the same settings in a cluster that serves HTTPRoutes and VirtualServices of Istio. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class TwoEnginesTestCase {

    static final Duration LONG = Duration.ofSeconds(60);

    private static final Duration LEASE = Duration.ofMinutes(1);

    private final Map<String, String> settings;

    HopsCluster cluster;
    TwinVirtualServices virtual;
    SandboxEngine first;
    SandboxEngine second;

    /** What is answered to everybody where there is no VirtualService. */
    private List<String> untouched = List.of();

    TwoEnginesTestCase(Map<String, String> settings) {
        this.settings = settings;
    }

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        cluster = HopsCluster.start(directory, new Twins(ClusterSpec.Mesh.ISTIO).withVirtualServices());
        virtual = new TwinVirtualServices(cluster.client());
        untouched = answers();
        first = SandboxEngine.connect(settings());
        second = SandboxEngine.connect(settings());
    }

    Map<String, String> properties(Duration lease) {
        Map<String, String> properties = new HashMap<>(cluster.properties(lease));
        properties.putAll(settings);
        return properties;
    }

    ClusterSettings settings() {
        Map<String, String> properties = properties(LEASE);
        return ClusterSettings.from(
                name -> Optional.ofNullable(properties.get(name)).map(text -> new Settings.Value(text, "the test")));
    }

    @AfterAll
    void stop() {
        first.close();
        second.close();
        cluster.close();
    }

    /** The mesh follows a little later, and its last answers would be those of the next test. */
    @AfterEach
    void removeVirtualServices() {
        virtual.remove();
        await().atMost(LONG).until(this::answers, untouched::equals);
    }

    private List<String> answers() throws Exception {
        return List.of(
                cluster.ask(CallingPod.name("back"), "/", Map.of()),
                cluster.ask(CallingPod.name("twin"), "/", Map.of()));
    }

    static SandboxSpec forked(String word) {
        return SandboxSpec.builder().fork(ForkSpec.of("back").env("WORD", word)).build();
    }
}
