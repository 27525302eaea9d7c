// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.spurline.SandboxException;
import dev.spurline.embedded.internal.tls.ServerCertificate;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.ServerWebSocket;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** HTTP through a tunnel whose other end is known under another name. */
class GatewayTunnelTests {

    private static final PodPort POD = new PodPort("edge", "public-1", 80);
    private static final URI SHOP = URI.create("http://shop.example.com");

    private final Vertx vertx = Vertx.vertx();
    private final ForwardingServer cluster = new ForwardingServer("/");
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        cluster.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** Starts what port-forwards lead to. */
    private void serve(HttpServerOptions options, Handler<HttpServerRequest> requests) {
        cluster.leadTo(vertx.createHttpServer(options.setHost("127.0.0.1").setPort(0))
                .webSocketHandler(socket ->
                        socket.textMessageHandler(text -> socket.writeTextMessage(text + " at " + socket.authority())))
                .requestHandler(requests)
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort());
    }

    private void serve(Handler<HttpServerRequest> requests) {
        serve(new HttpServerOptions(), requests);
    }

    private GatewayTunnel open(URI origin) {
        return GatewayTunnel.open(cluster.client(), () -> POD, origin);
    }

    private static HttpRequest.Builder request(URI uri) {
        return HttpRequest.newBuilder(uri).timeout(Duration.ofMinutes(1));
    }

    private HttpResponse<String> get(GatewayTunnel tunnel, String path) throws IOException, InterruptedException {
        return client.send(request(tunnel.uri().resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void requestsAskForTheHostOfTheGateway() throws Exception {
        serve(request -> request.body()
                .onSuccess(body -> request.response()
                        .putHeader("x-answer", "yes")
                        .end("%s %s %s %s %s"
                                .formatted(
                                        request.version(),
                                        request.method(),
                                        request.authority(),
                                        request.uri(),
                                        body))));
        try (GatewayTunnel tunnel = open(SHOP)) {
            assertThat(get(tunnel, "/a%20b?c=d").body()).isEqualTo("HTTP_1_1 GET shop.example.com /a%20b?c=d ");

            HttpResponse<String> answer = client.send(
                    request(tunnel.uri().resolve("/orders"))
                            .version(HttpClient.Version.HTTP_1_1)
                            .expectContinue(true)
                            .POST(HttpRequest.BodyPublishers.ofString("one"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());

            assertThat(answer.body()).isEqualTo("HTTP_1_1 POST shop.example.com /orders one");
            assertThat(answer.headers().firstValue("x-answer")).contains("yes");
        }
        try (GatewayTunnel tunnel = open(URI.create("http://shop.example.com:8080"))) {
            assertThat(get(tunnel, "/").body()).isEqualTo("HTTP_1_1 GET shop.example.com:8080 / ");
        }
    }

    @Test
    void bodiesOfUnknownLengthAreStreamed() throws Exception {
        byte[] large = "x".repeat(3_000_000).getBytes(StandardCharsets.US_ASCII);
        serve(request -> {
            request.response().setChunked(true);
            request.handler(request.response()::write)
                    .endHandler(ended -> request.response().end());
        });
        try (GatewayTunnel tunnel = open(SHOP)) {
            HttpResponse<byte[]> answer = client.send(
                    request(tunnel.uri())
                            .POST(HttpRequest.BodyPublishers.ofInputStream(
                                    () -> new java.io.ByteArrayInputStream(large)))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());

            assertThat(answer.body()).isEqualTo(large);
        }
    }

    @Test
    void theBeginningOfAnAnswerDoesNotWaitForItsEnd() throws Exception {
        serve(request -> request.response().setChunked(true).write("first\n"));
        try (GatewayTunnel tunnel = open(SHOP)) {
            InputStream answer = client.send(request(tunnel.uri()).build(), HttpResponse.BodyHandlers.ofInputStream())
                    .body();

            assertThat(answer.readNBytes(6)).asString().isEqualTo("first\n");
        }
    }

    @Test
    void callsOfGrpcAreHttp2AndKeepTheirTrailers() throws Exception {
        serve(request -> request.body().onSuccess(body -> {
            request.response().putTrailer("grpc-status", "7");
            request.response()
                    .end("%s %s te=%s %s"
                            .formatted(request.version(), request.authority(), request.getHeader("te"), body));
        }));
        try (GatewayTunnel tunnel = open(SHOP)) {
            HttpClientRequest call = vertx.createHttpClient(new HttpClientOptions()
                            .setProtocolVersion(HttpVersion.HTTP_2)
                            .setHttp2ClearTextUpgrade(false))
                    .request(new RequestOptions()
                            .setAbsoluteURI(tunnel.uri() + "/shop.Prices/Get")
                            .setMethod(HttpMethod.POST)
                            .putHeader(HttpHeaders.CONTENT_TYPE, "application/grpc")
                            .putHeader("te", "trailers"))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(1, TimeUnit.MINUTES);
            CompletableFuture<String> answer = new CompletableFuture<>();
            call.send(Buffer.buffer("call")).onSuccess(response -> answer(response, answer));

            assertThat(answer.get(1, TimeUnit.MINUTES)).isEqualTo("HTTP_2 shop.example.com te=trailers call, status 7");
        }
    }

    private static void answer(HttpClientResponse response, CompletableFuture<String> answer) {
        response.body()
                .onSuccess(body -> answer.complete(body + ", status " + response.getTrailer("grpc-status")))
                .onFailure(answer::completeExceptionally);
    }

    @Test
    void tlsIsSpokenUnderTheNameOfTheHost() throws Exception {
        serve(
                new HttpServerOptions()
                        .setSsl(true)
                        .setKeyCertOptions(ServerCertificate.create().identity()),
                request -> request.response()
                        .end("%s to %s in %s".formatted(request.scheme(), request.authority(), asked(request))));
        try (GatewayTunnel tunnel = open(URI.create("https://shop.example.com:8443"))) {
            assertThat(get(tunnel, "/").body()).isEqualTo("https to shop.example.com:8443 in [shop.example.com]");
        }
    }

    private static List<String> asked(HttpServerRequest request) {
        return ((ExtendedSSLSession) request.sslSession())
                .getRequestedServerNames().stream()
                        .map(name -> ((SNIHostName) name).getAsciiName())
                        .toList();
    }

    @Test
    void webSocketsGoThrough() throws Exception {
        serve(request -> request.response().setStatusCode(404).end());
        try (GatewayTunnel tunnel = open(SHOP)) {
            CompletableFuture<String> heard = new CompletableFuture<>();
            WebSocket socket = client.newWebSocketBuilder()
                    .buildAsync(
                            URI.create(tunnel.uri().toString().replace("http:", "ws:") + "/live"), new Listener(heard))
                    .get(1, TimeUnit.MINUTES);
            var unused = socket.sendText("price", true);

            assertThat(heard.get(1, TimeUnit.MINUTES)).isEqualTo("price at shop.example.com");
            socket.abort();
        }
    }

    private record Listener(CompletableFuture<String> heard) implements WebSocket.Listener {

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
            heard.complete(text.toString());
            return CompletableFuture.completedStage(null);
        }
    }

    @Test
    void aRedirectToTheSameAddressStaysInTheTunnel() throws Exception {
        serve(request -> request.response()
                .setStatusCode(302)
                .putHeader(HttpHeaders.LOCATION, request.query())
                .end());
        try (GatewayTunnel tunnel = open(SHOP)) {
            assertThat(location(tunnel, "http://shop.example.com/a?b")).isEqualTo(tunnel.uri() + "/a?b");
            assertThat(location(tunnel, "http://SHOP.example.com:80/a")).isEqualTo(tunnel.uri() + "/a");
            assertThat(location(tunnel, "/a")).isEqualTo("/a");
            assertThat(location(tunnel, "https://shop.example.com/a")).isEqualTo("https://shop.example.com/a");
            assertThat(location(tunnel, "http://login.example.com/a")).isEqualTo("http://login.example.com/a");
        }
    }

    private String location(GatewayTunnel tunnel, String to) throws IOException, InterruptedException {
        return get(tunnel, "/?" + to).headers().firstValue("location").orElseThrow();
    }

    @Test
    void whoHasNoWayIsToldWhy() throws Exception {
        try (GatewayTunnel tunnel = GatewayTunnel.open(
                cluster.client(),
                () -> {
                    throw new SandboxException("Gateway [edge/public] has no ready pod");
                },
                SHOP)) {
            HttpResponse<String> answer = get(tunnel, "/");

            assertThat(answer.statusCode()).isEqualTo(502);
            assertThat(answer.body())
                    .isEqualTo(
                            "Spurline's tunnel to the gateway has nowhere to lead: Gateway [edge/public] has no ready pod");
        }
    }

    /** As a load balancer before the API server does after some minutes of silence. */
    @Test
    void aConnectionThatWasCutIsReplaced() throws Exception {
        serve(request -> request.response().end("served"));
        try (GatewayTunnel tunnel = open(SHOP)) {
            for (int i = 0; i < 5; i++) {
                assertThat(get(tunnel, "/").body()).isEqualTo("served");
                ServerWebSocket cut = Objects.requireNonNull(cluster.opened.poll(1, TimeUnit.MINUTES));
                cut.close();
                await().until(cut::isClosed);
            }
        }
    }

    @Test
    void aGatewayThatClosesInTheMiddleEndsTheConnection() {
        serve(request -> request.connection().close());
        try (GatewayTunnel tunnel = open(SHOP)) {
            assertThatThrownBy(() -> get(tunnel, "/")).isInstanceOf(IOException.class);
        }
    }

    @Test
    void manyRequestsGoThroughAtOnce() {
        AtomicInteger waiting = new AtomicInteger();
        List<HttpServerRequest> held = new java.util.concurrent.CopyOnWriteArrayList<>();
        serve(request -> {
            held.add(request);
            if (waiting.incrementAndGet() == 60) {
                held.forEach(each -> each.response().end(each.path()));
            }
        });
        try (GatewayTunnel tunnel = open(SHOP)) {
            List<CompletableFuture<String>> answers = IntStream.range(0, 60)
                    .mapToObj(i -> client.sendAsync(
                                    request(tunnel.uri().resolve("/" + i)).build(),
                                    HttpResponse.BodyHandlers.ofString())
                            .thenApply(HttpResponse::body))
                    .toList();

            assertThat(answers.stream()
                            .map(answer -> answer.orTimeout(1, TimeUnit.MINUTES).join()))
                    .isEqualTo(IntStream.range(0, 60).mapToObj(i -> "/" + i).toList());
        }
    }

    @Test
    void nothingIsLeftOfAClosedTunnel() throws Exception {
        serve(request -> request.response().end("served"));
        GatewayTunnel tunnel = open(SHOP);
        assertThat(get(tunnel, "/").body()).isEqualTo("served");
        ServerWebSocket forward = Objects.requireNonNull(cluster.opened.poll(1, TimeUnit.MINUTES));

        tunnel.close();

        await().until(forward::isClosed);
        assertThatThrownBy(() -> get(tunnel, "/")).isInstanceOf(ConnectException.class);
    }
}
