// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import dev.spurline.LiveSandbox;
import dev.spurline.junit.EarlyOpeningTestCase.ALooks;
import dev.spurline.junit.EarlyOpeningTestCase.BDisabled;
import dev.spurline.junit.EarlyOpeningTestCase.BFirst;
import dev.spurline.junit.EarlyOpeningTestCase.BSkipped;
import dev.spurline.junit.EarlyOpeningTestCase.CSecond;
import dev.spurline.junit.EarlyOpeningTestCase.DAsTheFirst;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Sandboxes that classes share are opened while other classes run. */
@Execution(ExecutionMode.SAME_THREAD)
class EarlyOpeningTests {

    @BeforeEach
    void forget() {
        EarlyOpeningTestCase.STARTED.clear();
    }

    @AfterEach
    void noThreadIsLeft() {
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                        .noneMatch(thread -> thread.getName().startsWith("spurline-early-opening-")));
    }

    @Test
    void sandboxesAreOpenedBeforeTheClassesBeginThatNeedThem() {
        LauncherRun run =
                LauncherRun.of(Map.of(), ALooks.class, BDisabled.class, BFirst.class, CSecond.class, DAsTheFirst.class);

        assertThat(run.failures()).isEmpty();
        assertThat(run.passed()).isEqualTo(7);
        assertThat(EarlyOpeningTestCase.STARTED).containsExactlyInAnyOrder("21", "22");
    }

    @Test
    void oneAfterTheOtherInTheOrderOfNeedIfNoMoreMayBeOpenedAtOnce() {
        LauncherRun run = LauncherRun.of(
                Map.of("spurline.parallel-openings", "1"),
                ALooks.class,
                BFirst.class,
                CSecond.class,
                DAsTheFirst.class);

        assertThat(run.failures()).isEmpty();
        assertThat(run.passed()).isEqualTo(7);
        assertThat(EarlyOpeningTestCase.STARTED).containsExactly("21", "22");
    }

    @Test
    void theSandboxOfAClassThatIsSkippedIsClosed() {
        LauncherRun run = LauncherRun.of(Map.of(), BSkipped.class);

        assertThat(run.failures()).isEmpty();
        assertThat(run.passed()).isZero();
        assertThat(EarlyOpeningTestCase.STARTED).containsExactly("24");
    }

    @Test
    void aSingleMethodHasItsSandbox() {
        LauncherRun run = LauncherRun.select(Map.of(), selectMethod(BFirst.class, "isOpen", LiveSandbox.class));

        assertThat(run.failures()).isEmpty();
        assertThat(run.passed()).isEqualTo(1);
        assertThat(EarlyOpeningTestCase.STARTED).containsExactly("21");
    }

    @Test
    void nothingIsOpenedForTestsThatAreNotExecuted() {
        LauncherRun run =
                LauncherRun.of(Map.of("junit.platform.execution.dryRun.enabled", "true"), BFirst.class, CSecond.class);

        assertThat(run.failures()).isEmpty();
        assertThat(EarlyOpeningTestCase.STARTED).isEmpty();
    }

    @Test
    void nothingIsOpenedInADryRun() {
        LauncherRun run = LauncherRun.of(Map.of("spurline.dry-run", "true"), BFirst.class);

        assertThat(run.passed()).isZero();
        assertThat(EarlyOpeningTestCase.STARTED).isEmpty();
    }
}
