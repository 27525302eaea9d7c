// SPDX-License-Identifier: Apache-2.0
package dev.spurline.residue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionEvaluationListener;
import org.junit.jupiter.api.Test;

class PatienceTests {

    @Test
    void testsWaitAMinuteWhereTheyDoNotSayHowLong() {
        AtomicLong left = new AtomicLong();
        ConditionEvaluationListener<Boolean> listener = condition -> left.set(condition.getRemainingTimeInMS());

        Awaitility.await()
                .conditionEvaluationListener(listener)
                .until(() -> Instant.now().isAfter(Instant.EPOCH));

        assertThat(Duration.ofMillis(left.get())).isBetween(Duration.ofSeconds(11), Duration.ofSeconds(60));
    }
}
