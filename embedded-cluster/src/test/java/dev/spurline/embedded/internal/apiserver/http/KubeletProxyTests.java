// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who follows a log may leave in the middle of a line, and a kubelet may, too. */
class KubeletProxyTests {

    private static final int CLIENTS = 30;
    private static final byte[] CHUNK = new byte[16 * 1024];

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = vertx.createHttpClient(new HttpClientOptions().setMaxPoolSize(CLIENTS));
    private final List<Throwable> unhandled = new CopyOnWriteArrayList<>();
    private final List<HttpServerResponse> kubelet = new CopyOnWriteArrayList<>();
    private final List<CompletableFuture<Void>> left = new CopyOnWriteArrayList<>();
    private int port;

    @BeforeEach
    void start() {
        int source = listen(request -> {
            CompletableFuture<Void> gone = new CompletableFuture<>();
            left.add(gone);
            kubelet.add(request.response().setChunked(true).closeHandler(closed -> gone.complete(null)));
            write(request.response());
        });
        port = listen(request -> lead(request, source));
    }

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private int listen(Handler<HttpServerRequest> handler) {
        HttpServer server = vertx.createHttpServer().requestHandler(handler);
        return server.listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
    }

    private static void write(HttpServerResponse endless) {
        endless.write(Buffer.buffer(CHUNK)).onSuccess(written -> write(endless));
    }

    private void lead(HttpServerRequest request, int source) {
        vertx.getOrCreateContext().exceptionHandler(unhandled::add);
        request.response().setChunked(true);
        http.request(HttpMethod.GET, source, "127.0.0.1", "/")
                .compose(HttpClientRequest::send)
                .onSuccess(answer -> KubeletProxy.lead(answer, request.response()));
    }

    private Socket follow() throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
        client.setSoTimeout(60_000);
        client.getOutputStream().write("GET / HTTP/1.1\r\nHost: here\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(client.getInputStream().readNBytes(CHUNK.length)).hasSize(CHUNK.length);
        return client;
    }

    @Test
    void aClientThatLeavesInTheMiddleDisturbsNobody() throws Exception {
        for (int i = 0; i < CLIENTS; i++) {
            try (Socket client = follow()) {
                // Closed at once, what is on its way is answered with a reset.
                client.setSoLinger(true, 0);
            }
            await().atMost(Duration.ofMinutes(1))
                    .failFast(() -> assertThat(unhandled).isEmpty())
                    .until(left.get(i)::isDone);
        }
        assertThat(left).hasSize(CLIENTS);
        assertThat(unhandled).isEmpty();
    }

    @Test
    void aKubeletThatBreaksOffBreaksTheAnswerOff() throws Exception {
        try (Socket client = follow()) {
            kubelet.get(0).reset();
            byte[] rest = client.getInputStream().readAllBytes();

            assertThat(new String(rest, StandardCharsets.US_ASCII)).doesNotEndWith("0\r\n\r\n");
        }
        assertThat(unhandled).isEmpty();
    }
}
