// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.spurline.ClusterSettings;
import dev.spurline.ForkSpec;
import dev.spurline.LiveSandbox;
import dev.spurline.RoutingKey;
import dev.spurline.SandboxEngine;
import dev.spurline.SandboxSpec;
import dev.spurline.Settings;
import dev.spurline.internal.report.OpeningFacts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
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

    @Test
    void whatWasFoundIsToldInOneBlockAndOnlyOnce() {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger(OpeningFacts.class);
        log.start();
        logger.addAppender(log);
        SandboxSpec other = SandboxSpec.builder()
                .fork(ForkSpec.of("back").image("test/back:2"))
                .build();
        List<RoutingKey> keys = new ArrayList<>();

        try (SandboxEngine engine = SandboxEngine.connect(cluster.settings(Duration.ofSeconds(60)))) {
            for (SandboxSpec spec : List.of(HopsCluster.backForked(), HopsCluster.backForked(), other)) {
                try (LiveSandbox sandbox = engine.open(spec)) {
                    keys.add(sandbox.key());
                }
            }
        } finally {
            logger.detachAppender(log);
        }

        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("""
                Sandbox %s in namespace hops is allowed. What was found:
                Namespace
                - All permissions that sandboxes need in namespace [hops] are granted
                Mesh
                - Istio, sidecars of version [1.31.0], of revision [default], told by istiod in namespace [istio-system]
                Fork of deployment/back, by Service [back]
                - Image [test/back:1] of container [back], as its baseline runs
                - Requests to Service [hops/back] go in by a port-forward to the fork, for spurline.entry.back is not set
                Routes
                - Service [hops/back] is routed by a route of the Gateway API, because the cluster serves HTTPRoutes, and no route of others is on the Service
                  - not by a VirtualService in the slot of another, nor by a VirtualService that outranks the one of others, nor by a VirtualService of Spurline's that all sandboxes share: the cluster serves no VirtualService""".formatted(keys.get(0)), """
                Sandbox %s in namespace hops is allowed. What was found:
                Fork of deployment/back, by Service [back]
                - Image [test/back:2] of container [back], as its fork asks for it""".formatted(keys.get(2)));
    }
}
