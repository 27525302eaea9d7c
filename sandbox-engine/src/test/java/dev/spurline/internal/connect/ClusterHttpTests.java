// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.WebSocket;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.ServerWebSocket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** WebSockets of the client of a cluster whose server does not wait until somebody listens. */
class ClusterHttpTests extends ConnectingTestCase {

    private static final int OPENINGS = 300;

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void whatComesWithTheHandshakeIsHeard() throws Exception {
        try (ClusterConnection connection = to(socket -> {
            socket.writeTextMessage("first");
            socket.writeTextMessage("second");
            socket.close();
        })) {
            for (int opening = 0; opening < OPENINGS; opening++) {
                assertThat(heard(connection.client())).containsExactly("first", "second");
            }
        }
    }

    @Test
    void whatIsClosedAtOnceWasOpen() throws Exception {
        try (ClusterConnection connection = to(ServerWebSocket::close)) {
            for (int opening = 0; opening < OPENINGS; opening++) {
                assertThat(heard(connection.client())).isEmpty();
            }
        }
    }

    private ClusterConnection to(Consumer<ServerWebSocket> server) throws Exception {
        HttpServer listening = vertx.createHttpServer()
                .requestHandler(request -> request.response().end(StandInServer.VERSION))
                .webSocketHandler(server::accept)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        write("server: http://127.0.0.1:" + listening.actualPort(), "token: t");
        return connection();
    }

    /** Opens a WebSocket, and returns its messages once it is closed. */
    private static List<String> heard(KubernetesClient client) throws Exception {
        Listener listener = new Listener();
        client.getHttpClient()
                .newWebSocketBuilder()
                .uri(URI.create(client.getMasterUrl() + "watch"))
                .buildAsync(listener)
                .get(1, TimeUnit.MINUTES);
        return listener.all.get(1, TimeUnit.MINUTES);
    }

    private static final class Listener implements WebSocket.Listener {

        private final List<String> messages = new CopyOnWriteArrayList<>();
        private final CompletableFuture<List<String>> all = new CompletableFuture<>();

        @Override
        public void onMessage(WebSocket socket, String text) {
            messages.add(text);
            socket.request();
        }

        @Override
        public void onClose(WebSocket socket, int code, String reason) {
            all.complete(messages);
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            all.completeExceptionally(error);
        }
    }
}
