// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProbeLoopTests {

    private static final Probe ONCE_A_SECOND =
            new ProbeBuilder().withPeriodSeconds(1).withFailureThreshold(1).build();

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final List<String> told = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    @ParameterizedTest
    @EnumSource(names = {"LIVENESS", "STARTUP"})
    void whatEndsTheContainerAsksNoMore(ProbeKind kind) {
        start(kind);

        await().until(() -> timer.getCompletedTaskCount() >= 1 && timer.getActiveCount() == 0);
        assertThat(told).containsExactly("failed " + kind, "decided " + kind + " false");
        assertThat(timer.getQueue()).isEmpty();
    }

    @Test
    void readinessIsAskedAgain() {
        start(ProbeKind.READINESS);

        await().until(() -> timer.getCompletedTaskCount() >= 1 && timer.getActiveCount() == 0);
        assertThat(told.subList(0, 2)).containsExactly("failed READINESS", "decided READINESS false");
        await().until(() -> timer.getCompletedTaskCount() >= 3);
    }

    @Test
    void aCheckThatBreaksHasFailed() {
        start(ProbeKind.LIVENESS, () -> {
            throw new IllegalArgumentException("a header with a line end");
        });

        await().until(() -> told.size() == 2);
        assertThat(told).containsExactly("failed LIVENESS", "decided LIVENESS false");
    }

    @Test
    void whatWasMissedIsNotMadeUpFor() {
        Instant due = Instant.parse("2026-11-22T12:00:00Z");
        Duration period = Duration.ofSeconds(10);

        assertThat(ProbeLoop.following(due, period, due.plusMillis(3))).isEqualTo(due.plusSeconds(10));
        assertThat(ProbeLoop.following(due, period, due.plusSeconds(10))).isEqualTo(due.plusSeconds(20));
        assertThat(ProbeLoop.following(due, period, due.plusSeconds(34))).isEqualTo(due.plusSeconds(40));
    }

    private void start(ProbeKind kind) {
        start(kind, () -> CompletableFuture.completedFuture(Optional.of("refused")));
    }

    private void start(ProbeKind kind, Supplier<CompletableFuture<Optional<String>>> check) {
        new ProbeLoop(kind, ONCE_A_SECOND, check, new Told(), timer).start();
    }

    private final class Told implements ProbeLoop.ProbeListener {

        @Override
        public void decided(ProbeKind kind, boolean passed) {
            told.add("decided " + kind + " " + passed);
        }

        @Override
        public void failed(ProbeKind kind, String message) {
            told.add("failed " + kind);
        }
    }
}
