// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.kill;

import dev.spurline.reliability.bed.BedCallers;
import dev.spurline.reliability.bed.SandboxShape;
import dev.spurline.reliability.bed.TestBed;
import dev.spurline.reliability.bed.TestLane;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;

/** What requests with the key of a sandbox in a lane are answered. */
final class LaneAnswers {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(150);

    private final TestBed bed;
    private final TestLane lane;

    LaneAnswers(TestBed bed, TestLane lane) {
        this.bed = bed;
        this.lane = lane;
    }

    /** Refuses an answer that is not that of the forks. */
    void assertForked(SandboxShape shape, String answer) {
        String wanted = shape.front(lane, lane.home());
        if (!answer.equals(wanted)) {
            throw new IllegalStateException(
                    "the first request is answered [%s] instead of [%s]".formatted(answer, wanted));
        }
    }

    /** Waits until all entries of the lane lead to the forks. */
    void await(SandboxShape shape, Map<String, String> headers) {
        Awaitility.await().atMost(PATIENCE).pollInterval(LOOK).until(() -> areForked(shape, headers));
    }

    /** Returns whether all entries of the lane lead to the forks. */
    boolean areForked(SandboxShape shape, Map<String, String> headers) {
        return bed.answers(lane, shape).entrySet().stream()
                .allMatch(entry -> BedCallers.get(entry.getKey(), headers).equals(entry.getValue()));
    }
}
