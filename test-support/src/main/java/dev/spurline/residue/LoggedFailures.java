// SPDX-License-Identifier: Apache-2.0
package dev.spurline.residue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * What the log tells of exceptions that nobody has handled: those that Vert.x has caught, and stack traces of ours and of the
 * Kubernetes client's. Of classes that run at the same time the last to end answers for all of them.
 */
final class LoggedFailures extends AppenderBase<ILoggingEvent> implements AutoCloseable {

    /** By the client library: of two ends that close a WebSocket at once, the later finds it closed. */
    private static final String CLOSED_TWICE = "Queued close did not succeed";

    /** By the client library, too: a server that closes a WebSocket at once is before what listens to it. */
    private static final String LISTENS = "io.fabric8.kubernetes.client.vertx.VertxWebSocket.init(";

    private static final int FRAMES = 12;

    private final Set<String> classes = new TreeSet<>();
    private final Set<String> expected = new TreeSet<>();
    private final List<String> lines = new ArrayList<>();
    private int running;

    /** Listens from now on. */
    LoggedFailures() {
        LoggerContext log = (LoggerContext) LoggerFactory.getILoggerFactory();
        setContext(log);
        start();
        log.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(this);
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (isFailure(event)) {
            add("%s %s - %s%s"
                    .formatted(
                            event.getLevel(),
                            event.getLoggerName(),
                            event.getFormattedMessage(),
                            thrown(event.getThrowableProxy())));
        }
    }

    private static boolean isFailure(ILoggingEvent event) {
        if (!event.getLevel().isGreaterOrEqual(Level.WARN)) {
            return false;
        }
        String logger = event.getLoggerName();
        if (event.getFormattedMessage().equals(CLOSED_TWICE) || comesFrom(LISTENS, event.getThrowableProxy())) {
            return false;
        }
        return event.getFormattedMessage().startsWith("Unhandled exception")
                || (event.getThrowableProxy() != null
                        && (logger.startsWith("dev.spurline.") || logger.startsWith("io.fabric8.kubernetes.client.")));
    }

    private static boolean comesFrom(String method, @Nullable IThrowableProxy throwable) {
        return throwable != null
                && Arrays.stream(throwable.getStackTraceElementProxyArray())
                        .anyMatch(frame -> frame.getSTEAsString().contains(method));
    }

    /** Names the exception and where it comes from: who logs it seldom is who caused it. */
    private static String thrown(@Nullable IThrowableProxy throwable) {
        return throwable == null
                ? ""
                : ": %s: %s%s".formatted(throwable.getClassName(), throwable.getMessage(), frames(throwable));
    }

    private static String frames(IThrowableProxy throwable) {
        return Arrays.stream(throwable.getStackTraceElementProxyArray())
                .limit(FRAMES)
                .map(frame -> System.lineSeparator() + "\t" + frame.getSTEAsString())
                .collect(Collectors.joining());
    }

    private synchronized void add(String line) {
        lines.add(line);
    }

    /**
     * Takes notice of a class that begins.
     *
     * @param parts of lines that are meant to come
     */
    synchronized void begin(String name, List<String> parts) {
        if (running++ == 0) {
            classes.clear();
        }
        classes.add(name);
        expected.addAll(parts);
    }

    synchronized void end() {
        if (--running == 0) {
            refuse(String.join(", ", classes));
        }
    }

    /** After the last class, when all that belongs to the run has been closed. */
    @Override
    public synchronized void close() {
        ((LoggerContext) getContext()).getLogger(Logger.ROOT_LOGGER_NAME).detachAppender(this);
        refuse("The run");
    }

    private void refuse(String who) {
        List<String> left = lines.stream()
                .filter(line -> expected.stream().noneMatch(line::contains))
                .toList();
        lines.clear();
        if (!left.isEmpty()) {
            throw new AssertionError(
                    "%s left in the log: %s".formatted(who, String.join(System.lineSeparator(), left)));
        }
    }
}
