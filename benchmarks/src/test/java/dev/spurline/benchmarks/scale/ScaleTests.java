// SPDX-License-Identifier: Apache-2.0
package dev.spurline.benchmarks.scale;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.benchmarks.result.Measurement;
import dev.spurline.reliability.bed.LaneRoutes;
import dev.spurline.reliability.bed.TestBed;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One sandbox more costs beside many what it costs beside few. */
class ScaleTests {

    /** Numbers in objects, such as their version, get longer. */
    private static final double NUMBERS = 0.1;

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(names = {"NONE", "ROOT"})
    @Tag("reliability")
    void theSixthTakesNoMoreRequestsAndObjectsThanTheSecond(LaneRoutes routes) {
        try (TestBed bed = TestBed.start(directory, ScaleOrder.lanes(routes, 1));
                ScaleHarness harness =
                        new ScaleHarness(bed, routes, 1, new ScaleHarness.Repeats(3, 20, Duration.ZERO), directory)) {
            ScaleSample second = harness.at(1);
            ScaleSample sixth = harness.at(5);

            assertThat(Measurement.median(sixth.requests())).isBetween(1.0, Measurement.median(second.requests()));
            assertThat(sixth.objects()).isBetween(1.0, second.objects() + NUMBERS);
            harness.end();
        }
    }
}
