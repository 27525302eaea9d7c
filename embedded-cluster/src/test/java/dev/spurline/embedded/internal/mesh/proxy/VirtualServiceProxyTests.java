// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.proxy;

import static dev.spurline.embedded.internal.mesh.routing.VirtualServices.virtualService;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.embedded.internal.mesh.routing.ServicePort;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** VirtualServices on the wire. */
class VirtualServiceProxyTests extends ProxyTestCase {

    private static final ServicePort FORK = new ServicePort("shop", "fork", 8080);

    private void pod(ServicePort port, String name) {
        pod(
                port,
                name,
                request -> request.response()
                        .end(name + " " + request.uri() + " "
                                + request.authority().host()));
    }

    private void route(String http) {
        virtualServices(virtualService("shop", "pricing", "hosts: [pricing]\nhttp:\n" + http));
    }

    @Test
    void sendsRequestsWhereTheFirstRuleSays() throws Exception {
        pod(PRICING, "baseline");
        pod(FORK, "fork");
        route("""
            - match: [{headers: {key: {exact: a}}}]
              route: [{destination: {host: fork}}]
            - route: [{destination: {host: pricing}}]
            """);

        assertThat(get("/x", "key", "a").body()).startsWith("fork /x");
        assertThat(get("/x").body()).startsWith("baseline /x");
    }

    /** Measured: 503 for what leads to a missing Service, 503 without endpoints, 404 without a rule. */
    @Test
    void answersWhereThereIsNothing() throws Exception {
        pod(PRICING, "baseline");
        service(FORK, "http");
        route("""
            - match: [{uri: {exact: /missing}}]
              route: [{destination: {host: missing}}]
            - match: [{uri: {exact: /other-port}}]
              route: [{destination: {host: fork, port: {number: 9}}}]
            - match: [{uri: {exact: /subset}}]
              route: [{destination: {host: pricing, subset: v1}}]
            - match: [{uri: {exact: /unqualified}}]
              route: [{destination: {host: pricing.shop}}]
            - match: [{uri: {exact: /empty}}]
              route: [{destination: {host: fork}}]
            """);

        assertThat(get("/missing").statusCode()).isEqualTo(503);
        assertThat(get("/other-port").statusCode()).isEqualTo(503);
        assertThat(get("/subset").statusCode()).isEqualTo(503);
        assertThat(get("/unqualified").statusCode()).isEqualTo(503);
        HttpResponse<String> empty = get("/empty");
        assertThat(empty.statusCode()).isEqualTo(503);
        assertThat(empty.body()).isEqualTo("no healthy upstream");
        assertThat(get("/").statusCode()).isEqualTo(404);
    }

    @Test
    void answersByItselfWhereARuleSaysSo() throws Exception {
        pod(PRICING, "baseline");
        route("""
            - match: [{uri: {exact: /teapot}}]
              headers: {response: {set: {x-by: mesh}}}
              directResponse: {status: 418, body: {string: short and stout}}
            - match: [{uri: {exact: /gone}}]
              redirect: {uri: /here, redirectCode: 302}
            """);

        HttpResponse<String> teapot = get("/teapot");
        assertThat(teapot.statusCode()).isEqualTo(418);
        assertThat(teapot.body()).isEqualTo("short and stout");
        assertThat(teapot.headers().firstValue("x-by")).contains("mesh");
        assertThat(get("/gone").headers().firstValue("location").orElse("")).endsWith("/here");
    }

    @Test
    void changesHostAndHeadersOfRouteAndDestination() throws Exception {
        pod(
                PRICING,
                "baseline",
                request -> request.response()
                        .putHeader("x-from", "pod")
                        .end(request.authority().host() + " "
                                + request.headers().getAll("x-a") + " "
                                + request.headers().get("x-b")));
        route("""
            - rewrite: {authority: rewritten, uri: /new}
              headers: {request: {set: {x-a: route, x-b: b}}, response: {remove: [x-from]}}
              route:
              - destination: {host: pricing}
                headers: {request: {add: {x-a: destination}, set: {host: ignored}}, response: {add: {x-to: client}}}
            """);

        HttpResponse<String> response = get("/x", "x-a", "client");

        assertThat(response.body()).isEqualTo("rewritten [route, destination] b");
        assertThat(response.headers().firstValue("x-from")).isEmpty();
        assertThat(response.headers().firstValue("x-to")).contains("client");
    }

    @Test
    void delaysAndAbortsRequests() throws Exception {
        pod(PRICING, "baseline");
        route("""
            - match: [{uri: {exact: /aborted}}]
              fault: {delay: {fixedDelay: 50ms, percentage: {value: 100}}, abort: {httpStatus: 418, percentage: {value: 100}}}
              route: [{destination: {host: pricing}}]
            - fault: {delay: {fixedDelay: 50ms, percentage: {value: 100}}, abort: {httpStatus: 418, percentage: {value: 0}}}
              route: [{destination: {host: pricing}}]
            """);

        HttpResponse<String> aborted = get("/aborted");
        long before = System.nanoTime();
        HttpResponse<String> delayed = get("/delayed");

        assertThat(aborted.statusCode()).isEqualTo(418);
        assertThat(aborted.body()).isEqualTo("fault filter abort");
        assertThat(delayed.body()).startsWith("baseline");
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(50));
    }

    @Test
    void answersBrowsersOfAllowedOrigins() throws Exception {
        pod(PRICING, "baseline");
        route("""
            - corsPolicy: {allowOrigins: [{exact: 'https://a.example'}], allowMethods: [PUT]}
              route: [{destination: {host: pricing}}]
            """);
        HttpRequest question = HttpRequest.newBuilder(uri(PRICING, "/x"))
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                .headers("Origin", "https://a.example", "Access-Control-Request-Method", "PUT")
                .build();

        HttpResponse<String> preflight = http.send(question, HttpResponse.BodyHandlers.ofString());
        HttpResponse<String> allowed = get("/x", "Origin", "https://a.example");
        HttpResponse<String> other = get("/x", "Origin", "https://b.example");

        assertThat(preflight.statusCode()).isEqualTo(200);
        assertThat(preflight.body()).isEmpty();
        assertThat(preflight.headers().firstValue("access-control-allow-methods"))
                .contains("PUT");
        assertThat(allowed.body()).startsWith("baseline");
        assertThat(allowed.headers().firstValue("access-control-allow-origin")).contains("https://a.example");
        assertThat(other.headers().firstValue("access-control-allow-origin")).isEmpty();
    }

    @Test
    void copiesRequestsToMirrors() throws Exception {
        BlockingQueue<String> copies = new LinkedBlockingQueue<>();
        pod(PRICING, "baseline");
        pod(
                FORK,
                "copy",
                request -> request.body().onSuccess(body -> {
                    copies.add(request.method() + " " + request.uri() + " " + request.authority() + " "
                            + request.getHeader("x-a") + " " + body);
                    request.response().setStatusCode(500).end();
                }));
        route("""
            - rewrite: {uri: /new, authority: inner}
              headers: {request: {set: {x-a: route}}}
              mirror: {host: fork}
              route: [{destination: {host: pricing}}]
            """);

        HttpResponse<String> response = http.send(
                HttpRequest.newBuilder(uri(PRICING, "/"))
                        .POST(HttpRequest.BodyPublishers.ofString("body"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(response.body()).startsWith("baseline /new");
        assertThat(copies.poll(1, TimeUnit.MINUTES)).isEqualTo("POST /new inner-shadow route body");
    }

    @Test
    void repeatsAttemptsThatARuleWantsRepeated() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        pod(
                PRICING,
                "baseline",
                request -> request.response()
                        .setStatusCode(asked.incrementAndGet() < 3 ? 500 : 200)
                        .end());
        route("""
            - match: [{uri: {exact: /repeated}}]
              retries: {attempts: 2, retryOn: 5xx}
              route: [{destination: {host: pricing}}]
            - match: [{uri: {exact: /once}}]
              retries: {attempts: 2, retryOn: gateway-error}
              route: [{destination: {host: pricing}}]
            """);

        assertThat(get("/repeated").statusCode()).isEqualTo(200);
        assertThat(asked).hasValue(3);
        asked.set(0);
        assertThat(get("/once").statusCode()).isEqualTo(500);
        assertThat(asked).hasValue(1);
    }

    @Test
    void endsAnAttemptThatTakesLongerThanItMay() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        pod(PRICING, "baseline", request -> {
            if (asked.incrementAndGet() > 1) {
                request.response().end("second");
            }
        });
        route("""
            - match: [{uri: {exact: /repeated}}]
              retries: {attempts: 1, perTryTimeout: 100ms, retryOn: reset}
              route: [{destination: {host: pricing}}]
            - retries: {attempts: 1, perTryTimeout: 100ms, retryOn: connect-failure}
              route: [{destination: {host: pricing}}]
            """);

        assertThat(get("/repeated").body()).isEqualTo("second");
        asked.set(0);
        assertThat(get("/").statusCode()).isEqualTo(504);
    }
}
