// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.spurline.junit.RunScopeTestCase.AAlone;
import dev.spurline.junit.RunScopeTestCase.ABuiltAsExtension;
import dev.spurline.junit.RunScopeTestCase.AReaches;
import dev.spurline.junit.RunScopeTestCase.ARefused;
import dev.spurline.junit.RunScopeTestCase.AtOnceReaches;
import dev.spurline.junit.RunScopeTestCase.AtOnceSendsNothing;
import dev.spurline.junit.RunScopeTestCase.BAlone;
import dev.spurline.junit.RunScopeTestCase.BDisabled;
import dev.spurline.junit.RunScopeTestCase.BFails;
import dev.spurline.junit.RunScopeTestCase.BReaches;
import dev.spurline.junit.RunScopeTestCase.BRefused;
import dev.spurline.junit.RunScopeTestCase.BSendsNothing;
import dev.spurline.junit.RunScopeTestCase.CBuilt;
import dev.spurline.junit.RunScopeTestCase.COther;
import dev.spurline.junit.RunScopeTestCase.CReaches;
import dev.spurline.junit.RunScopeTestCase.DLooks;
import dev.spurline.junit.RunScopeTestCase.KeepsItAndCompares;
import dev.spurline.junit.RunScopeTestCase.ToldReaches;
import dev.spurline.junit.RunScopeTestCase.ToldSendsNothing;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Classes that ask for the same share a sandbox, as long as one of them needs it. */
class RunScopeTests {

    private static final Map<String, String> PARALLEL = Map.of(
            "junit.jupiter.execution.parallel.enabled", "true",
            "junit.jupiter.execution.parallel.mode.classes.default", "concurrent",
            "junit.jupiter.execution.parallel.config.strategy", "fixed",
            "junit.jupiter.execution.parallel.config.fixed.parallelism", "4",
            "junit.jupiter.execution.parallel.config.fixed.max-pool-size", "8");

    @BeforeEach
    void forget() {
        RunScopeTestCase.SANDBOXES.clear();
    }

    @Test
    void classesThatAskForTheSameShareASandboxUntilTheLastOfThemIsDone() {
        LogLines log = new LogLines();

        log.during(() -> {
            LauncherRun run = LauncherRun.of(Map.of(), AReaches.class, BReaches.class, COther.class, DLooks.class);

            assertThat(run.failures()).isEmpty();
            assertThat(run.passed()).isEqualTo(4);
        });

        assertThat(RunScopeTestCase.keyOf(BReaches.class)).isEqualTo(RunScopeTestCase.keyOf(AReaches.class));
        assertThat(RunScopeTestCase.keyOf(COther.class)).isNotEqualTo(RunScopeTestCase.keyOf(AReaches.class));
        assertThat(log.of(Level.INFO))
                .contains(
                        "[%s] shares sandbox [%s], which was opened for [%s]"
                                .formatted(
                                        BReaches.class.getName(),
                                        RunScopeTestCase.keyOf(AReaches.class),
                                        AReaches.class.getName()),
                        "Sandbox [%s] was shared by [%s, %s]"
                                .formatted(
                                        RunScopeTestCase.keyOf(AReaches.class),
                                        AReaches.class.getName(),
                                        BReaches.class.getName()))
                .anyMatch(line -> line.startsWith("Run: sandboxes [2], forks [2], every fork reached; open after"));
    }

    @Test
    void withoutAPlanASandboxIsSharedUntilTheRunEnds() {
        TestRun run = TestRun.of(AReaches.class, BReaches.class, CReaches.class);

        assertThat(run.messages()).isEmpty();
        assertThat(run.passed()).isEqualTo(4);
        assertThat(RunScopeTestCase.keyOf(BReaches.class)).isEqualTo(RunScopeTestCase.keyOf(AReaches.class));
        assertThat(RunScopeTestCase.keyOf(CReaches.class)).isEqualTo(RunScopeTestCase.keyOf(AReaches.class));
    }

    @Test
    void aSettingTurnsItOnForClassesThatDoNotSaySo() {
        LauncherRun run = LauncherRun.of(
                Map.of("spurline.scope", "run"), AAlone.class, BAlone.class, BReaches.class, DLooks.class);

        assertThat(run.failures()).isEmpty();
        assertThat(RunScopeTestCase.keyOf(BAlone.class)).isEqualTo(RunScopeTestCase.keyOf(AAlone.class));
        assertThat(RunScopeTestCase.keyOf(BReaches.class)).isEqualTo(RunScopeTestCase.keyOf(AAlone.class));
    }

    @Test
    void aSettingTurnsItOffForClassesThatSaySo() {
        LauncherRun run = LauncherRun.of(Map.of("spurline.scope", "class"), AReaches.class, BReaches.class);

        assertThat(run.failures()).isEmpty();
        assertThat(RunScopeTestCase.keyOf(BReaches.class)).isNotEqualTo(RunScopeTestCase.keyOf(AReaches.class));
    }

    @Test
    void aClassThatFailsLeavesTheSandboxToTheOthers() {
        LauncherRun run = LauncherRun.of(Map.of(), AReaches.class, BFails.class, CReaches.class, DLooks.class);

        assertThat(run.failures().keySet()).containsExactly("fails()");
        assertThat(run.failures().get("fails()"))
                .isEqualTo(
                        "This test is known to have sent [0] requests with the key, so what it saw came from the baseline,"
                                + " if from any service: fork [deployment/price] served [0], and [1] before this test began. Send"
                                + " requests through a client that @Routed injects, or with LiveSandbox.headers()"
                                + System.lineSeparator() + "wrong price");
        assertThat(run.passed()).isEqualTo(4);
        assertThat(RunScopeTestCase.keyOf(CReaches.class)).isEqualTo(RunScopeTestCase.keyOf(AReaches.class));
    }

    @Test
    void aSandboxIsClosedWhenTheLastClassThatWouldNeedItIsDisabled() {
        LauncherRun run = LauncherRun.of(Map.of(), AReaches.class, BDisabled.class, DLooks.class);

        assertThat(run.failures()).isEmpty();
        assertThat(run.passed()).isEqualTo(2);
    }

    @Test
    void aClassWithABuilderIsWaitedForUntilItBegins() {
        LauncherRun run = LauncherRun.of(Map.of(), AReaches.class, CBuilt.class, DLooks.class);

        assertThat(run.failures()).isEmpty();
        assertThat(RunScopeTestCase.keyOf(CBuilt.class)).isEqualTo(RunScopeTestCase.keyOf(AReaches.class));
    }

    @Test
    void aBuilderIsSeenWhateverTheTypeOfItsFieldIs() {
        LauncherRun run = LauncherRun.of(Map.of(), ABuiltAsExtension.class, BReaches.class, DLooks.class);

        assertThat(run.failures()).isEmpty();
        assertThat(RunScopeTestCase.keyOf(BReaches.class)).isEqualTo(RunScopeTestCase.keyOf(ABuiltAsExtension.class));
    }

    @Test
    void aRefusalIsToldToEachClass() {
        LauncherRun run = LauncherRun.of(Map.of(), ARefused.class, BRefused.class);

        assertThat(run.failures().keySet()).containsExactly("ARefused", "BRefused");
        assertThat(run.failures().values())
                .allMatch(
                        "Workload [deployment/nothing] does not exist in namespace [house]: did you mean [deployment/front]?"
                                ::equals);
    }

    @Test
    void aClassIsJudgedByItsOwnRequestsAlone() {
        LauncherRun run = LauncherRun.of(Map.of(), AReaches.class, BSendsNothing.class, CReaches.class);

        assertThat(run.failures()).containsExactly(Map.entry("BSendsNothing", nothingSent("BSendsNothing")));
        assertThat(RunScopeTestCase.keyOf(CReaches.class)).isEqualTo(RunScopeTestCase.keyOf(AReaches.class));
    }

    @Test
    void metricsWithTheBaggageTellClassesApartThatRunAtOnce() {
        LauncherRun run = LauncherRun.of(PARALLEL, ToldReaches.class, ToldSendsNothing.class);

        assertThat(run.failures()).containsExactly(Map.entry("ToldSendsNothing", nothingSent("ToldSendsNothing")));
        assertThat(RunScopeTestCase.keyOf(ToldSendsNothing.class)).isEqualTo(RunScopeTestCase.keyOf(ToldReaches.class));
    }

    /** What belongs to no test, as a sandbox in a static field, carries the number of all, and is looked for by it. */
    @Test
    void aKeptSandboxFindsWhatItsComparisonsHaveReached() {
        LauncherRun run = LauncherRun.of(Map.of(), KeepsItAndCompares.class);

        assertThat(run.failures()).isEmpty();
        assertThat(run.passed()).isEqualTo(1);
    }

    @Test
    void metricsWithoutTheBaggageProveNothingToClassesThatRunAtOnce() {
        LauncherRun run = LauncherRun.of(PARALLEL, AtOnceReaches.class, AtOnceSendsNothing.class);

        assertThat(run.failures()).containsEntry("AtOnceReaches", ambiguous("AtOnceReaches", 1, "AtOnceSendsNothing"));
    }

    private static String nothingSent(String type) {
        return ("No request of [dev.spurline.junit.RunScopeTestCase$%s] reached fork [deployment/price], so its tests prove"
                        + " nothing about it: tests passed [1], requests sent with the key [0], served by the fork [0]."
                        + " Send requests through a client that @Routed injects, or with LiveSandbox.headers();"
                        + " if it is meant so, set evidence = Evidence.WARN")
                .formatted(type);
    }

    private static String ambiguous(String type, int sent, String other) {
        return ("Whether a request of [dev.spurline.junit.RunScopeTestCase$%s] reached fork [deployment/price] is not known,"
                        + " so its tests prove nothing about it: tests passed [1], requests sent with the key [%d], and the"
                        + " fork served [1] of these or of [dev.spurline.junit.RunScopeTestCase$%s], which had the sandbox at"
                        + " the same time. Give the metrics of the fork's proxy a label that holds the header [baggage], run"
                        + " these classes one after the other, or set scope = Scope.CLASS; if it is meant so, set evidence ="
                        + " Evidence.WARN")
                .formatted(type, sent, other);
    }
}
