// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.routing;

import static dev.spurline.embedded.internal.mesh.routing.Routes.PRICING;
import static dev.spurline.embedded.internal.mesh.routing.Routes.grpc;
import static dev.spurline.embedded.internal.mesh.routing.Routes.http;
import static dev.spurline.embedded.internal.mesh.routing.Routes.route;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.cluster.ClusterSpec.Mesh;
import dev.spurline.embedded.internal.mesh.routing.Routes.Request;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where Linkerd routes otherwise than Istio; the sources are named in {@link LinkerdRouteTable}. */
class LinkerdRouteTableTests {

    private static RouteTable table(MeshRoute... routes) {
        return Routes.table(Mesh.LINKERD, List.of(routes), "shop", Map.of());
    }

    private static String to(String name, String match) {
        return """
            - name: %s
              matches: [%s]
              backendRefs: [{name: pricing, port: 8080}]
            """.formatted(name, match);
    }

    @Test
    void ranksARegexByTheLengthOfTheWholePath() {
        RouteTable table = table(http(
                "shop",
                "a",
                to("prefix", "{path: {value: /very}}")
                        + to("regex", "{path: {type: RegularExpression, value: '/.*'}}")
                        + to("exact", "{path: {type: Exact, value: /very/long}}")));

        assertThat(table.decide(Request.get("/very/long/x")).route()).isEqualTo("regex");
        assertThat(table.decide(Request.get("/very/long")).route()).isEqualTo("regex");
        assertThat(table.decide(Request.get("/very")).route()).isEqualTo("prefix");
    }

    @Test
    void ranksTheMethodLast() {
        RouteTable table = table(http(
                "shop",
                "a",
                to("method", "{method: GET}")
                        + to("query", "{queryParams: [{name: q, value: '1'}]}")
                        + to("header", "{headers: [{name: x, value: a}]}")));

        assertThat(table.decide(Request.get("/?q=1", "x", "a")).route()).isEqualTo("header");
        assertThat(table.decide(Request.get("/?q=1")).route()).isEqualTo("query");
        assertThat(table.decide(Request.get("/")).route()).isEqualTo("method");
        assertThat(table.decide(Request.of("PUT", "/"))).isEqualTo(new RouteDecision.Answer("", 404));
    }

    @Test
    void looksAtEachLineOfARepeatedHeader() {
        RouteTable table = table(http("shop", "a", to("a", "{headers: [{name: x, value: abc}]}")));

        assertThat(table.decide(Request.get("/", "x", "other", "x", "abc")).route())
                .isEqualTo("a");
        assertThat(table.decide(Request.get("/", "x", "other,abc")).route()).isEmpty();
    }

    @Test
    void anExpressionHasToSpanTheValueWhereItIsFoundFirst() {
        RouteTable table =
                table(http("shop", "a", to("a", "{headers: [{name: x, type: RegularExpression, value: 'a|ab'}]}")));

        assertThat(table.decide(Request.get("/", "x", "a")).route()).isEqualTo("a");
        assertThat(table.decide(Request.get("/", "x", "ab")).route()).isEmpty();
    }

    @Test
    void decodesQueryParametersAndTakesAny() {
        RouteTable table = table(http("shop", "a", to("a", "{queryParams: [{name: q, value: 'x y'}]}")));

        assertThat(table.decide(Request.get("/?q=z&q=x%20y")).route()).isEqualTo("a");
    }

    @Test
    void addsConsumerRoutesToTheProducers() {
        List<MeshRoute> routes = List.of(
                http("shop", "producer", to("producer", "{path: {value: /a}}")),
                http("web", "consumer", "2026-05-01T00:00:00Z", to("consumer", "{path: {value: /b}}")));

        RouteTable web = Routes.table(Mesh.LINKERD, routes, "web", Map.of());
        RouteTable shop = Routes.table(Mesh.LINKERD, routes, "shop", Map.of());

        assertThat(web.entries()).extracting(RouteEntry::name).containsExactly("producer", "consumer");
        assertThat(shop.entries()).extracting(RouteEntry::name).containsExactly("producer");
    }

    @Test
    void mergesRoutesWithAndWithoutPort() {
        MeshRoute withPort = route("HTTPRoute", "shop", "b", "2026-01-02T00:00:00Z", "8080", to("port", "{}"));
        MeshRoute without = route("HTTPRoute", "shop", "a", "2026-01-03T00:00:00Z", "", to("none", "{}"));
        MeshRoute otherPort = route("HTTPRoute", "shop", "c", "2026-01-01T00:00:00Z", "9090", to("other", "{}"));

        assertThat(table(withPort, without, otherPort).entries())
                .extracting(RouteEntry::name)
                .containsExactly("port", "none");
    }

    @Test
    void aRuleWithoutBackendsLeadsToTheServiceItself() {
        RouteDecision decision =
                table(http("shop", "a", "- matches: [{method: GET}]")).decide(Request.get("/"));

        assertThat(((RouteDecision.Forward) decision).backends()).containsExactly(RouteDecision.Backend.of(PRICING));
    }

    @Test
    void theServicesLimitsCountWhereARuleHasNone() {
        Map<String, String> limits = Map.of(
                "timeout.linkerd.io/request", "300ms", "retry.linkerd.io/http", "5xx", "retry.linkerd.io/limit", "2");
        MeshRoute route = http("shop", "a", to("plain", "{path: {value: /plain}}") + """
                - name: timed
                  backendRefs: [{name: pricing, port: 8080}]
                  timeouts: {request: 2s}
                """);
        RouteTable table = Routes.table(Mesh.LINKERD, List.of(route), "shop", limits);
        RouteTable none = Routes.table(Mesh.LINKERD, List.of(), "shop", limits);

        assertThat(limits(none.decide(Request.get("/")))).isEqualTo("PT0.3S 2");
        assertThat(limits(table.decide(Request.get("/plain")))).isEqualTo("PT0.3S 2");
        assertThat(limits(table.decide(Request.get("/")))).isEqualTo("PT2S 2");
    }

    private static String limits(RouteDecision decision) {
        RouteDecision.Forward forward = (RouteDecision.Forward) decision;
        return forward.timeout().orElseThrow() + " " + forward.retry().attempts();
    }

    @Test
    void dropsARouteThatRewrites() {
        RouteTable table = table(http("shop", "a", """
                - filters: [{type: URLRewrite, urlRewrite: {hostname: x}}]
                  backendRefs: [{name: other, port: 8080}]
                """));

        assertThat(table.entries()).isEmpty();
    }

    /** Its form of the parent differs: with the same one the status controller refuses the HTTPRoute. */
    @Test
    void followsGrpcRoutesOnlyWhereThereAreAny() {
        RouteTable table = table(
                route("HTTPRoute", "shop", "http", "2026-01-01T00:00:00Z", "8080", to("http", "{}")),
                grpc(
                        "grpc",
                        to("call", "{method: {service: s, method: m}}") + to("service", "{method: {service: s}}")));

        assertThat(table.decide(Request.of("POST", "/s/m")).route()).isEqualTo("call");
        assertThat(table.decide(Request.of("POST", "/s/n")).route()).isEqualTo("service");
        assertThat(table.decide(Request.get("/s/m"))).isEqualTo(new RouteDecision.Answer("", 404));
    }

    @Test
    void refusesAnHttpRouteWithTheParentOfAGrpcRouteOfAnyNamespace() {
        MeshRoute grpc =
                route("GRPCRoute", "web", "grpc", "2026-01-01T00:00:00Z", "", to("call", "{method: {service: s}}"));

        assertThat(table(http("shop", "a", to("http", "{}")), grpc).entries()).isEmpty();
    }

    @Test
    void doesNotCountAGrpcRouteThatItCannotExpress() {
        RouteTable table = table(
                route("HTTPRoute", "shop", "http", "2026-01-01T00:00:00Z", "8080", to("http", "{}")),
                grpc("grpc", to("call", "{method: {type: RegularExpression, service: s}}")));

        assertThat(table.entries()).extracting(RouteEntry::name).containsExactly("http");
    }

    @Test
    void aRuleOfAGrpcRouteWithoutMatchesTakesEveryCall() {
        RouteTable table = table(grpc("grpc", """
                - name: all
                  backendRefs: [{name: pricing, port: 8080}]
                """));

        assertThat(table.decide(Request.of("POST", "/s/m")).route()).isEqualTo("all");
        assertThat(table.decide(Request.get("/s/m"))).isEqualTo(new RouteDecision.Answer("", 404));
    }

    @Test
    void aMatchOfAGrpcRouteWithoutAMethodMakesThePolicyOfThePortInvalidForEverybody() {
        MeshRoute headerOnly = grpc("grpc", to("header", "{headers: [{name: x, value: a}]}"));
        MeshRoute otherPort = route(
                "GRPCRoute",
                "shop",
                "other",
                "2026-01-01T00:00:00Z",
                "9090",
                to("header", "{headers: [{name: x, value: a}]}"));
        MeshRoute methods = grpc("methods", to("call", "{method: {service: s, method: m}}"));

        assertThat(table(methods, headerOnly).decide(Request.of("POST", "/s/m")))
                .isEqualTo(new RouteDecision.InvalidPolicy());
        assertThat(table(methods, headerOnly).decide(Request.get("/"))).isEqualTo(new RouteDecision.InvalidPolicy());
        assertThat(table(methods, otherPort).decide(Request.of("POST", "/s/m")).route())
                .isEqualTo("call");
    }
}
