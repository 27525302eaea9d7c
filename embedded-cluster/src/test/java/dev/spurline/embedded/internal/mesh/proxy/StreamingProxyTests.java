// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.spurline.cluster.ClusterSpec.Mesh;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What flows: WebSocket, events, large bodies, and the end of an endpoint. */
class StreamingProxyTests extends ProxyTestCase {

    private static final int MEGABYTE = 1 << 20;

    @Test
    void carriesWebSockets() throws Exception {
        pod(
                PRICING,
                "pricing-1",
                request -> request.toWebSocket()
                        .onSuccess(socket ->
                                socket.textMessageHandler(text -> socket.writeTextMessage("<" + text + ">"))));
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        WebSocket socket = http.newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + local(PRICING) + "/ws"), new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
                        heard.add(text.toString());
                        from.request(1);
                        return CompletableFuture.completedFuture(text);
                    }
                })
                .get(1, TimeUnit.MINUTES);

        socket.sendText("a", true).get(1, TimeUnit.MINUTES);

        assertThat(heard.poll(1, TimeUnit.MINUTES)).isEqualTo("<a>");
        socket.abort();
        await().untilAsserted(() ->
                assertThat(proxy.telemetry().prometheus(Mesh.ISTIO)).contains("response_code=\"101\""));
    }

    @Test
    void passesEventsOneByOne() throws Exception {
        List<HttpServerResponse> open = new CopyOnWriteArrayList<>();
        pod(PRICING, "pricing-1", request -> {
            open.add(request.response().setChunked(true).putHeader("content-type", "text/event-stream"));
            request.response().write("data: 1\n\n");
        });
        HttpResponse<InputStream> response =
                http.send(HttpRequest.newBuilder(uri(PRICING, "/")).build(), HttpResponse.BodyHandlers.ofInputStream());

        assertThat(new String(response.body().readNBytes(9), StandardCharsets.UTF_8))
                .isEqualTo("data: 1\n\n");
        open.get(0).write("data: 2\n\n");
        assertThat(new String(response.body().readNBytes(9), StandardCharsets.UTF_8))
                .isEqualTo("data: 2\n\n");
        open.get(0).end();
        assertThat(response.body().readAllBytes()).isEmpty();
    }

    @Test
    void carriesLargeBodiesBothWays() throws Exception {
        AtomicLong sent = new AtomicLong();
        pod(PRICING, "pricing-1", request -> {
            request.response().setChunked(true);
            request.handler(chunk -> sent.addAndGet(chunk.length()));
            request.endHandler(all -> write(request.response(), 100));
        });
        HttpRequest post = HttpRequest.newBuilder(uri(PRICING, "/"))
                .timeout(Duration.ofSeconds(60))
                .POST(HttpRequest.BodyPublishers.ofByteArrays(Collections.nCopies(100, new byte[MEGABYTE])))
                .build();
        AtomicLong received = new AtomicLong();

        http.send(
                post,
                HttpResponse.BodyHandlers.ofByteArrayConsumer(
                        chunk -> chunk.ifPresent(bytes -> received.addAndGet(bytes.length))));

        assertThat(sent).hasValue(100L * MEGABYTE);
        assertThat(received).hasValue(100L * MEGABYTE);
    }

    private static void write(HttpServerResponse response, int megabytes) {
        if (megabytes == 0) {
            response.end();
        } else {
            response.write(Buffer.buffer(new byte[MEGABYTE])).onSuccess(done -> write(response, megabytes - 1));
        }
    }

    @Test
    void slowsAServerDownWhoseClientDoesNotRead() throws Exception {
        AtomicLong written = new AtomicLong();
        pod(PRICING, "pricing-1", request -> {
            request.response().setChunked(true);
            fill(request.response(), written);
        });
        HttpResponse<InputStream> response =
                http.send(HttpRequest.newBuilder(uri(PRICING, "/")).build(), HttpResponse.BodyHandlers.ofInputStream());

        AtomicLong before = new AtomicLong(-1);
        await().until(() -> before.getAndSet(written.get()) == written.get());

        assertThat(written.get()).isLessThan(50L * MEGABYTE);
        response.body().close();
    }

    @Test
    void slowsAClientDownWhoseServerDoesNotRead() throws Exception {
        pod(PRICING, "pricing-1", request -> request.pause());
        AtomicLong sent = new AtomicLong();
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                throw new UnsupportedOperationException();
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                sent.addAndGet(length);
                return length;
            }
        };
        CompletableFuture<HttpResponse<String>> answer = http.sendAsync(
                HttpRequest.newBuilder(uri(PRICING, "/"))
                        .POST(HttpRequest.BodyPublishers.ofInputStream(() -> endless))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        AtomicLong before = new AtomicLong(-1);
        await().until(() -> sent.get() > 0 && before.getAndSet(sent.get()) == sent.get());

        assertThat(sent.get()).isLessThan(50L * MEGABYTE);
        answer.cancel(true);
    }

    private static void fill(HttpServerResponse response, AtomicLong written) {
        while (!response.writeQueueFull() && !response.closed()) {
            response.write(Buffer.buffer(new byte[64 * 1024]));
            written.addAndGet(64 * 1024);
        }
        response.drainHandler(nothing -> fill(response, written));
    }

    @Test
    void finishesWhatAnEndpointHasBegunAfterItIsTakenOut() throws Exception {
        List<HttpServerResponse> open = new CopyOnWriteArrayList<>();
        pod(PRICING, "old", request -> open.add(request.response()));
        CompletableFuture<HttpResponse<String>> answer =
                http.sendAsync(HttpRequest.newBuilder(uri(PRICING, "/")).build(), HttpResponse.BodyHandlers.ofString());
        await().until(() -> open.size() == 1);
        pod(PRICING, "new", request -> request.response().end("new"));
        removeEndpoint(PRICING, "old");

        assertThat(get("/").body()).isEqualTo("new");
        assertThat(get("/").body()).isEqualTo("new");
        open.get(0).end("old");
        assertThat(answer.get(1, TimeUnit.MINUTES).body()).isEqualTo("old");
    }

    @Test
    void forgetsARequestWhoseClientIsGone() throws Exception {
        CompletableFuture<Void> arrived = new CompletableFuture<>();
        CompletableFuture<Void> closed = new CompletableFuture<>();
        pod(PRICING, "pricing-1", request -> {
            request.response().exceptionHandler(gone -> closed.complete(null));
            arrived.complete(null);
        });
        CompletableFuture<HttpResponse<String>> answer =
                http.sendAsync(HttpRequest.newBuilder(uri(PRICING, "/")).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(arrived).succeedsWithin(Duration.ofMinutes(1));

        answer.cancel(true);

        assertThat(closed).succeedsWithin(Duration.ofMinutes(1));
        assertThat(proxy.telemetry().prometheus(Mesh.ISTIO)).contains("response_flags=\"DC\"");
    }
}
