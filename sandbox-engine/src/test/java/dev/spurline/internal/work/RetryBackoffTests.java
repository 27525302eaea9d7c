// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetryBackoffTests {

    @Test
    void doublesUpToTenSeconds() {
        RetryBackoff backoff = new RetryBackoff(() -> 1);

        assertThat(IntStream.range(0, 9).mapToObj(failure -> backoff.next().toMillis()))
                .containsExactly(100L, 200L, 400L, 800L, 1600L, 3200L, 6400L, 10000L, 10000L);
    }

    @Test
    void isShortenedByChanceToHalfAtMost() {
        assertThat(new RetryBackoff(() -> 0).next()).isEqualTo(Duration.ofMillis(50));
        assertThat(new RetryBackoff(() -> 0.5).next()).isEqualTo(Duration.ofMillis(75));
    }

    @Test
    void beginsAnewAfterSuccess() {
        RetryBackoff backoff = new RetryBackoff(() -> 1);
        backoff.next();
        backoff.next();

        backoff.reset();

        assertThat(backoff.next()).isEqualTo(Duration.ofMillis(100));
    }
}
