// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.reliability.bed.LaneRoutes;
import dev.spurline.reliability.bed.SandboxShape;
import dev.spurline.reliability.bed.TestBed;
import dev.spurline.reliability.bed.TestLane;
import dev.spurline.residue.ExpectedInLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whatever the API server does to a request, the sandbox works or says clearly what was wrong, and leaves nothing. The client
 * library logs a write to a WebSocket whose connection was cut on purpose.
 */
@ExpectedInLog("Queued write did not succeed")
class FaultTests {

    private static final Logger LOG = LoggerFactory.getLogger(FaultTests.class);
    private static final Duration LIMIT = FaultLane.LEASE.plus(TestBed.GRACE);

    /** Of how many faults one is tried; a number that shares no factor with that of the faults of a request tries each kind. */
    private static final int EVERY = Integer.getInteger("reliability.every", 1);

    /** A machine that builds has other things to do; how fast it must be shows in the full run. */
    private static final Duration LATE = Duration.ofSeconds(30);

    @TempDir
    static Path directory;

    @Test
    void eachFaultSomewhere() {
        try (TestBed bed = TestBed.start(directory, TestLane.count(3, number -> LaneRoutes.HTTP_ROUTE));
                FaultHarness harness = new FaultHarness(bed, new SandboxShape(1, 1, LaneRoutes.HTTP_ROUTE), LATE)) {
            FaultReport report = harness.run(someOfEach(harness.points()));

            LOG.info("{}", report);
            assertHarmless(report);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("reliability")
    void eachFaultOfEachRequest(LaneRoutes routes) {
        try (TestBed bed = TestBed.start(directory, TestLane.count(6, number -> routes));
                FaultHarness harness = new FaultHarness(bed, new SandboxShape(1, 1, routes), LIMIT)) {
            List<FaultPoint> points = harness.points();
            FaultReport report = harness.run(IntStream.range(0, points.size())
                    .filter(number -> number % EVERY == 0)
                    .mapToObj(points::get)
                    .toList());

            LOG.info("{}: {}", routes, report);
            assertHarmless(report);
        }
    }

    /** A request for each fault, another for each. */
    private static List<FaultPoint> someOfEach(List<FaultPoint> points) {
        List<FaultPoint> some = new ArrayList<>();
        for (RequestFault fault : RequestFault.values()) {
            List<FaultPoint> own =
                    points.stream().filter(point -> point.fault() == fault).toList();
            some.add(own.get(some.size() * 7 % own.size()));
        }
        return some;
    }

    private static void assertHarmless(FaultReport report) {
        assertThat(report.outcomes()).isNotEmpty();
        assertThat(report.failed()).isEmpty();
        assertThat(report.requests()).isPositive();
        assertThat(report.differences()).isEmpty();
    }
}
