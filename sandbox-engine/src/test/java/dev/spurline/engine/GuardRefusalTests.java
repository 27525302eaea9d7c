// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spurline.ClusterSettings;
import dev.spurline.ForkSpec;
import dev.spurline.LiveSandbox;
import dev.spurline.PreflightException;
import dev.spurline.SandboxEngine;
import dev.spurline.SandboxSpec;
import dev.spurline.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What guards refuse is refused before the first write, as the API server counts it. */
@Execution(ExecutionMode.SAME_THREAD)
class GuardRefusalTests {

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
    void aContextThatOneSourceDoesNotAllow() {
        int written = cluster.power().writes().size();

        assertThatThrownBy(() -> SandboxEngine.connect(guarded(
                        Map.of("spurline.allowed-contexts", "spurline-*"),
                        Map.of("spurline.allowed-contexts", "staging"))))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "Context [spurline-embedded] (decided by the strong source) is not allowed: the weak source with spurline.allowed-contexts allows [staging]. "
                                + "Use one of them, or add it there");

        assertThat(cluster.power().writes()).hasSize(written);
    }

    @Test
    void aNamespaceThatIsProtectedByDefault() {
        refused(
                guarded(Map.of("spurline.protected-namespaces", "prod")),
                SandboxSpec.builder()
                        .namespace("linkerd-viz")
                        .fork(HopsCluster.backForked().forks().get(0))
                        .build(),
                "Namespace [linkerd-viz] is protected by [linkerd*] of the default: no sandbox is opened there");
    }

    @Test
    void theNamespaceOfAForkThatAWeakSourceProtects() {
        refused(
                guarded(
                        Map.of("spurline.protected-namespaces", "none"),
                        Map.of("spurline.protected-namespaces", "prod-*")),
                SandboxSpec.builder()
                        .fork(HopsCluster.backForked().forks().get(0))
                        .fork(ForkSpec.of("till").namespace("prod-eu").env("A", "1"))
                        .build(),
                "Namespace [prod-eu] is protected by [prod-*] of the weak source with spurline.protected-namespaces: no sandbox is opened there");
    }

    @Test
    void moreForksThanTheStrictestSourceAllows() {
        refused(
                guarded(Map.of("spurline.max-forks", "9"), Map.of("spurline.max-forks", "1")),
                SandboxSpec.builder()
                        .fork(ForkSpec.of("front").env("WORD", "forked"))
                        .fork(ForkSpec.of("back").env("WORD", "forked"))
                        .build(),
                "The sandbox asks for [2] forks, and the weak source with spurline.max-forks allows [1] with spurline.max-forks");
    }

    @Test
    void moreSandboxesThanMayLive() {
        ClusterSettings two = guarded(Map.of("spurline.max-sandboxes-per-namespace", "1"));
        try (SandboxEngine other = SandboxEngine.connect(cluster.settings(LEASE));
                LiveSandbox living = other.open(HopsCluster.backForked())) {
            refused(
                    two,
                    HopsCluster.backForked(),
                    "Namespace [hops] already has [1] sandboxes, and the strong source allows [1] with "
                            + "spurline.max-sandboxes-per-namespace: wait until some are closed");
            assertThat(cluster.get(living.headers())).isEqualTo(HopsCluster.FORKED);
        }
        try (SandboxEngine engine = SandboxEngine.connect(two)) {
            engine.open(HopsCluster.backForked()).close();
        }
    }

    @Test
    void enginesThatComeAtOnceNeverPassTheLimitTogether() {
        ClusterSettings one = guarded(Map.of("spurline.max-sandboxes-per-namespace", "1"));
        int racers = 4;
        CyclicBarrier line = new CyclicBarrier(racers);
        List<SandboxEngine> engines = IntStream.range(0, racers)
                .mapToObj(i -> SandboxEngine.connect(one))
                .toList();
        try {
            List<CompletableFuture<Optional<LiveSandbox>>> races = engines.stream()
                    .map(engine ->
                            CompletableFuture.supplyAsync(() -> race(engine, line), task -> new Thread(task).start()))
                    .toList();

            List<LiveSandbox> open =
                    races.stream().flatMap(future -> future.join().stream()).toList();

            assertThat(open).hasSizeLessThanOrEqualTo(1);
        } finally {
            engines.forEach(SandboxEngine::close);
        }
    }

    private static Optional<LiveSandbox> race(SandboxEngine engine, CyclicBarrier line) {
        try {
            line.await();
            return Optional.of(engine.open(HopsCluster.backForked()));
        } catch (PreflightException e) {
            assertThat(e).hasMessageContaining("spurline.max-sandboxes-per-namespace: wait until some are closed");
            return Optional.empty();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void refused(ClusterSettings settings, SandboxSpec spec, String message) {
        int written = cluster.power().writes().size();
        try (SandboxEngine engine = SandboxEngine.connect(settings)) {
            assertThatThrownBy(() -> engine.open(spec))
                    .isInstanceOf(PreflightException.class)
                    .hasMessage(message);
            assertThat(cluster.power().writes()).hasSize(written);
        }
        assertThat(cluster.power().writes()).hasSize(written);
    }

    private static ClusterSettings guarded(Map<String, String> strong) {
        return guarded(strong, Map.of());
    }

    /** Returns settings of a strong source, and of a weak one behind it. */
    private static ClusterSettings guarded(Map<String, String> strong, Map<String, String> weak) {
        Map<String, String> first = new HashMap<>(cluster.properties(LEASE));
        first.putAll(strong);
        Settings settings =
                name -> Optional.ofNullable(first.get(name)).map(text -> new Settings.Value(text, "the strong source"));
        return ClusterSettings.from(settings.orElse(weak, "the weak source"));
    }
}
