// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spurline.reliability.bed.LaneRoutes;
import dev.spurline.reliability.bed.SandboxShape;
import dev.spurline.reliability.bed.TestBed;
import dev.spurline.reliability.bed.TestLane;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the long runs stand on: a sandbox that nobody disturbs, in lanes that no other test of the build has. */
class LaneTests {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(names = {"GATEWAY", "GATEWAY_API", "TRACED", "LINKERD", "OVERRIDES", "DIRECT"})
    void aSandboxIsReachedWhereverRequestsComeIn(LaneRoutes routes) {
        TestLane lane = new TestLane(0, routes);
        try (TestBed bed = TestBed.start(directory, List.of(lane));
                FaultLane cycles = new FaultLane(bed, lane, new SandboxShape(1, 1, routes), LIMIT)) {
            assertThat(cycles.record()).isNotEmpty();
        }
    }

    @Test
    void lanesOfTwoMeshesAreRefused() {
        List<TestLane> lanes = TestLane.count(2, List.of(LaneRoutes.ROOT, LaneRoutes.OVERRIDES)::get);

        assertThatThrownBy(() -> TestBed.start(directory, lanes))
                .hasMessage(
                        "Lanes with [shared root, staging overrides] want the meshes [ISTIO, ENVOY], and a cluster has one: run them apart");
    }
}
