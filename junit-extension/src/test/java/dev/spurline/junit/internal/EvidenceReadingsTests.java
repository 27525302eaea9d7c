// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.EvidenceReport;
import dev.spurline.EvidenceReport.ForkEvidence;
import dev.spurline.LiveFork;
import dev.spurline.Workload;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Only a reading that was over when a test began tells what was served before it. */
class EvidenceReadingsTests {

    private final EvidenceReadings readings = new EvidenceReadings();

    @Test
    void theLastOneBeforeTheTestCounts() {
        readings.read(() -> served(1));
        readings.read(() -> served(2));
        long began = System.nanoTime();
        readings.read(() -> served(3));

        assertThat(readings.before(began)).isEqualTo(new EarlierEvidence(served(2)));
    }

    @Test
    void oneThatIsNotOverWhenTheTestBeginsCountsNot() {
        long[] began = new long[1];
        readings.read(() -> {
            began[0] = System.nanoTime();
            return served(1);
        });

        assertThat(readings.before(began[0] - 1)).isEqualTo(EarlierEvidence.NONE);
    }

    private static EvidenceReport served(long requests) {
        LiveFork fork = new LiveFork(Workload.parse("pricing"), "pricing", "", "shop/pricing", "", Duration.ZERO);
        return new EvidenceReport(List.of(new ForkEvidence(fork, 0, OptionalLong.of(requests), "", Map.of())));
    }
}
