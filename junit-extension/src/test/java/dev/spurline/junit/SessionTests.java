// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.spurline.junit.SessionTestCase.CountedHouse;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.platform.commons.support.ReflectionSupport;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** Build tools that use several JVMs run a plan for each class, and all plans of a JVM in one session of the launcher. */
@EnabledIf(value = "sessionsHaveStores", disabledReason = "before JUnit 5.13 nothing outlives a plan")
class SessionTests {

    @BeforeEach
    void forget() {
        CountedHouse.DESCRIBED.set(0);
    }

    @Test
    void plansOfTheSameSettingsShareACluster() {
        try (LauncherSession session = LauncherFactory.openSession()) {
            assertThat(passed(session, Map.of(), SessionTestCase.One.class)).isEqualTo(1);
            int first = CountedHouse.DESCRIBED.get();

            assertThat(passed(session, Map.of(), SessionTestCase.Other.class)).isEqualTo(1);
            assertThat(first).isPositive();
            assertThat(CountedHouse.DESCRIBED).hasValue(first);
        }
    }

    @Test
    void plansOfOtherSettingsHaveAClusterOfTheirOwn() {
        try (LauncherSession session = LauncherFactory.openSession()) {
            assertThat(passed(session, Map.of(), SessionTestCase.One.class)).isEqualTo(1);
            int first = CountedHouse.DESCRIBED.get();

            assertThat(passed(session, Map.of("spurline.timeout", "50s"), SessionTestCase.One.class))
                    .isEqualTo(1);
            assertThat(CountedHouse.DESCRIBED).hasValue(2 * first);
        }
    }

    static boolean sessionsHaveStores() {
        return ReflectionSupport.tryToLoadClass("org.junit.jupiter.api.extension.ExtensionContext$StoreScope")
                .toOptional()
                .isPresent();
    }

    private static long passed(LauncherSession session, Map<String, String> parameters, Class<?> type) {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        session.getLauncher()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(type))
                                .configurationParameters(parameters)
                                .configurationParameter("residue.holder", "run")
                                .build(),
                        listener);
        assertThat(listener.getSummary().getFailures())
                .extracting(failure -> failure.getException().getMessage())
                .isEmpty();
        return listener.getSummary().getTestsSucceededCount();
    }
}
