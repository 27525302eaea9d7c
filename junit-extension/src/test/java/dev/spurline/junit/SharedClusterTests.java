// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.spurline.reliability.bed.LaneLeftovers;
import dev.spurline.reliability.bed.LaneRoutes;
import dev.spurline.reliability.bed.TestBed;
import dev.spurline.reliability.bed.TestLane;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs on a shared cluster leave nothing there, however they end, and do not disturb each other. */
@Execution(ExecutionMode.SAME_THREAD)
class SharedClusterTests {

    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final String SANDBOX_LABEL = "spurline.dev/sandbox";
    private static final TestLane LANE = new TestLane(0, LaneRoutes.NONE);

    @TempDir
    static Path directory;

    private static TestBed bed;
    private static LaneLeftovers leftovers;

    @BeforeAll
    static void start() {
        bed = TestBed.start(directory, List.of(LANE));
        leftovers = new LaneLeftovers(bed, LANE);
    }

    @AfterAll
    static void stop() {
        bed.close();
    }

    @BeforeEach
    void forget() {
        SharedClusterTestCase.KEYS.clear();
    }

    /** Sooner than a lease: this is not the anchor's doing. */
    @AfterEach
    void nothingIsLeft() {
        await().untilAsserted(() -> assertThat(leftovers.now()).isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "BeforeAllFails, no data today, 1",
        "OtherExtensionFails, no extension today, 0",
        "ConstructorFails, no instance today, 1"
    })
    void aClassThatFailsHalfWayIsClosed(String fixture, String message, int keys) throws Exception {
        TestRun run = TestRun.with(
                bed.properties(LANE, LEASE), Class.forName(SharedClusterTestCase.class.getName() + "$" + fixture));

        assertThat(run.messages()).containsExactly(message);
        assertThat(run.passed()).isZero();
        assertThat(SharedClusterTestCase.KEYS).hasSize(keys);
    }

    @Test
    void aSharedSandboxThatHasEndedIsReplacedForTheNextClass() {
        LogLines log = new LogLines();
        SharedClusterTestCase.breaking = () -> bed.client()
                .apps()
                .deployments()
                .inNamespace(LANE.home())
                .withLabel(SANDBOX_LABEL, SharedClusterTestCase.KEYS.iterator().next())
                .delete();

        log.during(() -> {
            LauncherRun run = LauncherRun.of(
                    bed.properties(LANE, LEASE),
                    SharedClusterTestCase.AShares.class,
                    SharedClusterTestCase.BBreaksIt.class,
                    SharedClusterTestCase.CShares.class);

            assertThat(run.failures()).isEmpty();
            assertThat(run.passed()).isEqualTo(3);
        });

        assertThat(SharedClusterTestCase.KEYS).hasSize(2);
        assertThat(log.warnings())
                .anyMatch(line -> line.startsWith(
                        "[%s] gets a new sandbox, as the one that it would have shared has ended: Sandbox ["
                                .formatted(SharedClusterTestCase.CShares.class.getName())));
    }

    @Test
    void runsOfTheSameSpecAtOnceHaveSandboxesOfTheirOwn() {
        List<CompletableFuture<TestRun>> runs = IntStream.range(0, 2)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> TestRun.with(bed.properties(LANE, LEASE), SharedClusterTestCase.Reaches.class),
                        task -> new Thread(task, "run-" + i).start()))
                .toList();

        assertThat(runs.stream().map(CompletableFuture::join)).allSatisfy(run -> {
            assertThat(run.messages()).isEmpty();
            assertThat(run.passed()).isEqualTo(1);
        });
        assertThat(SharedClusterTestCase.KEYS).hasSize(2);
    }
}
