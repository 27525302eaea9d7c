// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.spurline.junit.internal.KeyOfOneTest;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against two real servers: one is an entry of the sandbox, the other is anybody's. */
class RoutedHttpClientTests {

    private static final String KEY = KeyOfOneTest.KEY;
    private static final String MEMBERS = KeyOfOneTest.MEMBERS;

    private final Vertx vertx = Vertx.vertx();
    private final ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
    private final KeyOfOneTest given = new KeyOfOneTest();
    private URI entry = URI.create("http://unset");
    private URI elsewhere = URI.create("http://unset");
    private HttpClient client = HttpClient.newHttpClient();

    @BeforeEach
    void startServers() {
        entry = serve("entry");
        elsewhere = serve("elsewhere");
        given.allow(entry);
        client = new RoutedHttpClient(HttpClient.newHttpClient(), given.key());
    }

    @AfterEach
    void stopServers() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void addsTheKeyToWhatGoesToAnEntry() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(entry.resolve("/ok"))
                .header("Baggage", "user=alice")
                .header("baggage", "spurline=old")
                .header("X-Other", "1")
                .build();

        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());

        assertThat(response.body()).isEqualTo("GET ");
        assertThat(seen).containsExactly("entry /ok baggage=[" + MEMBERS + ",user=alice] key=[" + KEY + "] other=[1]");
        assertThat(given.told()).containsExactly(entry.resolve("/ok"));
        assertThat(given.sent()).isEqualTo(1);
    }

    @Test
    void leavesWhatGoesElsewhereAlone() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(elsewhere.resolve("/ok"))
                .header("baggage", "user=alice")
                .build();

        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(seen).containsExactly("elsewhere /ok baggage=[user=alice] key=[] other=[]");
        assertThat(given.told()).isEmpty();
    }

    @Test
    void losesTheKeyOnARedirectElsewhere() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(to(entry, 302, elsewhere.resolve("/ok")))
                .header("baggage", "user=alice")
                .build();

        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());

        assertThat(response.body()).isEqualTo("GET ");
        assertThat(seen).last().isEqualTo("elsewhere /ok baggage=[user=alice] key=[] other=[]");
        assertThat(response.previousResponse())
                .hasValueSatisfying(first -> assertThat(first.statusCode()).isEqualTo(302));
    }

    @Test
    void keepsTheKeyOnARedirectToAnEntry() throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(to(entry, 307, entry.resolve("/ok"))).build();

        client.send(request, BodyHandlers.ofString());

        assertThat(seen).hasSize(2).allMatch(line -> line.contains("key=[" + KEY + "]"));
        assertThat(given.sent()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "301, POST, 'GET '",
        "302, POST, 'GET '",
        "303, PUT, 'GET '",
        "307, POST, POST body",
        "308, PUT, PUT body",
        "301, PUT, PUT body"
    })
    void changesTheMethodAsTheJdkDoes(int status, String method, String received) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(to(entry, status, entry.resolve("/ok")))
                .method(method, BodyPublishers.ofString("body"))
                .build();

        String ours = client.send(request, BodyHandlers.ofString()).body();
        String theirs = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build()
                .send(request, BodyHandlers.ofString())
                .body();

        assertThat(ours).isEqualTo(received).isEqualTo(theirs);
    }

    @Test
    void givesUpOnACircleOfRedirects() throws Exception {
        URI circle = entry.resolve("/circle");

        HttpResponse<String> response =
                client.send(HttpRequest.newBuilder(circle).build(), BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(302);
        assertThat(seen).hasSize(6);
    }

    @Test
    void doesAllThatAsynchronouslyToo() {
        HttpRequest request =
                HttpRequest.newBuilder(to(entry, 302, elsewhere.resolve("/ok"))).build();

        HttpResponse<String> response =
                client.sendAsync(request, BodyHandlers.ofString()).join();

        assertThat(response.body()).isEqualTo("GET ");
        assertThat(seen)
                .satisfiesExactly(
                        first -> assertThat(first).contains("key=[" + KEY + "]"),
                        second -> assertThat(second).contains("elsewhere /ok", "key=[]"));
    }

    @Test
    void speaksHttp2WithTheKeyInEachStream() {
        HttpRequest upgrading = HttpRequest.newBuilder(entry.resolve("/ok")).build();
        Version first =
                client.sendAsync(upgrading, BodyHandlers.ofString()).join().version();
        List<CompletableFuture<HttpResponse<String>>> streams = IntStream.range(0, 20)
                .mapToObj(number -> HttpRequest.newBuilder(entry.resolve("/ok"))
                        .header("baggage", "n=" + number)
                        .POST(BodyPublishers.ofString("body"))
                        .build())
                .map(request -> client.sendAsync(request, BodyHandlers.ofString()))
                .toList();

        assertThat(streams).map(CompletableFuture::join).allMatch(response -> response.version() == Version.HTTP_2);
        assertThat(first).isEqualTo(Version.HTTP_2);
        assertThat(seen).hasSize(21);
        IntStream.range(0, 20)
                .forEach(number -> assertThat(seen)
                        .contains("entry /ok baggage=[%s,n=%d] key=[%s] other=[]".formatted(MEMBERS, number, KEY)));
    }

    @Test
    void losesTheKeyOnARedirectElsewhereInHttp2() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(to(entry, 307, elsewhere.resolve("/ok")))
                .version(Version.HTTP_2)
                .POST(BodyPublishers.ofString("body"))
                .build();

        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());

        assertThat(response.version()).isEqualTo(Version.HTTP_2);
        assertThat(response.body()).isEqualTo("POST body");
        assertThat(seen).last().isEqualTo("elsewhere /ok baggage=[] key=[] other=[]");
    }

    @Test
    void cancelsTheRequestThatIsUnderWay() {
        CompletableFuture<HttpResponse<String>> response = client.sendAsync(
                HttpRequest.newBuilder(entry.resolve("/never"))
                        .version(Version.HTTP_1_1)
                        .build(),
                BodyHandlers.ofString());
        await().until(() -> !seen.isEmpty());

        response.cancel(true);

        assertThatThrownBy(response::join).isInstanceOf(CancellationException.class);
        await().until(() -> seen.contains("entry closed"));
    }

    @Test
    void tellsNothingOfARequestThatFailed() {
        URI dead = URI.create("http://127.0.0.1:1/");
        given.allow(dead);

        assertThatThrownBy(() -> client.send(HttpRequest.newBuilder(dead).build(), BodyHandlers.discarding()))
                .isInstanceOf(IOException.class);
        assertThat(given.told()).isEmpty();
    }

    @Test
    void addsTheKeyToWebSockets() {
        URI uri = URI.create(entry.resolve("/socket").toString().replace("http:", "ws:"));

        WebSocket socket = client.newWebSocketBuilder()
                .header("baggage", "a=1")
                .header("X-Other", "2")
                .buildAsync(uri, new WebSocket.Listener() {})
                .join();

        socket.abort();
        assertThat(seen).first().isEqualTo("entry /socket baggage=[" + MEMBERS + ",a=1] key=[" + KEY + "] other=[2]");
        assertThat(given.told()).containsExactly(uri);
    }

    @Test
    void addsTheKeyOnceToEachWebSocketOfOneBuilder() {
        URI uri = URI.create(entry.resolve("/socket").toString().replace("http:", "ws:"));
        WebSocket.Builder builder =
                client.newWebSocketBuilder().header("baggage", "a=1").header("X-Other", "2");

        builder.buildAsync(uri, new WebSocket.Listener() {}).join().abort();
        builder.buildAsync(uri, new WebSocket.Listener() {}).join().abort();

        assertThat(seen)
                .hasSize(2)
                .containsOnly("entry /socket baggage=[" + MEMBERS + ",a=1] key=[" + KEY + "] other=[2]");
    }

    @Test
    void leavesWebSocketsElsewhereAlone() {
        URI uri = URI.create(elsewhere.resolve("/socket").toString().replace("http:", "ws:"));

        WebSocket socket = client.newWebSocketBuilder()
                .header("baggage", "a=1")
                .buildAsync(uri, new WebSocket.Listener() {})
                .join();

        socket.abort();
        assertThat(seen).first().isEqualTo("elsewhere /socket baggage=[a=1] key=[] other=[]");
    }

    @Test
    void overridesEveryMethodOfTheClient() {
        assertThat(HttpClient.class.getMethods())
                .filteredOn(method ->
                        method.getDeclaringClass() == HttpClient.class && !Modifier.isStatic(method.getModifiers()))
                .allSatisfy(method -> assertThat(
                                RoutedHttpClient.class.getDeclaredMethod(method.getName(), method.getParameterTypes()))
                        .isNotNull());
    }

    private URI to(URI server, int status, URI target) {
        return server.resolve("/redirect/" + status + "?to=" + target);
    }

    private URI serve(String name) {
        HttpServer server = vertx.createHttpServer()
                .requestHandler(request -> answer(name, request))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        return URI.create("http://127.0.0.1:" + server.actualPort());
    }

    private void answer(String name, HttpServerRequest request) {
        seen.add("%s %s baggage=%s key=%s other=%s"
                .formatted(
                        name,
                        request.path(),
                        request.headers().getAll("baggage"),
                        request.headers().getAll("x-spurline-key"),
                        request.headers().getAll("x-other")));
        if (request.path().equals("/socket")) {
            request.toWebSocket();
        } else if (request.path().equals("/circle")) {
            request.response()
                    .setStatusCode(302)
                    .putHeader("Location", "/circle")
                    .end("moved");
        } else if (request.path().startsWith("/redirect/")) {
            int status = Integer.parseInt(request.path().substring("/redirect/".length()));
            request.response()
                    .setStatusCode(status)
                    .putHeader("Location", request.getParam("to"))
                    .end("moved");
        } else if (request.path().equals("/never")) {
            request.connection().closeHandler(any -> seen.add(name + " closed"));
        } else {
            request.body().onSuccess(body -> request.response().end(request.method() + " " + body));
        }
    }
}
