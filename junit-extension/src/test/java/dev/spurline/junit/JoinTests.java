// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.spurline.ForkSpec;
import dev.spurline.LiveSandbox;
import dev.spurline.SandboxEngine;
import dev.spurline.SandboxSpec;
import dev.spurline.framework.SandboxEnding;
import dev.spurline.junit.SharedClusterTestCase.LosesItInTheMiddle;
import dev.spurline.junit.SharedClusterTestCase.Reaches;
import dev.spurline.junit.SharedClusterTestCase.Silent;
import dev.spurline.reliability.bed.LaneLeftovers;
import dev.spurline.reliability.bed.LaneRoutes;
import dev.spurline.reliability.bed.TestBed;
import dev.spurline.reliability.bed.TestLane;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Classes use a sandbox that a step of the pipeline has opened, and are judged by what they did themselves. */
@Execution(ExecutionMode.SAME_THREAD)
class JoinTests {

    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final TestLane LANE = new TestLane(0, LaneRoutes.NONE);

    @TempDir
    static Path directory;

    private static TestBed bed;
    private static LaneLeftovers leftovers;

    private SandboxEngine pipeline;
    private LiveSandbox opened;

    @BeforeAll
    static void start() {
        bed = TestBed.start(directory, List.of(LANE));
        leftovers = new LaneLeftovers(bed, LANE);
    }

    @AfterAll
    static void stop() {
        bed.close();
    }

    @BeforeEach
    void open() {
        SharedClusterTestCase.KEYS.clear();
        pipeline = SandboxEngine.connect(bed.settings(LANE, LEASE));
        opened = pipeline.open(SandboxSpec.builder()
                .owner("pipeline")
                .fork(ForkSpec.of("back").env("WORD", "forked"))
                .build());
    }

    @AfterEach
    void nothingIsLeft() {
        pipeline.close();
        await().untilAsserted(() -> assertThat(leftovers.now()).isEmpty());
    }

    @Test
    void aClassUsesTheSandboxAndLeavesItAsItIs() {
        TestRun run = TestRun.with(joining(), Reaches.class);

        assertThat(run.messages()).isEmpty();
        assertThat(run.passed()).isEqualTo(1);
        assertThat(SharedClusterTestCase.KEYS).containsExactly(opened.key().value());
        assertThat(((SandboxEnding) opened).ending()).isEmpty();
    }

    @Test
    void aClassThatSendsNothingFailsAlthoughAnotherReachesTheSameFork() {
        TestRun run = TestRun.with(joining(), Reaches.class, Silent.class);

        assertThat(run.messages(Reaches.class)).isEmpty();
        assertThat(run.messages(Silent.class))
                .singleElement()
                .asString()
                .startsWith("No request of [%s] reached fork [deployment/back], so its tests prove nothing about it:"
                        .formatted(Silent.class.getName()));
    }

    @Test
    void aClassIsToldThatItsSandboxHasEndedInTheMiddle() {
        SharedClusterTestCase.breaking = opened::close;

        TestRun run = TestRun.with(joining(), LosesItInTheMiddle.class);

        assertThat(run.messages())
                .singleElement()
                .asString()
                .startsWith(
                        "The sandbox of [%1$s] did not live until its tests were over, so they prove nothing about its forks: Sandbox [%2$s] has ended while [%1$s] had joined it: "
                                .formatted(LosesItInTheMiddle.class.getName(), opened.key()));
    }

    private Map<String, String> joining() {
        Map<String, String> properties = new HashMap<>(bed.properties(LANE, LEASE));
        properties.put("spurline.join", opened.key().value());
        return properties;
    }
}
