// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.spurline.LiveSandbox;
import dev.spurline.SandboxEngine;
import dev.spurline.internal.corridor.PlanWarnings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.LoggerFactory;

/** An optional right that is not granted is told once, and is no warning. */
@Isolated("reads the log")
class OptionalRightTests {

    @Test
    void isToldWithoutAWarning(@TempDir Path directory) throws IOException {
        Logger logger = (Logger) LoggerFactory.getLogger(PlanWarnings.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        try (HopsCluster cluster = HopsCluster.start(directory);
                SandboxEngine engine = SandboxEngine.connect(cluster.settings(Duration.ofSeconds(30)))) {
            logger.addAppender(log);
            for (int i = 0; i < 2; i++) {
                try (LiveSandbox sandbox = engine.open(HopsCluster.backForked())) {
                    assertThat(sandbox.key()).isNotNull();
                }
            }
        } finally {
            logger.detachAppender(log);
        }

        assertThat(log.list)
                .filteredOn(
                        event -> event.getFormattedMessage()
                                .endsWith(
                                        "HTTPRoute in other namespaces cannot be read (no permission to list it): the plan does not regard one that concerns these Services"))
                .extracting(ILoggingEvent::getLevel)
                .containsExactly(Level.INFO);
    }
}
