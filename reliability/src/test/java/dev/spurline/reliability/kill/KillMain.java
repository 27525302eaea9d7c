// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.kill;

import dev.spurline.reliability.bed.LaneRoutes;
import dev.spurline.reliability.bed.SandboxShape;
import dev.spurline.reliability.bed.TestBed;
import dev.spurline.reliability.bed.TestLane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the whole kill harness on any cluster that has controllers of its own: {@code KillMain --kubeconfig FILE}, and
 * behind it, if not all lanes of Istio are meant, which ones, such as {@code NONE,SLOT}. Those of another mesh run apart.
 */
final class KillMain {

    private static final Logger LOG = LoggerFactory.getLogger(KillMain.class);
    private static final int LANES = 8;

    private KillMain() {}

    /** Runs it, and ends with 1 if something was left or changed. */
    public static void main(String[] arguments) throws IOException {
        boolean chosen = arguments.length == 3;
        if (!(chosen || arguments.length == 2) || !arguments[0].equals("--kubeconfig")) {
            throw new IllegalArgumentException("Usage: KillMain --kubeconfig FILE [LANES,...], with LANES of %s"
                    .formatted(Stream.of(LaneRoutes.values()).map(Enum::name).toList()));
        }
        List<LaneRoutes> routes = chosen
                ? Stream.of(arguments[2].split(",", -1))
                        .map(LaneRoutes::valueOf)
                        .toList()
                : Stream.of(LaneRoutes.values()).filter(LaneRoutes::ofIstio).toList();
        Path directory = Files.createTempDirectory("kill");
        List<TestLane> lanes =
                TestLane.count(Math.max(LANES, routes.size()), number -> routes.get(number % routes.size()));
        boolean harmless;
        try (TestBed bed = TestBed.attach(directory, Files.readString(Path.of(arguments[1])), lanes);
                KillHarness harness = new KillHarness(bed, directory, KillLane.LEASE)) {
            KillReport report = harness.run(
                    harness.points(routes.stream().flatMap(SandboxShape::with).toList()), KillLane.LIMIT);
            LOG.info("{}", report);
            harmless = report.failed().isEmpty() && report.differences().isEmpty();
        }
        System.exit(harmless ? 0 : 1);
    }
}
