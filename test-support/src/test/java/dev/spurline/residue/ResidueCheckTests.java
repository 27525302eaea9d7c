// SPDX-License-Identifier: Apache-2.0
package dev.spurline.residue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** The check is found by itself and turns a build red, as Maven starts JUnit: by its launcher. */
@Isolated
class ResidueCheckTests {

    @AfterEach
    void takeAway() {
        LeavingTestCase.takeAway();
    }

    @ParameterizedTest
    @CsvSource({
        "leavesAThread, thread spurline-tunnel-left",
        "leavesAPort, port ",
        "leavesAProcess, process ",
        "leavesADirectory, directory "
    })
    void aClassThatLeavesSomethingFails(String method, String left) {
        Map<String, Throwable> failures = failures("class", selectMethod(LeavingTestCase.class, method));

        assertThat(failures)
                .hasEntrySatisfying(
                        "LeavingTestCase",
                        failure -> assertThat(failure)
                                .isInstanceOf(AssertionError.class)
                                .hasMessageStartingWith(
                                        "dev.spurline.residue.LeavingTestCase left in this JVM: " + left));
    }

    @Test
    void whereAThreadIsThatWasLeftIsTold() {
        Map<String, Throwable> failures = failures("class", selectMethod(LeavingTestCase.class, "leavesAThread"));

        Throwable[] places =
                Objects.requireNonNull(failures.get("LeavingTestCase")).getSuppressed();
        assertThat(places).singleElement().satisfies(place -> {
            assertThat(place).hasMessageMatching("thread spurline-tunnel-left \\(\\d+\\)");
            assertThat(place).hasStackTraceContaining(LeavingTestCase.class.getName());
        });
    }

    @Test
    void whereARunHoldsTheClusterAClassAnswersForItsTunnels() {
        Map<String, Throwable> failures = failures("run", selectClass(LeavingTestCase.class));

        assertThat(failures.get("LeavingTestCase"))
                .hasMessageMatching(
                        "dev.spurline.residue.LeavingTestCase left in this JVM: thread spurline-tunnel-left \\(\\d+\\)");
        assertThat(failures.get("session"))
                .hasMessageMatching(
                        "The run left in this JVM: directory \\S+, port \\d+, process .*, thread spurline-tunnel-left \\(\\d+\\)");
    }

    @Test
    void aClassThatLeavesNothingPasses() {
        assertThat(failures("class", selectClass(TidyTestCase.class))).isEmpty();
    }

    static class TidyTestCase {

        @Test
        void leavesNothing() {
            assertThat(LeavingTestCase.LEFT).isEmpty();
        }
    }

    /** Returns what failed in a run, by name. */
    private static Map<String, Throwable> failures(String holder, DiscoverySelector... selectors) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectors)
                .configurationParameter("residue.holder", holder)
                .configurationParameter("residue.grace", "20")
                .build();
        Map<String, Throwable> failures = new LinkedHashMap<>();
        List<String> begun = new ArrayList<>();
        TestExecutionListener listener = new TestExecutionListener() {
            @Override
            public void executionStarted(TestIdentifier identifier) {
                begun.add(identifier.getDisplayName());
            }

            @Override
            public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
                result.getThrowable().ifPresent(failure -> failures.put(identifier.getDisplayName(), failure));
            }
        };
        try (LauncherSession session = LauncherFactory.openSession()) {
            session.getLauncher().execute(request, listener);
        } catch (AssertionError left) {
            failures.put("session", left);
        }
        assertThat(begun).isNotEmpty();
        return failures;
    }
}
