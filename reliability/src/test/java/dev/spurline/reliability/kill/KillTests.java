// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.reliability.bed.LaneRoutes;
import dev.spurline.reliability.bed.SandboxShape;
import dev.spurline.reliability.bed.TestBed;
import dev.spurline.reliability.bed.TestLane;
import java.io.IOException;
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

    private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);

    @TempDir
    static Path directory;

    /** All points of one shape take minutes: here some of the one that writes most. */
    @Test
    void someWritesOfTheLargestSandbox() throws IOException {
        try (TestBed bed = KillHarness.bed(directory, TestLane.count(4, number -> LaneRoutes.HTTP_ROUTE));
                KillHarness harness = new KillHarness(bed, directory, KillLane.PATIENT_LEASE)) {
            List<KillPoint> all = harness.points(List.of(new SandboxShape(2, 2, LaneRoutes.HTTP_ROUTE)));

            KillReport report = harness.run(
                    IntStream.range(0, all.size())
                            .filter(i -> i % 10 == 1)
                            .mapToObj(all::get)
                            .toList(),
                    KillLane.GIVE_UP);

            LOG.info("{}", report);
            report.assertHarmless();
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
        try (TestBed bed = KillHarness.bed(directory, TestLane.count(8, number -> routes));
                KillHarness harness = new KillHarness(bed, directory, KillLane.LEASE)) {
            KillReport report =
                    harness.run(harness.points(SandboxShape.with(routes).toList()), KillLane.LIMIT);

            LOG.info("{}: {}", routes, report);
            report.assertHarmless();
            assertThat(report.time()).isLessThan(HALF_AN_HOUR);
        }
    }
}
