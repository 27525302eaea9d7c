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

/** A JVM that is killed leaves nothing in what sandboxes share, and nothing of what counts how far a key gets. */
class SharedRouteKillTests {

    private static final Logger LOG = LoggerFactory.getLogger(SharedRouteKillTests.class);

    @TempDir
    static Path directory;

    @Test
    void eachWriteOfASharedRoute() throws IOException {
        eachWriteOf("spurline-back", LaneRoutes.VIRTUAL_SERVICE);
    }

    /** Of that of one Service: of each the same is written. */
    @Test
    void eachWriteOfATrace() throws IOException {
        eachWriteOf("trace-to-front", LaneRoutes.TRACED);
    }

    private static void eachWriteOf(String name, LaneRoutes routes) throws IOException {
        try (TestBed bed = KillHarness.bed(directory, TestLane.count(4, number -> routes));
                KillHarness harness = new KillHarness(bed, directory, KillLane.PATIENT_LEASE)) {
            List<KillPoint> all = harness.points(List.of(new SandboxShape(1, 1, routes)));

            KillReport report = harness.run(
                    all.stream()
                            .filter(point -> point.spot().request().contains(name))
                            .toList(),
                    KillLane.GIVE_UP);

            LOG.info("{}", report);
            report.assertHarmless();
        }
    }
}
