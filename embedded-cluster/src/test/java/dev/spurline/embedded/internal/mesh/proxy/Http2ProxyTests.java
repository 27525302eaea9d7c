// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Callers that speak HTTP/2, in front of a pod that speaks HTTP/1.1 only. */
class Http2ProxyTests extends ProxyTestCase {

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Vertx vertx = Vertx.vertx();
    private HttpServer pod = server();

    private static HttpServer server() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void start() {
        pod.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            byte[] answer = (exchange.getRequestMethod() + " <" + body + ">").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        pod.start();
        endpoint(PRICING, "pricing-1", pod.getAddress().getPort());
        log.list = new CopyOnWriteArrayList<>();
        log.start();
        root.addAppender(log);
    }

    @AfterEach
    void stop() {
        root.detachAppender(log);
        pod.stop(0);
        DataPlane.join(vertx.close());
    }

    /** The JDK's client asks for HTTP/2 as it asks for anything else, and takes an answer in HTTP/1.1. */
    @ParameterizedTest
    @CsvSource({
        "GET, none",
        "GET, known",
        "GET, unknown",
        "DELETE, none",
        "DELETE, unknown",
        "PUT, known",
        "PUT, unknown",
        "POST, none",
        "POST, known",
        "POST, unknown",
        "POST, empty"
    })
    void takesBodiesOfTheJdksClient(String method, String body) throws Exception {
        HttpClient client = HttpClient.newHttpClient();

        for (int i = 0; i < 3; i++) {
            HttpRequest request = HttpRequest.newBuilder(uri(PRICING, "/"))
                    .timeout(Duration.ofMinutes(1))
                    .method(method, publisher(body))
                    .build();
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());

            assertThat(response.body()).isEqualTo(method + (hasText(body) ? " <hello>" : " <>"));
            assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        }

        assertThat(log.list).noneMatch(event -> event.getLevel().isGreaterOrEqual(Level.WARN));
    }

    private static boolean hasText(String body) {
        return body.equals("known") || body.equals("unknown");
    }

    private static BodyPublisher publisher(String body) {
        return switch (body) {
            case "known" -> BodyPublishers.ofString("hello");
            case "unknown" ->
                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream("hello".getBytes(StandardCharsets.UTF_8)));
            case "empty" -> BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[0]));
            default -> BodyPublishers.noBody();
        };
    }

    /** Frames as newer JDKs send them: the request ends with an empty frame of its own. */
    @ParameterizedTest
    @ValueSource(strings = {"", "hello"})
    void takesFramesWithoutALength(String text) {
        service(PRICING, "http");
        io.vertx.core.http.HttpClient client = vertx.createHttpClient(
                new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false));

        for (HttpMethod method :
                new HttpMethod[] {HttpMethod.GET, HttpMethod.DELETE, HttpMethod.PUT, HttpMethod.POST}) {
            HttpClientRequest request = DataPlane.join(client.request(method, local(PRICING), DataPlane.LOOPBACK, "/"));
            Future<String> answer = request.response()
                    .compose(response -> response.body().map(body -> response.version() + " " + body));
            request.setChunked(true).write(Buffer.buffer(text));
            request.end();

            assertThat(DataPlane.join(answer)).isEqualTo("HTTP_2 " + method + " <" + text + ">");
        }
        assertThat(log.list).noneMatch(event -> event.getLevel().isGreaterOrEqual(Level.WARN));
    }
}
