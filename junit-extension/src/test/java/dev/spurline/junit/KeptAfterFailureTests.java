// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.spurline.PreflightException;
import dev.spurline.reliability.bed.BedCallers;
import dev.spurline.reliability.bed.LaneLeftovers;
import dev.spurline.reliability.bed.LaneRoutes;
import dev.spurline.reliability.bed.TestBed;
import dev.spurline.reliability.bed.TestLane;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sandbox of a class that failed stays for a time, if somebody asks for it, and nothing stays beyond that. */
@Execution(ExecutionMode.SAME_THREAD)
class KeptAfterFailureTests {

    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final TestLane LANE = new TestLane(0, LaneRoutes.NONE);

    @TempDir
    static Path directory;

    private static TestBed bed;
    private static LaneLeftovers leftovers;

    private final LogLines log = new LogLines();

    @BeforeAll
    static void start() {
        bed = TestBed.start(directory, List.of(LANE));
        leftovers = new LaneLeftovers(bed, LANE);
    }

    /** What each has left is waited for together: it goes at a time of its own. */
    @AfterAll
    static void nothingIsLeft() {
        try {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(leftovers.now()).isEmpty());
        } finally {
            bed.close();
        }
    }

    @BeforeEach
    void forget() {
        KeptAfterFailureTestCase.KEYS.clear();
    }

    @ParameterizedTest
    @ValueSource(classes = {KeptAfterFailureTestCase.Fails.class, KeptAfterFailureTestCase.BeforeAllFails.class})
    void theForkOfAFailedClassRunsAfterTheRun(Class<?> fixture) {
        log.during(() -> assertThat(
                        TestRun.with(settings("on-failure:20s"), fixture).failures())
                .hasSize(1));

        String key = KeptAfterFailureTestCase.KEYS.iterator().next();
        assertKept(key);
        assertThat(log.warnings())
                .filteredOn(line -> line.startsWith(
                        "Sandbox [%s] of [%s] is kept, because tests have failed;".formatted(key, fixture.getName())))
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .contains("the cluster removes it at [20")
                        .contains(
                                "\n  Its routes were removed, as nobody would follow the routes that others add or change. Requests reach its forks by port-forward\n")
                        .contains("\n  curl -H 'baggage: spurline=%1$s' -H 'x-spurline-key: %1$s' http://localhost:"
                                .formatted(key))
                        .contains("\n  kubectl --context bed -n lane-0-a delete "));
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                KeptAfterFailureTestCase.NestedBeforeAllFails.class,
                KeptAfterFailureTestCase.FailsInTwoNamespaces.class
            })
    void soDoOthers(Class<?> fixture) {
        assertThat(TestRun.with(settings("on-failure:20s"), fixture).failures()).hasSize(1);

        assertKept(KeptAfterFailureTestCase.KEYS.iterator().next());
    }

    @Test
    void theSandboxOfAClassThatPassedGoes() {
        TestRun run = TestRun.with(settings("on-failure:8h"), KeptAfterFailureTestCase.Passes.class);

        assertThat(run.messages()).isEmpty();
        String key = KeptAfterFailureTestCase.KEYS.iterator().next();
        assertThat(answer(key)).isEqualTo("front baseline, back baseline");
        await().untilAsserted(() -> assertThat(forks(key)).isEmpty());
    }

    @Test
    void aSharedSandboxStaysIfOneOfItsClassesFailed(@TempDir Path report) {
        Map<String, String> settings = settings("on-failure:20s");
        settings.put("spurline.report", report.toString());

        LauncherRun run = LauncherRun.of(
                settings, KeptAfterFailureTestCase.ASharesAndFails.class, KeptAfterFailureTestCase.BShares.class);

        assertThat(run.failures()).hasSize(1);
        assertThat(KeptAfterFailureTestCase.KEYS).hasSize(1);
        String key = KeptAfterFailureTestCase.KEYS.iterator().next();
        assertKept(key);
        assertThat(report.resolve("report.json"))
                .content()
                .containsPattern("\"kept\" ?: ?\\{\\s*\"until\" ?: ?1[0-9]{12},\\s*\"lines\" ?: ?\\[")
                .contains("kubectl --context bed -n lane-0-a delete ");
    }

    @Test
    void onACiServerItIsRefused() {
        Map<String, String> settings = settings("on-failure:20s");
        settings.remove("spurline.keep-in-ci");
        settings.put("CI", "true");

        TestRun run = TestRun.with(settings, KeptAfterFailureTestCase.Fails.class);

        assertThat(run.failures()).singleElement().isInstanceOf(PreflightException.class);
        assertThat(run.messages())
                .containsExactly(
                        "spurline.keep is [on-failure:20s] by JUnit parameter spurline.keep and the environment variable CI is"
                                + " set: what is kept there takes room in its namespace, and nobody looks at it. Unset"
                                + " spurline.keep, or set spurline.keep-in-ci=true");
        assertThat(KeptAfterFailureTestCase.KEYS).isEmpty();
    }

    private static void assertKept(String key) {
        assertThat(forks(key)).isNotEmpty().allMatch(Readiness::isPodReady);
        assertThat(answer(key)).isEqualTo("front baseline, back baseline");
    }

    private static List<Pod> forks(String key) {
        return LANE.namespaces().stream()
                .flatMap(namespace -> bed
                        .client()
                        .pods()
                        .inNamespace(namespace)
                        .withLabel("spurline.dev/sandbox", key)
                        .list()
                        .getItems()
                        .stream())
                .toList();
    }

    private static String answer(String key) {
        return BedCallers.get(bed.entry(LANE.home()), Map.of("baggage", "spurline=" + key));
    }

    private static Map<String, String> settings(String keep) {
        Map<String, String> settings = new HashMap<>(bed.properties(LANE, LEASE));
        settings.put("spurline.keep", keep);
        settings.put("spurline.keep-in-ci", "true");
        return settings;
    }
}
