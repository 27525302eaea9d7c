// SPDX-License-Identifier: Apache-2.0
package dev.spurline.residue;

import java.util.List;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.platform.commons.support.AnnotationSupport;
import org.slf4j.LoggerFactory;

/**
 * Fails a test class during which an exception that nobody handled came into the log. JUnit finds it by itself in all builds
 * of this repository ({@code META-INF/services}); where the log is not Logback's it does nothing.
 */
public final class LogCheck implements BeforeAllCallback {

    private static final String LOGBACK = "ch.qos.logback.classic.LoggerContext";

    /** For {@link java.util.ServiceLoader}. */
    public LogCheck() {}

    @Override
    public void beforeAll(ExtensionContext context) {
        if (!SessionStore.isTopLevel(context)
                || !LoggerFactory.getILoggerFactory().getClass().getName().equals(LOGBACK)) {
            return;
        }
        LoggedFailures failures = SessionStore.of(context)
                .getOrComputeIfAbsent(LogCheck.class, key -> new Run(new LoggedFailures()), Run.class)
                .failures();
        Class<?> type = context.getRequiredTestClass();
        failures.begin(
                type.getName(),
                AnnotationSupport.findAnnotation(type, ExpectedInLog.class)
                        .map(expected -> List.of(expected.value()))
                        .orElse(List.of()));
        SessionStore.ofClass(context).put(LogCheck.class, new Round(failures));
    }

    /** Up to JUnit 5.12 a store closes the one kind, from 6 on the other. */
    @SuppressWarnings("deprecation") // the newer way is not there in JUnit 5.12
    private record Round(LoggedFailures failures) implements Store.CloseableResource, AutoCloseable {

        @Override
        public void close() {
            failures.end();
        }
    }

    @SuppressWarnings("deprecation") // the newer way is not there in JUnit 5.12
    private record Run(LoggedFailures failures) implements Store.CloseableResource, AutoCloseable {

        @Override
        public void close() {
            failures.close();
        }
    }
}
