// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.crowd;

import dev.spurline.reliability.bed.LaneRoutes;
import dev.spurline.reliability.bed.TestBed;
import dev.spurline.reliability.bed.TestLane;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Sandboxes of many engines on one Service disturb neither each other nor those who know nothing of them. */
class CrowdTests {

    private static final int ROUNDS = Integer.getInteger("reliability.rounds", 20);
    private static final List<TestLane> LANES =
            TestLane.count(3, List.of(LaneRoutes.HTTP_ROUTE, LaneRoutes.ROOT, LaneRoutes.VIRTUAL_SERVICE)::get);

    @TempDir
    static Path directory;

    private static TestBed bed;
    private static List<Crowd> crowds;

    @BeforeAll
    static void start() {
        bed = TestBed.start(directory, LANES);
        crowds = LANES.stream().map(lane -> new Crowd(bed, lane, directory)).toList();
    }

    @AfterAll
    static void stop() {
        bed.close();
    }

    static List<Crowd> crowds() {
        return crowds;
    }

    @Test
    void sixEnginesInTwoJvms() {
        crowds.get(0).run(2, 3, 2);
    }

    @Test
    void sixEnginesOnOneRoot() {
        crowds.get(1).run(2, 3, 2);
    }

    @ParameterizedTest
    @MethodSource("crowds")
    void fiveCyclesBesideTwoOthers(Crowd crowd) {
        crowd.cycles(5);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("reliability")
    void fiftyEnginesInFiveJvms(LaneRoutes routes) {
        apart(routes, crowd -> crowd.run(5, 10, ROUNDS));
    }

    @ParameterizedTest
    @EnumSource
    @Tag("reliability")
    void aHundredCyclesBesideTwoOthers(LaneRoutes routes) {
        apart(routes, crowd -> crowd.cycles(100));
    }

    /** In a cluster of its own, as a cluster has one mesh. */
    private static void apart(LaneRoutes routes, Consumer<Crowd> test) {
        List<TestLane> lanes = TestLane.count(1, number -> routes);
        try (TestBed own = TestBed.start(directory, lanes)) {
            test.accept(new Crowd(own, lanes.get(0), directory));
        }
    }
}
