// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTests {

    private static final Backoff KUBELET = new Backoff(Duration.ofSeconds(10), Duration.ofMinutes(5));

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 10", "2, 20", "5, 160", "6, 300", "7, 300", "1000000, 300"})
    void theDelayDoublesWithEachFailureUpToTheLongest(int failures, int seconds) {
        assertThat(KUBELET.after(failures)).isEqualTo(Duration.ofSeconds(seconds));
    }
}
