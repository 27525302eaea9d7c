// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.EvidenceReport;
import dev.spurline.EvidenceReport.ForkEvidence;
import dev.spurline.LiveFork;
import dev.spurline.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RunSummaryTests {

    private final List<String> lines = new ArrayList<>();
    private final RunSummary summary = new RunSummary(new ProgressReporter(false, lines::add));

    @Test
    void tellsWhatTheRunHasOpenedAndProved() {
        summary.opened(1, Duration.ofMillis(900));
        summary.opened(2, Duration.ofMillis(1_240));
        summary.proved(new EvidenceReport(List.of(served(3))));
        summary.proved(new EvidenceReport(List.of(served(1), served(1))));
        summary.closed(Duration.ofMillis(80));
        summary.closed(Duration.ofMillis(60));
        summary.close();

        assertThat(lines)
                .containsExactly("Run: sandboxes [2], forks [3], every fork reached;"
                        + " open after at most [1.2 s], closed after at most [0.1 s]");
    }

    @Test
    void tellsHowManyForksWereReachedWhereNotAllWere() {
        summary.opened(2, Duration.ofMillis(900));
        summary.proved(new EvidenceReport(List.of(served(3), served(0))));
        summary.closed(Duration.ofMillis(80));
        summary.close();

        assertThat(lines)
                .containsExactly("Run: sandboxes [1], forks [2], of which reached [1];"
                        + " open after at most [0.9 s], closed after at most [0.1 s]");
    }

    @Test
    void aRunThatHasOpenedNothingSaysNothing() {
        summary.close();

        assertThat(lines).isEmpty();
    }

    private static ForkEvidence served(long requests) {
        LiveFork fork = new LiveFork(
                Workload.parse("pricing"), "pricing-k", "pricing-k-0", "shop/pricing:1", "", Duration.ofSeconds(1));
        return new ForkEvidence(fork, 0, OptionalLong.of(requests), "", Map.of());
    }
}
