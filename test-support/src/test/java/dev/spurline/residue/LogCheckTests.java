// SPDX-License-Identifier: Apache-2.0
package dev.spurline.residue;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.List;
import java.util.Objects;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** The check is found by itself and turns a build red, as Maven starts JUnit: by its launcher. */
@Isolated
@ExpectedInLog({"Unhandled exception", "A task failed", "watch failed"})
class LogCheckTests {

    @Test
    void whatNobodyHandledFailsTheClass() {
        assertThat(failures(LoggingTestCase.Unhandled.class))
                .containsExactly(
                        "dev.spurline.residue.LoggingTestCase$Unhandled left in the log: ERROR io.vertx.core.impl.ContextImpl"
                                + " - Unhandled exception: java.lang.IllegalStateException: closed");
    }

    @Test
    void aStackTraceOfOursFailsTheClass() {
        assertThat(failures(LoggingTestCase.Ours.class))
                .containsExactly(
                        "dev.spurline.residue.LoggingTestCase$Ours left in the log: WARN dev.spurline.internal.Task"
                                + " - A task failed: java.lang.IllegalStateException: closed");
    }

    @Test
    void aStackTraceOfTheKubernetesClientFailsTheClass() {
        assertThat(failures(LoggingTestCase.OfClient.class))
                .containsExactly("dev.spurline.residue.LoggingTestCase$OfClient left in the log: WARN"
                        + " io.fabric8.kubernetes.client.informers.impl.cache.Reflector - watch failed for [pods], will retry:"
                        + " java.lang.IllegalStateException: closed");
    }

    @Test
    void whatIsExpectedOrHarmlessFailsNothing() {
        assertThat(failures(LoggingTestCase.Expected.class)).isEmpty();
        assertThat(failures(LoggingTestCase.Harmless.class)).isEmpty();
    }

    @Test
    void aFailureSaysWhereItComesFrom() {
        assertThat(messages(LoggingTestCase.Unhandled.class))
                .singleElement(as(InstanceOfAssertFactories.STRING))
                .contains("\tat dev.spurline.residue.LoggingTestCase.closed(");
    }

    private static List<String> failures(Class<?> type) {
        return messages(type).stream()
                .map(message -> message.lines().findFirst().orElseThrow())
                .toList();
    }

    private static List<String> messages(Class<?> type) {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(type))
                                .build(),
                        listener);
        assertThat(listener.getSummary().getTestsSucceededCount()).isEqualTo(1);
        return listener.getSummary().getFailures().stream()
                .map(failure -> Objects.requireNonNull(failure.getException().getMessage()))
                .toList();
    }
}
