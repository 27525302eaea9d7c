// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.spurline.LiveSandbox;
import dev.spurline.PreflightException;
import dev.spurline.RouteNotLiveException;
import dev.spurline.SandboxEngine;
import dev.spurline.internal.plan.GoldenCase;
import dev.spurline.internal.survey.Mesh;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is planned for each {@link GoldenCase} can be made, serves, and goes without a trace. */
class GoldenSandboxTests {

    /** The embedded mesh knows the routes of Gateway API alone. */
    private static final String NOT_FOLLOWED = "linkerd-old-routes";

    @TempDir
    static Path directory;

    @ParameterizedTest
    @MethodSource("opened")
    void opensAndLeavesNothing(GoldenCase golden) throws IOException {
        try (GoldenCluster cluster = GoldenCluster.start(golden, directory)) {
            Visitor visitor = cluster.visitor();
            String key;
            try (SandboxEngine engine = SandboxEngine.connect(cluster.settings());
                    LiveSandbox sandbox = engine.open(golden.spec())) {
                key = sandbox.key().value();
                assertThatForksAnswer(golden, sandbox, visitor);
                assertThatJobsRun(sandbox);
            }
            await().untilAsserted(() -> assertThat(cluster.ours()).isEmpty());
            assertThat(golden.entries())
                    .allSatisfy(
                            entry -> assertThat(visitor.ask(entry, Map.of())).doesNotContain(key));
        }
    }

    private static void assertThatForksAnswer(GoldenCase golden, LiveSandbox sandbox, Visitor visitor) {
        String key = sandbox.key().value();
        // The embedded mesh has no waypoints.
        boolean followed = golden.mesh() != Mesh.ISTIO_AMBIENT;
        for (String entry : golden.entries()) {
            assertThat(visitor.ask(entry, Map.of()))
                    .startsWith(golden.answers() + " ")
                    .doesNotContain(key);
            assertThat(visitor.ask(entry, sandbox.headers()))
                    .startsWith("200 ")
                    .matches(answer -> answer.contains(key) == followed, "answered by the fork: " + followed);
        }
        for (String entry : golden.kept()) {
            assertThat(visitor.ask(entry, Map.of())).startsWith("200 ").doesNotContain(key);
            assertThat(visitor.ask(entry, sandbox.headers())).startsWith("200 ").doesNotContain(key);
        }
    }

    private static void assertThatJobsRun(LiveSandbox sandbox) {
        sandbox.forks().stream()
                .map(fork -> fork.workload().toString())
                .filter(workload -> workload.startsWith("cronjob/"))
                .forEach(workload ->
                        assertThat(sandbox.run(workload).succeeded()).isTrue());
    }

    static Stream<GoldenCase> opened() {
        return GoldenCase.all()
                .filter(golden ->
                        golden.refusal().isEmpty() && !golden.toString().equals(NOT_FOLLOWED));
    }

    /** What the embedded mesh does not follow is not taken for live. */
    @ParameterizedTest
    @MethodSource("notFollowed")
    void doesNotOpenWhereNobodyFollowsItsRoutes(GoldenCase golden) throws IOException {
        try (GoldenCluster cluster = GoldenCluster.start(golden, directory);
                SandboxEngine engine = SandboxEngine.connect(cluster.settings())) {
            assertThatThrownBy(() -> engine.open(golden.spec()))
                    .isInstanceOf(RouteNotLiveException.class)
                    .hasMessageContaining(": no controller has accepted them. ");
            await().untilAsserted(() -> assertThat(cluster.ours()).allMatch(object -> object.startsWith("Job ")));
        }
    }

    static Stream<GoldenCase> notFollowed() {
        return GoldenCase.all().filter(golden -> golden.toString().equals(NOT_FOLLOWED));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void isRefusedAsPlanned(GoldenCase golden) throws IOException {
        try (GoldenCluster cluster = GoldenCluster.start(golden, directory);
                SandboxEngine engine = SandboxEngine.connect(cluster.settings())) {
            assertThatThrownBy(() -> engine.open(golden.spec()))
                    .isInstanceOf(PreflightException.class)
                    .hasMessage(golden.refusal().orElseThrow());
            assertThat(cluster.ours()).isEmpty();
        }
    }

    static Stream<GoldenCase> refused() {
        return GoldenCase.all().filter(golden -> golden.refusal().isPresent());
    }
}
