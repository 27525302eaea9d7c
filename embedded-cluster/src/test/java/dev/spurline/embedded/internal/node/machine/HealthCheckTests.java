// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.embedded.internal.threads.NamedVertx;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.HTTPGetActionBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HealthCheckTests {

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Vertx vertx = NamedVertx.start("spurline-health-", 1, 1);
    private final HealthCheck checks = new HealthCheck(vertx);

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void anAnswerThatStopsHalfWayIsLate() throws Exception {
        assertThat(ask("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", SOON))
                .contains(
                        "Get \"http://10.244.0.9:8080/\": context deadline exceeded (Client.Timeout or context cancellation while reading body)");
    }

    @Test
    void noAnswerIsLate() throws Exception {
        assertThat(ask("", SOON))
                .contains(
                        "Get \"http://10.244.0.9:8080/\": context deadline exceeded (Client.Timeout exceeded while awaiting headers)");
    }

    @Test
    void aWholeAnswerIsJudgedByItsCode() throws Exception {
        assertThat(ask("HTTP/1.1 204 No Content\r\n\r\n", LONG)).isEmpty();
        assertThat(ask("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 4\r\n\r\nbusy", LONG))
                .contains("HTTP probe failed with statuscode: 503");
    }

    private Optional<String> ask(String answer, Duration timeout) throws Exception {
        NetServer server = vertx.createNetServer(new NetServerOptions().setHost("127.0.0.1"))
                .connectHandler(socket -> socket.handler(request -> socket.write(answer)))
                .listen(0)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        HTTPGetAction get = new HTTPGetActionBuilder().withPath("/").build();
        CompletableFuture<Optional<String>> verdict = checks.http(
                get, new HealthCheck.ProbeTarget("10.244.0.9", 8080, Optional.of(server.actualPort())), timeout);
        return verdict.get(2, TimeUnit.MINUTES);
    }
}
