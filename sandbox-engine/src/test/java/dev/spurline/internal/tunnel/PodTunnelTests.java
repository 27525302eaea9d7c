// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.spurline.SandboxException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Connections through a tunnel, and how their ends end. */
class PodTunnelTests {

    private static final PodPort POD = new PodPort("shop", "pricing-1", 8080);

    @Test
    void aServerAddressMayHaveAPath() throws Exception {
        try (ForwardingServer server = new ForwardingServer("/k8s/clusters/c-1/");
                PodTunnel tunnel = PodTunnel.open(server.client(), () -> POD);
                Socket client = connect(tunnel)) {
            assertThat(client.isConnected()).isTrue();
            assertThat(next(server.asked))
                    .isEqualTo("/k8s/clusters/c-1/api/v1/namespaces/shop/pods/pricing-1/portforward?ports=8080");
        }
    }

    @Test
    void whoClosesOneHalfAfterAQuestionGetsTheAnswer() throws Exception {
        try (ForwardingServer server = new ForwardingServer("/");
                PodTunnel tunnel = PodTunnel.open(server.client(), () -> POD);
                Socket client = connect(tunnel)) {
            say(client, "what?");
            client.shutdownOutput();
            ServerWebSocket pod = next(server.opened);
            assertThat(next(server.heard)).isEqualTo("what?");

            ForwardingServer.say(pod, "that ");
            ForwardingServer.say(pod, "much");
            pod.close();

            assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("that much");
        }
    }

    @Test
    void whoClosesAfterTheAnswerIsGone() throws Exception {
        try (ForwardingServer server = new ForwardingServer("/");
                PodTunnel tunnel = PodTunnel.open(server.client(), () -> POD);
                Socket client = connect(tunnel)) {
            say(client, "what?");
            ServerWebSocket pod = next(server.opened);
            assertThat(next(server.heard)).isEqualTo("what?");
            ForwardingServer.say(pod, "that");
            assertThat(client.getInputStream().readNBytes(4)).asString().isEqualTo("that");

            client.shutdownOutput();

            await().until(pod::isClosed);
        }
    }

    @Test
    void whoConnectsWhileTheTunnelClosesIsNotLeftWaiting() throws Exception {
        try (ForwardingServer server = new ForwardingServer("/")) {
            for (int attempt = 0; attempt < 200; attempt++) {
                PodTunnel tunnel = PodTunnel.open(server.client(), () -> POD);
                try (Socket client = connect(tunnel)) {
                    LockSupport.parkNanos(attempt % 40 * 1_000L);
                    tunnel.close();

                    assertThat(isEnded(client)).isTrue();
                }
            }
        }
    }

    private static boolean isEnded(Socket client) throws IOException {
        client.setSoTimeout(10_000);
        try {
            return client.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (SocketException e) {
            return true;
        }
    }

    @Test
    void aPortForwardThatBreaksIsTold() throws Exception {
        try (ForwardingServer server = new ForwardingServer("/");
                PodTunnel tunnel = PodTunnel.open(server.client(), () -> POD)) {
            List<String> warnings = warnings(() -> {
                try (Socket client = connect(tunnel)) {
                    say(client, "what?");
                    ForwardingServer.fail(next(server.opened), "dial tcp4 127.0.0.1:8080: connection refused");
                    assertThat(client.getInputStream().readAllBytes()).isEmpty();
                }
                try (Socket client = connect(tunnel)) {
                    next(server.opened).writeBinaryMessage(Buffer.buffer(new byte[] {7, 1}));
                    assertThat(client.getInputStream().readAllBytes()).isEmpty();
                }
            });

            assertThat(warnings)
                    .containsExactly(
                            "Tunnel at [%s] has lost a connection: Port-forward to [shop/pricing-1:8080] failed: dial tcp4 127.0.0.1:8080: connection refused"
                                    .formatted(tunnel.uri()),
                            "Tunnel at [%s] has lost a connection: Port-forward to [shop/pricing-1:8080] sent channel [7]"
                                    .formatted(tunnel.uri()));
        }
    }

    @Test
    void aTunnelToNoPodSaysSo() throws Exception {
        try (ForwardingServer server = new ForwardingServer("/");
                PodTunnel tunnel = PodTunnel.open(server.client(), () -> {
                    throw new SandboxException(
                            "Fork [deployment/pricing] in namespace [shop] has no ready pod any more: its diagnosis() says why");
                })) {
            List<String> warnings = warnings(() -> {
                try (Socket client = connect(tunnel)) {
                    assertThat(client.getInputStream().readAllBytes()).isEmpty();
                }
            });

            assertThat(warnings)
                    .containsExactly(
                            "Tunnel at [%s] has nowhere to lead: Fork [deployment/pricing] in namespace [shop] has no ready pod any more: its diagnosis() says why"
                                    .formatted(tunnel.uri()));
        }
    }

    private interface Talk {

        void run() throws Exception;
    }

    private static List<String> warnings(Talk talk) throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger(PodTunnel.class);
        ListAppender<ILoggingEvent> appender = new ListAppender<>();
        appender.list = new CopyOnWriteArrayList<>();
        appender.start();
        logger.addAppender(appender);
        try {
            talk.run();
        } finally {
            logger.detachAppender(appender);
        }
        return appender.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private static Socket connect(PodTunnel tunnel) throws IOException {
        return new Socket(tunnel.uri().getHost(), tunnel.uri().getPort());
    }

    private static void say(Socket socket, String words) throws IOException {
        socket.getOutputStream().write(words.getBytes(StandardCharsets.UTF_8));
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        return Objects.requireNonNull(queue.poll(1, TimeUnit.MINUTES));
    }
}
