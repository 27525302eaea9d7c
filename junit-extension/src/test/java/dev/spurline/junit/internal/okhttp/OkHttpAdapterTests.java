// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.junit.internal.RoutedClientTestCase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Headers;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** OkHttp 4. */
class OkHttpAdapterTests extends RoutedClientTestCase {

    private final OkHttpClient client = target.client(OkHttpClient.class);

    @Override
    protected int get(URI uri, Map<String, String> headers) throws IOException {
        Request request = new Request.Builder()
                .url(uri.toString())
                .headers(Headers.of(headers))
                .build();
        try (Response response = client.newCall(request).execute()) {
            return response.code();
        }
    }

    @Override
    protected InputStream stream(URI uri) throws Exception {
        CompletableFuture<Response> answer = new CompletableFuture<>();
        client.newCall(new Request.Builder().url(uri.toString()).build()).enqueue(new Callback() {
            @Override
            public void onFailure(Call call, IOException failure) {
                answer.completeExceptionally(failure);
            }

            @Override
            public void onResponse(Call call, Response response) {
                answer.complete(response);
            }
        });
        return answer.get(1, TimeUnit.MINUTES).body().byteStream();
    }

    @Test
    void mergesAfterAllOtherInterceptors() throws IOException {
        OkHttpClient own = client.newBuilder()
                .addInterceptor(chain -> chain.proceed(chain.request()
                        .newBuilder()
                        .header("baggage", "late=1,spurline=wrong")
                        .build()))
                .build();

        own.newCall(new Request.Builder().url(entry("/ok").toString()).build())
                .execute()
                .close();

        assertThat(servers.seen()).containsExactly("entry /ok baggage=[" + MEMBERS + ",late=1] key=[" + KEY + "]");
    }

    @Test
    void opensWebSocketsWithTheKey() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        Vertx vertx = Vertx.vertx();
        try {
            URI server = webSockets(vertx);
            given.allow(server);

            open(client, server, heard);

            assertThat(heard.poll(1, TimeUnit.MINUTES)).isEqualTo(MEMBERS);
            assertThat(given.sent()).isEqualTo(1);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    @Test
    void opensNoWebSocketThatARedirectLeadsElsewhere() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();

        open(client, URI.create(servers.entry() + servers.redirect(servers.elsewhere())), heard);

        assertThat(heard.poll(1, TimeUnit.MINUTES))
                .isEqualTo("java.net.ProtocolException: Expected HTTP 101 response but was '302 Temporary Redirect'");
        assertThat(servers.seen()).singleElement().asString().startsWith("entry");
    }

    @Test
    void refusesAWebSocketThatWouldGoWithoutTheKey() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();

        open(client.newBuilder().build(), servers.entry().resolve("/ws"), heard);

        assertThat(heard.poll(1, TimeUnit.MINUTES))
                .isEqualTo(
                        "java.io.IOException: WebSocket to [%s/ws] would have no key, because its client was built with newBuilder(): open it with the OkHttpClient that @Routed injects",
                        servers.entry());
        assertThat(servers.seen()).isEmpty();
    }

    private static URI webSockets(Vertx vertx) {
        HttpServer server = vertx.createHttpServer()
                .webSocketHandler(
                        socket -> socket.writeTextMessage(socket.headers().get("baggage")))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        return URI.create("http://127.0.0.1:" + server.actualPort());
    }

    private static void open(OkHttpClient client, URI uri, BlockingQueue<String> heard) {
        client.newWebSocket(new Request.Builder().url(uri.toString()).build(), new WebSocketListener() {
            @Override
            public void onMessage(WebSocket socket, String text) {
                heard.add(text);
                socket.close(1000, null);
            }

            @Override
            public void onFailure(WebSocket socket, Throwable failure, @Nullable Response response) {
                heard.add(failure.toString());
            }
        });
    }
}
