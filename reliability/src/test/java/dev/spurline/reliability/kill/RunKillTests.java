// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.reliability.bed.BaselineLoad;
import dev.spurline.reliability.bed.CycleRequest;
import dev.spurline.reliability.bed.LaneRoutes;
import dev.spurline.reliability.bed.TestBed;
import dev.spurline.reliability.bed.TestLane;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Of JVMs that share a sandbox any may be killed: the others have it still, and nothing is left after the last. */
class RunKillTests {

    private static final Logger LOG = LoggerFactory.getLogger(RunKillTests.class);
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final CycleRequest IN_USE = new CycleRequest("both in use", 1);

    @TempDir
    static Path directory;

    /** All points take minutes: here the opener, then the joiner, of a sandbox that both use. */
    @Test
    void whoHasJoinedGoesOnAndNothingIsLeftAfterBoth() throws Exception {
        during(LaneRoutes.NONE, KillLane.PATIENT_LEASE, lane -> List.of(lane.killBoth(both(lane))));
    }

    @ParameterizedTest
    @EnumSource(
            value = LaneRoutes.class,
            names = {"NONE", "HTTP_ROUTE", "ROOT"})
    @Tag("reliability")
    void eachWriteOfOpenerAndJoiner(LaneRoutes routes) throws Exception {
        during(routes, KillLane.PATIENT_LEASE, RunKillTests::eachWrite);
    }

    private static List<KillTrial> eachWrite(RunLane lane) {
        List<KillTrial> trials = new ArrayList<>();
        points(lane, lane.writesOfOpener()).forEach(point -> trials.add(told(lane.killOpener(point))));
        points(lane, lane.writesOfJoiner()).forEach(point -> trials.add(told(lane.killJoiner(point))));
        trials.add(told(lane.killBoth(both(lane))));
        return trials;
    }

    private static KillTrial told(KillTrial trial) {
        LOG.info("{}", trial);
        return trial;
    }

    private static List<KillPoint> points(RunLane lane, List<CycleRequest> writes) {
        return writes.stream()
                .flatMap(write ->
                        Stream.of(KillMoment.values()).map(moment -> new KillPoint(lane.shape(), write, moment)))
                .toList();
    }

    private static KillPoint both(RunLane lane) {
        return new KillPoint(lane.shape(), IN_USE, KillMoment.AFTER);
    }

    private interface Trials {

        List<KillTrial> run(RunLane lane);
    }

    private static void during(LaneRoutes routes, Duration lease, Trials trials) throws Exception {
        List<TestLane> lanes = TestLane.count(1, number -> routes);
        try (TestBed bed = KillHarness.bed(directory, lanes);
                StartedJvms nursery = new StartedJvms(directory, 2);
                RunLane lane = new RunLane(bed, lanes.get(0), nursery, lease);
                BaselineLoad load = BaselineLoad.on(bed.entries(lanes.get(0)), PAUSE)) {
            List<KillTrial> ended = trials.run(lane);

            LOG.info("{}: {} trials", routes, ended.size());
            assertThat(ended)
                    .isNotEmpty()
                    .allSatisfy(trial -> assertThat(trial.passed(KillLane.GIVE_UP))
                            .as(trial.toString())
                            .isTrue());
            assertThat(load.differences()).isEmpty();
            assertThat(load.sent()).isPositive();
        }
    }
}
