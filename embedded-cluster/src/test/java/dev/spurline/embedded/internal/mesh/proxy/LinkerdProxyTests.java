// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spurline.cluster.ClusterSpec.Mesh;
import dev.spurline.embedded.internal.mesh.routing.MeshRoute;
import dev.spurline.embedded.internal.mesh.routing.Routes;
import dev.spurline.embedded.internal.mesh.routing.ServicePort;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Linkerd's proxy does otherwise than Envoy once it has decided where a request goes. */
class LinkerdProxyTests extends ProxyTestCase {

    private static final String ALL = "- backendRefs: [{name: pricing, port: 8080}]";

    private final AtomicInteger asked = new AtomicInteger();

    @BeforeEach
    void playLinkerd() {
        mesh(Mesh.LINKERD);
    }

    private HttpResponse<String> get() throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(uri(PRICING, "/")).build(), HttpResponse.BodyHandlers.ofString());
    }

    private void limits(String... annotations) {
        MeshRoute route = Routes.http("shop", "a", ALL);
        Map<String, String> named = annotations.length == 2
                ? Map.of(annotations[0], annotations[1])
                : Map.of(annotations[0], annotations[1], annotations[2], annotations[3]);
        routes(new MeshRoute(
                route.kind(),
                route.namespace(),
                route.name(),
                route.created(),
                named,
                route.hostnames(),
                route.parents(),
                route.rules()));
    }

    private static String error(HttpResponse<String> answer) {
        return answer.statusCode() + " "
                + answer.headers().firstValue("l5d-proxy-error").orElse("-") + " [" + answer.body() + "]";
    }

    @Test
    void saysInAHeaderThatNoRouteFits() throws Exception {
        pod(PRICING, "pricing-1", request -> request.response().end());
        routes(Routes.http("shop", "a", "- matches: [{path: {value: /other}}]"));

        assertThat(error(get())).isEqualTo("404 logical service 10.96.0.10:8080: no route []");
    }

    @Test
    void saysInAHeaderThatABackendIsNotThere() throws Exception {
        pod(PRICING, "pricing-1", request -> request.response().end());
        routes(Routes.http("shop", "a", "- backendRefs: [{name: nothing, port: 8080}]"));

        assertThat(error(get())).isEqualTo("500 Service not found nothing []");
    }

    @Test
    void waitsForAnEndpointAndThenSaysThatThereIsNone() throws Exception {
        service(PRICING, "");

        assertThat(error(get())).isEqualTo("504 Service.shop.pricing:8080: service in fail-fast []");
    }

    @Test
    void aBackendThatDoesNotListenIsABadGateway() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            endpoint(PRICING, "pricing-1", taken.getLocalPort());
        }

        assertThat(get().statusCode()).isEqualTo(502);
    }

    /** Never answers. */
    private void remainSilent(HttpServerRequest request) {
        asked.incrementAndGet();
    }

    @Test
    void endsARequestAtTheTimeLimitOfTheRequestOrTheResponse() throws Exception {
        pod(PRICING, "pricing-1", this::remainSilent);

        limits("timeout.linkerd.io/request", "50ms");
        assertThat(error(get())).isEqualTo("504 request timeout: 50ms []");

        limits("timeout.linkerd.io/request", "1h", "timeout.linkerd.io/response", "60ms");
        assertThat(error(get())).isEqualTo("504 request timeout: 60ms []");
    }

    @Test
    void breaksOffAnAnswerThatPausesTooLong() {
        pod(PRICING, "pricing-1", request -> request.response().setChunked(true).write("begun"));
        limits("timeout.linkerd.io/idle", "50ms");

        assertThatThrownBy(this::get).isInstanceOf(IOException.class);
    }

    @Test
    void asksAgainWhatTakesTooLongAndLetsTheLastAttemptTakeItsTime() throws Exception {
        AtomicInteger attempt = new AtomicInteger();
        pod(PRICING, "pricing-1", request -> {
            int number = attempt.incrementAndGet();
            if (number == 3) {
                plane.later(200, () -> request.response().end("third"));
            }
        });
        limits("retry.linkerd.io/timeout", "50ms", "retry.linkerd.io/limit", "2");

        assertThat(get().body()).isEqualTo("third");
        assertThat(attempt).hasValue(3);
    }

    @Test
    void asksAgainOnlyWhatTheConditionNames() throws Exception {
        pod(
                PRICING,
                "pricing-1",
                request -> request.response()
                        .setStatusCode(asked.incrementAndGet() < 3 ? 503 : 200)
                        .end());
        limits("retry.linkerd.io/http", "500-502,404", "retry.linkerd.io/limit", "2");
        assertThat(get().statusCode()).isEqualTo(503);

        limits("retry.linkerd.io/http", "gateway-error", "retry.linkerd.io/limit", "2");
        assertThat(get().statusCode()).isEqualTo(200);
        assertThat(asked).hasValue(3);
    }

    /** It has a balancer for each backend of a Service that it uses, before any request has taken the route. */
    @Test
    void countsTheEndpointsOfTheBackendsOfServicesThatItUses() throws Exception {
        ServicePort fork = new ServicePort("shop", "fork", 8080);
        pod(PRICING, "pricing-1", request -> request.response().end());
        pod(fork, "fork-1", request -> request.response().end());
        assertThat(balancers()).isEqualTo("# TYPE outbound_http_balancer_endpoints gauge\n");
        get();
        assertThat(balancers()).contains("backend_name=\"pricing\"").doesNotContain("backend_name=\"fork\"");

        routes(Routes.http("shop", "a", """
                - matches: [{headers: [{name: x-key, value: k1}]}]
                  backendRefs: [{name: fork, port: 8080}]
                """ + ALL));

        assertThat(balancers())
                .contains("outbound_http_balancer_endpoints{endpoint_state=\"ready\",parent_group=\"core\","
                        + "parent_kind=\"Service\",parent_namespace=\"shop\",parent_name=\"pricing\",parent_port=\"8080\","
                        + "parent_section_name=\"\",backend_group=\"core\",backend_kind=\"Service\","
                        + "backend_namespace=\"shop\",backend_name=\"fork\",backend_port=\"8080\","
                        + "backend_section_name=\"\"} 1\n");
    }

    private String balancers() throws IOException, InterruptedException {
        try (AdminServer admin = AdminServer.open(plane, proxy)) {
            String page = http.send(
                            HttpRequest.newBuilder(URI.create(
                                            "http://127.0.0.1:" + admin.ports().get(4191) + "/metrics"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            return page.substring(page.indexOf("# TYPE outbound_http_balancer_endpoints"));
        }
    }
}
