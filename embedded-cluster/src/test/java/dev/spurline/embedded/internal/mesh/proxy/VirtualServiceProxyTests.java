// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.proxy;

import static dev.spurline.embedded.internal.mesh.routing.VirtualServices.virtualService;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.embedded.internal.mesh.routing.ServicePort;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** VirtualServices on the wire. */
class VirtualServiceProxyTests extends ProxyTestCase {

    private static final ServicePort FORK = new ServicePort("shop", "fork", 80);

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

        assertThat(get("/x", "key", "a").body())
                .as("the fork's only port counts where none is said")
                .startsWith("fork /x");
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
}
