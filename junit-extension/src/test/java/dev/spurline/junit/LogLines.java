// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What the extension logs while something runs. */
final class LogLines {

    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

    void during(Runnable action) {
        Logger logger = (Logger) LoggerFactory.getLogger("dev.spurline.junit");
        appender.setContext(logger.getLoggerContext());
        appender.start();
        logger.addAppender(appender);
        try {
            action.run();
        } finally {
            logger.detachAppender(appender);
        }
    }

    List<String> warnings() {
        return of(Level.WARN);
    }

    List<String> of(Level level) {
        return appender.list.stream()
                .filter(event -> event.getLevel() == level)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }
}
