// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.reliability.bed.LaneRoutes;
import dev.spurline.reliability.bed.SandboxShape;
import dev.spurline.reliability.bed.TestBed;
import dev.spurline.reliability.bed.TestLane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A JVM that is killed leaves nothing behind, wherever that happens. */
class KillTests {

    private static final Logger LOG = LoggerFactory.getLogger(KillTests.class);

    /** A machine that builds has other things to do; how fast it must be shows in the full run. */
    private static final Duration LATE = Duration.ofSeconds(30);

    private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);

    @TempDir
    static Path directory;

    /** All points of one shape take minutes: here some of the one that writes most. */
    @Test
    void someWritesOfTheLargestSandbox() throws IOException {
        try (TestBed bed = bed(TestLane.count(4, number -> LaneRoutes.HTTP_ROUTE));
                KillHarness harness = new KillHarness(bed, directory)) {
            List<KillPoint> all = harness.points(List.of(new SandboxShape(2, 2, LaneRoutes.HTTP_ROUTE)));

            KillReport report = harness.run(
                    IntStream.range(0, all.size())
                            .filter(i -> i % 10 == 1)
                            .mapToObj(all::get)
                            .toList(),
                    LATE);

            LOG.info("{}", report);
            assertHarmless(report);
        }
    }

    /** Those that write what sandboxes share. */
    @Test
    void eachWriteOfASharedRoute() throws IOException {
        try (TestBed bed = bed(TestLane.count(4, number -> LaneRoutes.VIRTUAL_SERVICE));
                KillHarness harness = new KillHarness(bed, directory)) {
            List<KillPoint> all = harness.points(List.of(new SandboxShape(1, 1, LaneRoutes.VIRTUAL_SERVICE)));

            KillReport report = harness.run(
                    all.stream()
                            .filter(point -> point.spot().request().contains("spurline-back"))
                            .toList(),
                    LATE);

            LOG.info("{}", report);
            assertHarmless(report);
        }
    }

    /** In a cluster for each, as a cluster has one mesh. */
    @ParameterizedTest
    @EnumSource
    @Tag("reliability")
    void eachWriteOfEachShape(LaneRoutes routes) throws Exception {
        eachWrite(routes);
    }

    private static void eachWrite(LaneRoutes routes) throws IOException {
        try (TestBed bed = bed(TestLane.count(8, number -> routes));
                KillHarness harness = new KillHarness(bed, directory)) {
            KillReport report =
                    harness.run(harness.points(SandboxShape.with(routes).toList()), KillLane.LIMIT);

            LOG.info("{}: {}", routes, report);
            assertHarmless(report);
            assertThat(report.time()).isLessThan(HALF_AN_HOUR);
        }
    }

    /** In the cluster of {@code -Dreliability.kubeconfig}, if there is one. */
    private static TestBed bed(List<TestLane> lanes) throws IOException {
        String kubeconfig = System.getProperty("reliability.kubeconfig");
        return kubeconfig == null
                ? TestBed.start(directory, lanes)
                : TestBed.attach(directory, Files.readString(Path.of(kubeconfig)), lanes);
    }

    private static void assertHarmless(KillReport report) {
        assertThat(report.trials()).isNotEmpty();
        assertThat(report.failed()).isEmpty();
        assertThat(report.requests()).isGreaterThan(50);
        assertThat(report.differences()).isEmpty();
    }
}
