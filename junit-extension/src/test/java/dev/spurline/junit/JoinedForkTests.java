// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spurline.ClusterSettings;
import dev.spurline.ForkSpec;
import dev.spurline.LiveSandbox;
import dev.spurline.SandboxEngine;
import dev.spurline.SandboxSpec;
import dev.spurline.Settings;
import dev.spurline.engine.HopsCluster;
import dev.spurline.engine.TwoHops;
import dev.spurline.junit.JoinedForkTestCase.FindsNone;
import dev.spurline.junit.JoinedForkTestCase.LeavesItToOthers;
import dev.spurline.junit.JoinedForkTestCase.NamesNoLabel;
import dev.spurline.junit.JoinedForkTestCase.NamesNoValue;
import dev.spurline.junit.JoinedForkTestCase.ReachesBoth;
import dev.spurline.junit.JoinedForkTestCase.ReachesTheirs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Requests of classes reach the forks of a sandbox that another team has opened, and prove them by what they did themselves. */
@Execution(ExecutionMode.SAME_THREAD)
class JoinedForkTests {

    private static final Duration LEASE = Duration.ofMinutes(1);

    @TempDir
    static Path directory;

    private static HopsCluster cluster;

    private SandboxEngine team;
    private LiveSandbox opened;

    @BeforeAll
    static void start() throws IOException {
        cluster = HopsCluster.start(directory, new TwoHops(), List.of(requestsByTest()));
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @BeforeEach
    void open() {
        JoinedForkTestCase.meanwhile = () -> {};
        Map<String, String> properties = new HashMap<>(cluster.properties(LEASE));
        properties.put("spurline.sandbox-labels", "pr=42,team=pay");
        team = SandboxEngine.connect(ClusterSettings.from(
                name -> Optional.ofNullable(properties.get(name)).map(text -> new Settings.Value(text, "the test"))));
        opened = team.open(SandboxSpec.builder()
                .owner("TaxIT")
                .fork(ForkSpec.of("back").env("WORD", "theirs"))
                .build());
    }

    @AfterEach
    void nothingIsLeft() {
        team.close();
        await().atMost(LEASE).until(() -> cluster.anchors().isEmpty());
        assertThat(cluster.get(Map.of())).isEqualTo(HopsCluster.BASELINE);
    }

    @Test
    void aClassReachesItsOwnForkAndTheirsWithOneKey() {
        TestRun run = TestRun.with(properties(), ReachesBoth.class);

        assertThat(run.messages()).isEmpty();
        assertThat(run.passed()).isEqualTo(1);
    }

    @Test
    void theReportNamesWhoseAForkIs() throws IOException {
        Path report = directory.resolve("report");
        Map<String, String> properties = new HashMap<>(properties());
        properties.put("spurline.report", report.toString());

        assertThat(TestRun.with(properties, ReachesBoth.class).messages()).isEmpty();

        String whose = "sandbox [%s] of [TaxIT]".formatted(opened.key());
        JsonNode sandbox = new ObjectMapper()
                .readTree(report.resolve("report.json").toFile())
                .path("jvms")
                .path(0)
                .path("sandboxes")
                .path(0);
        assertThat(sandbox.path("forks"))
                .extracting(
                        fork -> fork.path("workload").asText(),
                        fork -> fork.path("owner").asText())
                .containsExactly(tuple("deployment/front", ""), tuple("deployment/back", whose));
        assertThat(sandbox.path("classes").path(0).path("evidence"))
                .extracting(
                        evidence -> evidence.path("workload").asText(),
                        evidence -> evidence.path("served").asLong())
                .containsExactly(tuple("deployment/front", 1L), tuple("deployment/back", 1L));
        assertThat(report.resolve("summary.md"))
                .content()
                .contains("| deployment/back of %s | test/back:1 | served 1 request |".formatted(whose));
        assertThat(report.resolve("index.html"))
                .content()
                .contains("forked as back-%s by %s".formatted(opened.key(), whose))
                .doesNotContain("value: theirs");
    }

    @Test
    void aClassWithoutForksOfItsOwnReachesTheirs() {
        TestRun run = TestRun.with(properties(), ReachesTheirs.class);

        assertThat(run.messages()).isEmpty();
        assertThat(run.passed()).isEqualTo(1);
    }

    @Test
    void requestsOfTheOtherSandboxProveNothing() {
        JoinedForkTestCase.meanwhile =
                () -> assertThat(cluster.get(opened.headers())).isEqualTo("front baseline, back theirs");

        TestRun run = TestRun.with(properties(), LeavesItToOthers.class);

        assertThat(run.messages())
                .singleElement()
                .asString()
                .contains("fork [deployment/back]")
                .contains("prove nothing about it");
    }

    @Test
    void aJoinThatNamesNothingIsRefused() {
        assertThat(TestRun.with(properties(), NamesNoLabel.class).messages())
                .containsExactly(
                        "@Sandbox of [%s]: A join names no label: say which sandboxes are meant, as by the label [pr=42]"
                                .formatted(NamesNoLabel.class.getName()));
        assertThat(TestRun.with(properties(), NamesNoValue.class).messages())
                .containsExactly("label of @Join in @Sandbox of [%s] is [pr], which is not a label such as team=shop"
                        .formatted(NamesNoValue.class.getName()));
    }

    @Test
    void labelsThatNobodyHasAreRefused() {
        assertThat(TestRun.with(properties(), FindsNone.class).messages())
                .singleElement()
                .asString()
                .startsWith(
                        "No sandbox has the labels [pr=7]. Living in [%s]: [%s] of [TaxIT] with [pr=42,team=pay]. Open it first with spurline.sandbox-labels=pr=7, or join by the labels of another one"
                                .formatted("hops", opened.key()));
    }

    /** Has the proxies tell the numbers of tests. */
    private static String requestsByTest() throws IOException {
        try (InputStream yaml =
                Objects.requireNonNull(JoinedForkTests.class.getResourceAsStream("/house/telemetry.yaml"))) {
            return new String(yaml.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("namespace: house", "namespace: hops");
        }
    }

    private static Map<String, String> properties() {
        return cluster.properties(LEASE);
    }
}
