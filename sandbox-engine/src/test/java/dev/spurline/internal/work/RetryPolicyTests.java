// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetryPolicyTests {

    private static final int DOUBLED = 5;

    private final AtomicInteger calls = new AtomicInteger();

    @Test
    void anAnswerThatBreaksOffIsAskedForAgain() {
        String answer = RetryPolicy.whole("LIST pods", () -> brokenUntil(3));

        assertThat(answer).isEqualTo("answer 3");
    }

    @Test
    void aWholeAnswerIsNotAskedForAgain() {
        assertThatThrownBy(() -> RetryPolicy.whole("LIST pods", () -> {
                    calls.incrementAndGet();
                    throw new KubernetesClientException("forbidden", 403, null);
                }))
                .hasMessage("forbidden");
        assertThat(calls).hasValue(1);
    }

    @Test
    void theLastFailureSaysWhatWasTried() {
        assertThatThrownBy(() -> RetryPolicy.whole("GET /version", 2, () -> brokenUntil(3)))
                .isInstanceOf(KubernetesClientException.class)
                .hasMessage("GET /version failed: broken pipe");
        assertThat(calls).hasValue(2);
    }

    @Test
    void anInterruptedThreadAsksNoMore() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> RetryPolicy.whole("LIST pods", () -> brokenUntil(3)))
                .hasMessage("LIST pods failed: broken pipe");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(calls).hasValue(1);
    }

    @Test
    void theClientGivesUpNotBeforeThirtySecondsAndNotLaterThanFortyFive() {
        assertThat(IntStream.range(0, 1_000).map(i -> RetryPolicy.firstPause()))
                .allSatisfy(
                        first -> assertThat(pauses(first)).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(45)));
        assertThat(RetryPolicy.PATIENCE).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(45));
    }

    /** As the client counts: each pause is twice the one before, up to 32 times the first. */
    private static Duration pauses(int first) {
        return Duration.ofMillis(IntStream.range(0, RetryPolicy.PATIENT)
                .mapToLong(attempt -> (long) first << Math.min(attempt, DOUBLED))
                .sum());
    }

    private String brokenUntil(int good) {
        int call = calls.incrementAndGet();
        if (call < good) {
            throw new KubernetesClientException("An error has occurred.", new IOException("broken pipe"));
        }
        return "answer " + call;
    }
}
