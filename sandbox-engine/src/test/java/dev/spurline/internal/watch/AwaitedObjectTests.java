// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.net.httpserver.HttpServer;
import dev.spurline.embedded.internal.blueprint.ClusterClient;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What is told of one object by a server that grants the watch, or does not. */
class AwaitedObjectTests {

    private static final ConfigMap OBJECT = new ConfigMapBuilder()
            .withNewMetadata()
            .withNamespace("shop")
            .withName("rates")
            .endMetadata()
            .build();

    private final List<URI> asked = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private KubernetesClient client;
    private volatile int code = 200;
    private volatile String lines = "";

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI());
            exchange.sendResponseHeaders(code, 0);
            try (OutputStream body = exchange.getResponseBody()) {
                body.write(lines.getBytes(StandardCharsets.UTF_8));
            }
        });
        server.start();
        client = ClusterClient.builder()
                .withConfig(new ConfigBuilder(Config.empty())
                        .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                        .withRequestRetryBackoffLimit(0)
                        .build())
                .build();
    }

    @AfterEach
    void stop() {
        client.close();
        server.stop(0);
    }

    @Test
    void theStateThatIsWaitedForIsTold() throws Exception {
        lines = event("ADDED", "") + event("MODIFIED", "\"rate\": \"12\"") + event("MODIFIED", "\"rate\": \"13\"");

        try (AwaitedObject<ConfigMap> awaited = awaited()) {
            assertThat(awaited.seen().get(1, TimeUnit.MINUTES).getData()).containsEntry("rate", "12");
        }
        assertThat(asked)
                .extracting(URI::toString)
                .containsExactly("/api/v1/namespaces/shop/configmaps?watch=true&fieldSelector=metadata.name%3Drates");
    }

    @Test
    void aWatchThatIsRefusedIsNoErrorInTheLog() {
        code = 403;
        Logger root = (Logger) LoggerFactory.getLogger("io.fabric8.kubernetes.client");
        Logger ours = (Logger) LoggerFactory.getLogger(AwaitedObject.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.list = new CopyOnWriteArrayList<>();
        log.start();
        Level before = ours.getLevel();
        ours.setLevel(Level.DEBUG);
        root.addAppender(log);
        ours.addAppender(log);
        try (AwaitedObject<ConfigMap> awaited = awaited()) {
            await().untilAsserted(
                            () -> assertThat(log.list)
                                    .extracting(event -> event.getLevel() + " " + event.getFormattedMessage())
                                    .containsExactly(
                                            "DEBUG The watch of [/api/v1/namespaces/shop/configmaps?watch=true&fieldSelector=metadata.name%3Drates] ended: "
                                                    + "io.fabric8.kubernetes.client.KubernetesClientException: the watch is refused with [403 Forbidden]"));
            assertThat(awaited.seen()).isNotDone();
        } finally {
            root.detachAppender(log);
            ours.detachAppender(log);
            ours.setLevel(before);
        }
    }

    private AwaitedObject<ConfigMap> awaited() {
        return AwaitedObject.of(
                client, ConfigMap.class, OBJECT, map -> !map.getData().isEmpty());
    }

    private static String event(String type, String data) {
        return "{\"type\": \"%s\", \"object\": {\"apiVersion\": \"v1\", \"kind\": \"ConfigMap\", \"metadata\": {\"name\": \"rates\"}, \"data\": {%s}}}\n"
                .formatted(type, data);
    }
}
