// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
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
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A context of the command line is heard beside an embedded cluster in a file, and the first line says so. */
class ChosenClusterTests {

    @TempDir
    private static Path directory;

    private static HopsCluster cluster;

    @BeforeAll
    static void start() throws Exception {
        cluster = HopsCluster.start(directory);
    }

    @AfterAll
    static void close() {
        cluster.close();
    }

    @Test
    void theFirstLineSaysWhichSourceDecidedAndOverWhat() {
        Map<String, String> strong = new HashMap<>(cluster.properties(Duration.ofSeconds(60)));
        strong.remove("spurline.cluster");
        Settings none = name -> Optional.empty();
        Settings settings = none.orElse(strong, "the command line")
                .orElse(Map.of("spurline.cluster", "embedded"), "the project's file");
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger("dev.spurline.internal.connect");
        log.start();
        logger.addAppender(log);

        try (SandboxEngine engine = SandboxEngine.connect(ClusterSettings.from(settings))) {
            assertThat(engine.cluster())
                    .matches(Pattern.quote("Cluster [kubeconfig] context [spurline-embedded] at [") + "https?://[^]]+"
                            + Pattern.quote("], Kubernetes v") + "[^ ,]+"
                            + Pattern.quote(
                                    ", entry port-forward unless spurline.entry is set, decided by the command line"
                                            + " with spurline.context, stronger than the project's file with spurline.cluster"
                                            + " [embedded]"));
            assertThat(log.list)
                    .filteredOn(event -> event.getLevel() == Level.INFO)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .containsExactly(engine.cluster());
        } finally {
            logger.detachAppender(log);
        }
    }
}
