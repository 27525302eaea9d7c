// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.spurline.ClusterSettings;
import dev.spurline.SandboxEngine;
import dev.spurline.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A setting that is the same for all sandboxes of an engine is told once. */
class MisspeltEntryTests {

    @Test
    void isToldOnce(@TempDir Path directory) throws Exception {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger("dev.spurline.internal.corridor");
        log.start();
        logger.addAppender(log);

        try (HopsCluster cluster = HopsCluster.start(directory);
                SandboxEngine engine = SandboxEngine.connect(ClusterSettings.from(settings(cluster)))) {
            engine.plan(HopsCluster.backForked());
            engine.plan(HopsCluster.backForked());

            assertThat(log.list)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .filteredOn(line -> line.contains("spurline.entry"))
                    .containsExactly(
                            "Setting [spurline.entry.fornt] (the command line with spurline.entry.fornt) names no Service of namespaces [hops]: did you mean [spurline.entry.front]? Ignore this if a sandbox in another namespace uses it");
        } finally {
            logger.detachAppender(log);
        }
    }

    private static Settings settings(HopsCluster cluster) {
        Map<String, String> properties = new HashMap<>(cluster.properties(Duration.ofSeconds(60)));
        properties.put("spurline.entry.fornt", "http://front.example.com");
        Settings none = name -> Optional.empty();
        return none.orElse(properties, "the command line");
    }
}
