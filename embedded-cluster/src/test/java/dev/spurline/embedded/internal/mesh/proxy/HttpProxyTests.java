// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.cluster.ClusterSpec.Mesh;
import dev.spurline.embedded.internal.mesh.config.MeshPeer;
import dev.spurline.embedded.internal.mesh.routing.Routes;
import dev.spurline.embedded.internal.mesh.routing.ServicePort;
import io.vertx.core.http.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Plain HTTP through a caller's listener. */
class HttpProxyTests extends ProxyTestCase {

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void passesRequestAndResponseUnchanged(HttpClient.Version version) throws Exception {
        pod(
                PRICING,
                "pricing-1",
                request -> request.body()
                        .onSuccess(body -> request.response()
                                .setStatusCode(201)
                                .putHeader("x-seen-host", request.authority().toString())
                                .putHeader(
                                        "x-seen",
                                        request.method() + " " + request.uri() + " " + request.getHeader("x-a"))
                                .putHeader("set-cookie", List.<String>of("a=1", "b=2"))
                                .end("<" + body + ">")));
        HttpRequest post = HttpRequest.newBuilder(uri(PRICING, "/p/1?q=%20"))
                .header("x-a", "b")
                .POST(HttpRequest.BodyPublishers.ofString("hello"))
                .version(version)
                .build();

        HttpResponse<String> response = http.send(post, HttpResponse.BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.body()).isEqualTo("<hello>");
        assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        assertThat(response.headers().firstValue("x-seen")).contains("POST /p/1?q=%20 b");
        assertThat(response.headers().firstValue("x-seen-host")).contains("127.0.0.1:" + local(PRICING));
        assertThat(response.headers().allValues("set-cookie")).containsExactly("a=1", "b=2");
    }

    @Test
    void addsNothingToWhatAPodReceives() throws Exception {
        pod(
                PRICING,
                "pricing-1",
                request -> request.response()
                        .end(request.headers().names().stream()
                                .map(String::toLowerCase)
                                .sorted()
                                .collect(Collectors.joining(","))));

        assertThat(
                        raw(
                                "GET / HTTP/1.1\r\nHost: pricing:8080\r\nConnection: close, x-hop\r\nX-Hop: 1\r\nX-Kept: 2\r\n\r\n"))
                .endsWith("host,x-kept");
    }

    @Test
    void addsNothingToWhatAClientReceives() throws Exception {
        pod(
                PRICING,
                "pricing-1",
                request -> request.response().setStatusCode(204).end());

        assertThat(raw("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .isEqualTo("HTTP/1.1 204 No Content|connection: close|");
    }

    @Test
    void answersHeadWithTheLengthOfTheBodyThatItDoesNotSend() throws Exception {
        pod(
                PRICING,
                "pricing-1",
                request -> request.response().putHeader("content-length", "12").end());

        assertThat(raw("HEAD / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .isEqualTo("HTTP/1.1 200 OK|content-length: 12|connection: close|");
    }

    @Test
    void passesTrailers() throws Exception {
        pod(PRICING, "pricing-1", request -> {
            request.response().setChunked(true).putHeader("trailer", "x-sum").write("body");
            request.response().putTrailer("x-sum", "42").end();
        });

        assertThat(raw("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .endsWith("4|body|0|x-sum: 42|");
    }

    @Test
    void takesEndpointsInTurn() throws Exception {
        pod(PRICING, "a", request -> request.response().end("a"));
        pod(PRICING, "b", request -> request.response().end("b"));

        List<String> bodies = List.of(get("/").body(), get("/").body(), get("/").body(), get("/").body());

        assertThat(bodies).containsExactly("a", "b", "a", "b");
    }

    @Test
    void tellsWhyItAnswersItself() throws Exception {
        service(PRICING, "http");
        assertThat(get("/")).satisfies(response -> {
            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(response.body()).isEqualTo("no healthy upstream");
        });

        routes(Routes.http(
                "shop", "a", "- {matches: [{path: {value: /gone}}], backendRefs: [{name: gone, port: 80}]}"));
        assertThat(get("/gone/x").statusCode()).isEqualTo(500);
        assertThat(get("/other").statusCode()).isEqualTo(404);
    }

    @Test
    void followsARouteAsSoonAsItIsThere() throws Exception {
        ServicePort fork = new ServicePort("shop", "pricing-fork", 8080);
        pod(PRICING, "base", request -> request.response().end("base"));
        pod(fork, "fork", request -> request.response().end("fork " + request.getHeader("x-added")));
        assertThat(get("/", "x-key", "abc").body()).isEqualTo("base");

        routes(Routes.http("shop", "a", """
                - matches: [{headers: [{name: x-key, value: abc}]}]
                  filters: [{type: RequestHeaderModifier, requestHeaderModifier: {set: [{name: x-added, value: v}]}}]
                  backendRefs: [{name: pricing-fork, port: 8080}]
                - backendRefs: [{name: pricing, port: 8080}]
                """));

        assertThat(get("/", "x-key", "abc").body()).isEqualTo("fork v");
        assertThat(get("/").body()).isEqualTo("base");
        routes();
        assertThat(get("/", "x-key", "abc").body()).isEqualTo("base");
    }

    @Test
    void redirectsByItself() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        pod(PRICING, "base", request -> {
            asked.incrementAndGet();
            request.response().end();
        });
        routes(Routes.http("shop", "a", """
                - matches: [{path: {value: /}}]
                  filters: [{type: RequestRedirect, requestRedirect: {statusCode: 302, path: {type: ReplaceFullPath, replaceFullPath: /x}}}]
                """));

        HttpResponse<String> response = get("/");

        assertThat(response.statusCode()).isEqualTo(302);
        assertThat(response.headers().firstValue("location")).contains("http://127.0.0.1:" + local(PRICING) + "/x");
        assertThat(asked).hasValue(0);
    }

    @Test
    void goesToAnotherEndpointIfOneRefusesTheConnection() throws Exception {
        HttpServer dead = pod(PRICING, "dead", request -> request.response().end("dead"));
        DataPlane.join(dead.close());
        pod(PRICING, "alive", request -> request.response().end("alive"));

        assertThat(get("/").body()).isEqualTo("alive");
        assertThat(get("/").body()).isEqualTo("alive");
    }

    @Test
    void answers503IfNoEndpointTakesAConnection() throws Exception {
        HttpServer dead = pod(PRICING, "dead", request -> request.response().end("dead"));
        DataPlane.join(dead.close());

        assertThat(get("/").statusCode()).isEqualTo(503);
        assertThat(proxy.telemetry().prometheus(Mesh.ISTIO)).contains("response_flags=\"UF\"");
    }

    @Test
    void answers504AtTheTimeLimitOfTheRoute() throws Exception {
        pod(PRICING, "slow", request -> {});
        routes(Routes.http("shop", "a", "- {timeouts: {request: 50ms}, backendRefs: [{name: pricing, port: 8080}]}"));

        assertThat(get("/")).satisfies(response -> {
            assertThat(response.statusCode()).isEqualTo(504);
            assertThat(response.body()).isEqualTo("upstream request timeout");
        });
    }

    @Test
    void countsAtBothEndsBeforeTheClientHasItsAnswer() throws Exception {
        pod(
                PRICING,
                "pricing-1",
                request -> request.response().setStatusCode(418).end());
        SidecarProxy callee =
                plane.proxy(new MeshPeer("shop", "deployment", "pricing", "pricing-1", "pricing", "v1", "default"));

        get("/");

        assertThat(callee.telemetry().prometheus(Mesh.ISTIO))
                .containsPattern("istio_requests_total\\{reporter=\"destination\",source_workload=\"cart\".*"
                        + "destination_workload=\"pricing\".*destination_service=\"pricing.shop.svc.cluster.local\".*"
                        + "response_code=\"418\".*} 1\n");
        assertThat(proxy.telemetry().prometheus(Mesh.ISTIO)).contains("reporter=\"source\"");
        assertThat(callee.telemetry().prometheus(Mesh.LINKERD))
                .containsPattern("response_total\\{direction=\"inbound\".*status_code=\"418\".*} 1\n");
    }

    @Test
    void answersSeveralRequestsOnOneConnection() throws Exception {
        pod(PRICING, "pricing-1", request -> request.response().end("x"));

        String twice = raw("GET /1 HTTP/1.1\r\nHost: x\r\n\r\nGET /2 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        assertThat(twice.split("HTTP/1.1 200 OK", -1)).hasSize(3);
    }

    /** Sends bytes and returns the answer's lines, joined with bars. */
    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), local(PRICING))) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            BufferedReader reader =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            StringBuilder lines = new StringBuilder();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.append(lines.isEmpty() ? "" : "|").append(line);
            }
            return lines.toString();
        }
    }
}
