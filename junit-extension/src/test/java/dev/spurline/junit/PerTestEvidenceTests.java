// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code @ReachesFork} where it can be told which of several tests at the same time a request belongs to. */
class PerTestEvidenceTests {

    private static final Map<String, String> PARALLEL = Map.of(
            "junit.jupiter.execution.parallel.enabled", "true",
            "junit.jupiter.execution.parallel.config.strategy", "fixed",
            "junit.jupiter.execution.parallel.config.fixed.parallelism", "8",
            "junit.jupiter.execution.parallel.config.fixed.max-pool-size", "8");
    private static final String NONE = "No request of test [dev.spurline.junit.PerTestEvidenceTestCase$%s] reached fork"
            + " [deployment/price], although @ReachesFork asks for it: requests sent with the key [%d]. ";
    private static final String NOTHING_SENT =
            "Send requests through a client that @Routed injects, or with LiveSandbox.headers()";

    @Test
    void theMetricsOfAProxyTellTheTestByTheBaggage() {
        TestRun run = TestRun.with(PARALLEL, PerTestEvidenceTestCase.Told.class);

        assertThat(run.messages())
                .containsExactlyInAnyOrder(
                        NONE.formatted("Told#sendsNothing", 0) + NOTHING_SENT,
                        NONE.formatted("Told#isNotPassedOn", 1)
                                + "Check that every service on the way forwards the header [baggage] and that the way"
                                + " leads to [price]");
        assertThat(run.passed()).isEqualTo(3);
    }

    @Test
    void aRunAndItsRequestsCountForTheTestThatAskedForIt() {
        TestRun run = TestRun.with(PARALLEL, PerTestEvidenceTestCase.Runs.class);

        assertThat(run.messages())
                .containsExactly(NONE.formatted("Runs#runsNothing", 0) + NOTHING_SENT + System.lineSeparator()
                        + "Test [dev.spurline.junit.PerTestEvidenceTestCase$Runs#runsNothing] did not run fork"
                        + " [cronjob/report], although @ReachesFork asks for it. Run it with"
                        + " LiveSandbox.run(\"cronjob/report\")");
        assertThat(run.passed()).isEqualTo(1);
    }

    @Test
    void theClientTellsTheTestOfWhatItSendsIntoTheFork() {
        TestRun run = TestRun.with(PARALLEL, PerTestEvidenceTestCase.Direct.class);

        assertThat(run.messages()).containsExactly(NONE.formatted("Direct#sendsNothing", 0) + NOTHING_SENT);
        assertThat(run.passed()).isEqualTo(1);
    }
}
