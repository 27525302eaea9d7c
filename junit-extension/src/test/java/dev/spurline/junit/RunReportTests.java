// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/** What the report of a run tells: one run on one embedded cluster. */
@TestInstance(Lifecycle.PER_CLASS)
class RunReportTests {

    private static final String HERE = RunReportTestCase.class.getName() + "$";

    /** Also opened in a browser by .ci/report/check. */
    private static final Path DIRECTORY = Path.of("target", "report-of-failures");

    private JsonNode report = new ObjectMapper().createObjectNode();

    @BeforeAll
    void run() throws IOException {
        FileSystemUtils.deleteRecursively(DIRECTORY);
        TestRun run = TestRun.with(
                Map.of("spurline.report", DIRECTORY.toString(), "spurline.labels", "team=house"),
                RunReportTestCase.Passes.class,
                RunReportTestCase.Fails.class,
                RunReportTestCase.Compares.class,
                RunReportTestCase.SendsNothing.class,
                RunReportTestCase.Misspelt.class);
        assertThat(run.passed()).as(() -> String.valueOf(run.messages())).isEqualTo(5);
        report = new ObjectMapper().readTree(DIRECTORY.resolve("report.json").toFile());
    }

    @Test
    void thereIsAPageAndASummary() {
        assertThat(DIRECTORY.resolve("index.html")).content().contains("Passes", "What failed", "SendsNothing");
        assertThat(DIRECTORY.resolve("summary.md")).content().startsWith("## Spurline: failed");
    }

    @Test
    void aSandboxTellsItsStepsInOrder() {
        JsonNode sandbox = sandbox("Passes");

        assertThat(texts(sandbox.path("steps"), "name"))
                .containsExactly("plan", "anchor", "network", "pod", "ready", "route", "live");
        assertThat(texts(sandbox.path("steps"), "began").stream().map(Long::valueOf))
                .isSorted();
        assertThat(sandbox.path("steps").path(0).path("began").asLong())
                .isEqualTo(sandbox.path("began").asLong());
        assertThat(sandbox.path("closing").path("name").asText()).isEqualTo("closing");
    }

    @Test
    void aForkTellsWhatDiffersFromItsBaseline() {
        JsonNode fork = sandbox("Passes").path("forks").path(0);

        assertThat(fork.path("workload").asText()).isEqualTo("deployment/price");
        assertThat(texts(fork.path("changes"))).anyMatch(change -> change.startsWith("env PRICE of container"));
        assertThat(texts(fork.path("difference")).stream().map(String::strip))
                .anyMatch(line -> line.startsWith("+") && line.contains("spurline.dev/fork: "))
                .anyMatch(line -> line.startsWith("-") && line.contains("app: price"));
    }

    @Test
    void aTestTellsWhatItSentAndWhatForksServed() {
        JsonNode used = used("Passes");

        assertThat(used.path("sent").asLong()).isEqualTo(1);
        assertThat(used.path("evidence").path(0).path("served").asLong()).isEqualTo(1);
        assertThat(texts(used.path("tests"), "outcome")).containsOnly("PASSED");
        assertThat(texts(used.path("tests"), "name"))
                .containsExactlyInAnyOrder(
                        "asksThePrice", "asksTheBaseline repetition 1 of 2", "asksTheBaseline repetition 2 of 2");
        used.path("tests").forEach(test -> {
            boolean asks = test.path("name").asText().equals("asksThePrice");
            assertThat(test.path("sent").asLong()).isEqualTo(asks ? 1 : 0);
            assertThat(test.path("served").path("deployment/price").asLong()).isEqualTo(asks ? 1 : 0);
        });
    }

    @Test
    void aTestTellsWhatItHasCompared() {
        JsonNode test = used("Compares").path("tests").path(0);
        JsonNode comparison = test.path("comparisons").path(0);

        assertThat(test.path("sent").asLong()).isEqualTo(1);
        assertThat(comparison.path("request").asText()).isEqualTo("GET front/price?token=***");
        assertThat(comparison.path("found").asInt()).isEqualTo(1);
        assertThat(comparison.path("differences").path(0).path("place").asText())
                .isEqualTo("line 1");
        assertThat(comparison.path("differences").path(0).path("baseline").asText())
                .isEqualTo("\"7 \"");
        assertThat(comparison.path("differences").path(0).path("fork").asText()).startsWith("\"9 spurline=");
        assertThat(DIRECTORY.resolve("index.html"))
                .content()
                .contains("Compared with the baseline: <code>GET front/price?token=***</code>, differences: 1");
    }

    @Test
    void aFailureHasItsDiagnosisAndNoSecret() throws IOException {
        JsonNode failure = used("Fails").path("tests").path(0).path("failure");

        assertThat(used("Fails").path("tests").path(0).path("name").asText()).isEqualTo("tells ***");
        assertThat(failure.path("message").asText()).contains("with <***>");
        assertThat(failure.path("diagnosis").asText()).contains("fork deployment/price, pod ");
        for (String file : List.of("index.html", "report.json", "summary.md")) {
            assertThat(DIRECTORY.resolve(file)).content().doesNotContain(RunReportTestCase.SECRET);
        }
    }

    @Test
    void aClassThatProvesNothingSaysWhy() {
        assertThat(used("SendsNothing").path("failure").path("message").asText())
                .contains("No request of [" + HERE + "SendsNothing] reached fork [deployment/price]");
    }

    @Test
    void aSandboxThatCouldNotBeOpenedSaysWhy() {
        JsonNode sandbox = sandbox("Misspelt");

        assertThat(sandbox.path("failure").path("message").asText()).contains("[deployment/prise]");
        assertThat(sandbox.path("steps")).isEmpty();
        assertThat(sandbox.path("closing").isMissingNode()).isTrue();
    }

    @Test
    void aSandboxWhoseClusterCannotBeReachedSaysWhy(@TempDir Path other) throws IOException {
        TestRun run = TestRun.with(
                Map.of("spurline.report", other.toString(), "spurline.kubeconfig", "missing.yaml"),
                RunReportTestCase.Elsewhere.class);

        assertThat(run.passed()).isZero();
        assertThat(new ObjectMapper()
                        .readTree(other.resolve("report.json").toFile())
                        .findPath("sandboxes")
                        .path(0)
                        .path("failure")
                        .path("message")
                        .asText())
                .contains("missing.yaml");
        assertThat(other.resolve("summary.md")).content().startsWith("## Spurline: failed");
    }

    @Test
    void settingsAreToldWithTheirSource() {
        JsonNode settings = report.path("jvms").path(0).path("settings");

        assertThat(texts(settings, "name")).containsExactly("spurline.labels", "spurline.report");
        assertThat(texts(settings, "value")).containsExactly("team=house", DIRECTORY.toString());
        assertThat(texts(settings, "source")).allMatch(source -> source.startsWith("JUnit parameter"));
    }

    @Test
    void aRunWithoutSandboxLeavesNone(@TempDir Path other) {
        TestRun run = TestRun.with(Map.of("spurline.report", other.toString()), RunReportTestCase.WithoutSandbox.class);

        assertThat(run.passed()).isEqualTo(1);
        assertThat(other).isEmptyDirectory();
    }

    private JsonNode sandbox(String owner) {
        for (JsonNode sandbox : report.path("jvms").path(0).path("sandboxes")) {
            if (sandbox.path("owner").asText().equals(HERE + owner)) {
                return sandbox;
            }
        }
        throw new AssertionError("no sandbox of " + owner);
    }

    private JsonNode used(String owner) {
        return sandbox(owner).path("classes").path(0);
    }

    private static List<String> texts(JsonNode list, String field) {
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add(item.path(field).asText()));
        return texts;
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add(item.asText()));
        return texts;
    }
}
