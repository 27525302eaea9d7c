// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.kill;

import dev.spurline.reliability.bed.LaneRoutes;
import dev.spurline.reliability.bed.SandboxShape;
import dev.spurline.reliability.bed.TestBed;
import dev.spurline.reliability.bed.TestLane;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A JVM that is killed leaves nothing in what sandboxes share. */
class SharedRouteKillTests {

    private static final Logger LOG = LoggerFactory.getLogger(SharedRouteKillTests.class);

    @TempDir
    static Path directory;

    @Test
    void eachWriteOfASharedRoute() throws IOException {
        try (TestBed bed = KillHarness.bed(directory, TestLane.count(4, number -> LaneRoutes.VIRTUAL_SERVICE));
                KillHarness harness = new KillHarness(bed, directory, KillLane.PATIENT_LEASE)) {
            List<KillPoint> all = harness.points(List.of(new SandboxShape(1, 1, LaneRoutes.VIRTUAL_SERVICE)));

            KillReport report = harness.run(
                    all.stream()
                            .filter(point -> point.spot().request().contains("spurline-back"))
                            .toList(),
                    KillLane.GIVE_UP);

            LOG.info("{}", report);
            report.assertHarmless();
        }
    }
}
