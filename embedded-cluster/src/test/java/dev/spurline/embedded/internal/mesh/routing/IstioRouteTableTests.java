// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.routing;

import static dev.spurline.embedded.internal.mesh.routing.Routes.PRICING;
import static dev.spurline.embedded.internal.mesh.routing.Routes.grpc;
import static dev.spurline.embedded.internal.mesh.routing.Routes.http;
import static dev.spurline.embedded.internal.mesh.routing.Routes.route;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.cluster.ClusterSpec.Mesh;
import dev.spurline.embedded.internal.mesh.routing.Routes.Request;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How Istio's sidecars route; the sources are named in {@link IstioRouteTable}. */
class IstioRouteTableTests {

    private static final String BASELINE = "- backendRefs: [{name: pricing, port: 8080}]";

    private static RouteTable table(MeshRoute... routes) {
        return Routes.table(Mesh.ISTIO, List.of(routes), "shop", Map.of());
    }

    private static String to(String name, String match) {
        return """
            - name: %s
              matches: [%s]
              backendRefs: [{name: pricing, port: 8080}]
            """.formatted(name, match);
    }

    @Test
    void withoutRoutesTheServiceItselfIsAsked() {
        RouteDecision decision = table().decide(Request.get("/a?b=c"));

        assertThat(decision).isInstanceOfSatisfying(RouteDecision.Forward.class, forward -> {
            assertThat(forward.backends()).containsExactly(RouteDecision.Backend.of(PRICING));
            assertThat(forward.uri()).isEqualTo("/a?b=c");
            assertThat(forward.retry()).isEqualTo(RouteRule.Retry.ISTIO_DEFAULT);
        });
    }

    @Test
    void namesRoutesAfterObjectAndRule() {
        RouteTable table = table(
                http("shop", "canary", to("", "{path: {value: /a}}").replace("name: \n", "filters: []\n") + BASELINE));

        assertThat(table.entries()).extracting(RouteEntry::name).containsExactly("shop.canary.0", "shop.canary.1");
    }

    @Test
    void answers404WhereAttachedRoutesDoNotMatch() {
        RouteDecision decision =
                table(http("shop", "a", to("a", "{path: {value: /a}}"))).decide(Request.get("/b"));

        assertThat(decision).isEqualTo(new RouteDecision.Answer("", 404));
    }

    @ParameterizedTest
    @CsvSource({
        "/, /anything, true",
        "/foo, /foo, true",
        "/foo, /foo/, true",
        "/foo, /foo/bar, true",
        "/foo, /foobar, false",
        "/foo/, /foo, true",
        "/foo/, /foo/bar, true",
        "/foo, /foo?bar=1, true",
        "/foo, /FOO, false"
    })
    void matchesPrefixesByElements(String prefix, String uri, boolean matches) {
        RouteDecision decision = table(http("shop", "a", to("a", "{path: {value: %s}}".formatted(prefix))))
                .decide(Request.get(uri));

        assertThat(decision.route().equals("a")).isEqualTo(matches);
    }

    @Test
    void ranksExactBeforePrefixBeforeRegex() {
        RouteTable table = table(http(
                "shop",
                "a",
                to("regex", "{path: {type: RegularExpression, value: '/very/long/expression/.*|/.*'}}")
                        + to("prefix", "{path: {value: /very}}")
                        + to("exact", "{path: {type: Exact, value: /very/long}}")));

        assertThat(table.decide(Request.get("/very/long")).route()).isEqualTo("exact");
        assertThat(table.decide(Request.get("/very/long/x")).route()).isEqualTo("prefix");
        assertThat(table.decide(Request.get("/other")).route()).isEqualTo("regex");
    }

    @Test
    void ranksMethodBeforeHeadersBeforeQuery() {
        RouteTable table = table(http(
                "shop",
                "a",
                to("query", "{queryParams: [{name: q, value: '1'}, {name: r, value: '1'}]}")
                        + to("headers", "{headers: [{name: x, value: a}, {name: y, value: b}]}")
                        + to("method", "{method: GET}")));

        assertThat(table.decide(Request.get("/?q=1&r=1", "x", "a", "y", "b")).route())
                .isEqualTo("method");
        assertThat(table.decide(Request.of("PUT", "/?q=1&r=1", "x", "a", "y", "b"))
                        .route())
                .isEqualTo("headers");
        assertThat(table.decide(Request.of("PUT", "/?q=1&r=1", "x", "a")).route())
                .isEqualTo("query");
    }

    @Test
    void prefersTheOlderRouteThenItsNameThenTheEarlierRule() {
        MeshRoute younger = http("shop", "a", "2026-01-02T00:00:00Z", to("younger", "{}"));
        MeshRoute older = http("shop", "z", "2026-01-01T00:00:00Z", to("older", "{}"));
        MeshRoute twin = http("shop", "b", "2026-01-01T00:00:00Z", to("first", "{}") + to("second", "{}"));

        assertThat(table(younger, older).decide(Request.get("/")).route()).isEqualTo("older");
        assertThat(table(younger, older, twin).decide(Request.get("/")).route()).isEqualTo("first");
    }

    @Test
    void aRegexForEverythingIsOutrankedByAnyOtherRule() {
        RouteTable table = table(
                http("shop", "ours", to("ours", "{path: {type: RegularExpression, value: '.*'}}")),
                http("shop", "theirs", "2026-02-01T00:00:00Z", to("theirs", "{path: {value: /}}")));

        assertThat(table.decide(Request.get("/x")).route()).isEqualTo("theirs");
        assertThat(table.entries()).extracting(RouteEntry::name).containsExactly("theirs");
    }

    @Test
    void joinsRepeatedHeadersWithCommas() {
        RouteTable table = table(http(
                "shop",
                "a",
                to("exact", "{headers: [{name: X-Key, value: abc}]}")
                        + to("both", "{headers: [{name: X-Key, type: RegularExpression, value: 'abc,abc'}]}")));

        assertThat(table.decide(Request.get("/", "x-key", "abc")).route()).isEqualTo("exact");
        assertThat(table.decide(Request.get("/", "x-key", "abc", "x-key", "abc"))
                        .route())
                .isEqualTo("both");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "spurline=abc | true",
                "a=1, spurline=abc ;t=1,b=2 | true",
                "spurline=abcd | false",
                "xspurline=abc | false",
                "a=1;spurline=abc | false"
            })
    void findsOneMemberOfBaggage(String baggage, boolean found) {
        String expression = "^(?:.*,)?[ \\t]*spurline[ \\t]*=[ \\t]*abc[ \\t]*(?:;[^,]*)?(?:,.*)?$";
        RouteTable table = table(http(
                "shop",
                "a",
                to("key", "{headers: [{name: baggage, type: RegularExpression, value: '%s'}]}".formatted(expression))));

        assertThat(table.decide(Request.get("/", "baggage", baggage)).route().equals("key"))
                .isEqualTo(found);
    }

    @Test
    void takesTheFirstOfRepeatedQueryParameters() {
        RouteTable table = table(http("shop", "a", to("a", "{queryParams: [{name: q, value: 'x%20y'}]}")));

        assertThat(table.decide(Request.get("/?q=x%20y&q=z")).route()).isEqualTo("a");
        assertThat(table.decide(Request.get("/?q=z&q=x%20y")).route()).isEmpty();
    }

    @Test
    void callersOfAnotherNamespaceTakeItsConsumerRouteInsteadOfTheProducers() {
        List<MeshRoute> routes = List.of(
                http("shop", "producer", to("producer", "{path: {value: /a}}")),
                http("web", "consumer", "2026-05-01T00:00:00Z", to("consumer", "{path: {value: /b}}")));

        RouteTable web = Routes.table(Mesh.ISTIO, routes, "web", Map.of());
        RouteTable shop = Routes.table(Mesh.ISTIO, routes, "shop", Map.of());
        RouteTable other = Routes.table(Mesh.ISTIO, routes, "other", Map.of());

        assertThat(web.entries()).extracting(RouteEntry::name).containsExactly("consumer");
        assertThat(shop.entries()).extracting(RouteEntry::name).containsExactly("producer");
        assertThat(other.entries()).extracting(RouteEntry::name).containsExactly("producer");
    }

    @Test
    void routesWithAndWithoutPortDoNotMergeAndTheOldestListWins() {
        MeshRoute withPort = route("HTTPRoute", "shop", "b", "2026-01-02T00:00:00Z", "8080", to("port", "{}"));
        MeshRoute without = route("HTTPRoute", "shop", "a", "2026-01-03T00:00:00Z", "", to("none", "{method: GET}"));
        MeshRoute otherPort = route("HTTPRoute", "shop", "c", "2026-01-01T00:00:00Z", "9090", to("other", "{}"));

        assertThat(table(withPort, without, otherPort).entries())
                .extracting(RouteEntry::name)
                .containsExactly("port");
        assertThat(table(without, otherPort).entries())
                .extracting(RouteEntry::name)
                .containsExactly("none");
    }

    @Test
    void answers500WithoutBackends() {
        RouteTable table = table(http("shop", "a", """
                - matches: [{path: {value: /none}}]
                - matches: [{path: {value: /zero}}]
                  backendRefs: [{name: pricing, port: 8080, weight: 0}]
                """));

        assertThat(table.decide(Request.get("/none"))).isEqualTo(new RouteDecision.Answer("shop.a.0", 500));
        assertThat(table.decide(Request.get("/zero"))).isEqualTo(new RouteDecision.Answer("shop.a.1", 500));
    }

    @Test
    void sharesRequestsByWeight() {
        RouteTable table = table(
                http(
                        "shop",
                        "a",
                        "- backendRefs: [{name: v1, port: 80, weight: 3}, {name: v2, port: 80, weight: 1}, {name: v3, port: 80, weight: 0}]"));
        RouteDecision.Forward forward = (RouteDecision.Forward) table.decide(Request.get("/"));

        assertThat(IntStream.range(0, 8)
                        .mapToObj(dice ->
                                forward.pick(dice).service().orElseThrow().name()))
                .containsExactly("v1", "v1", "v1", "v2", "v1", "v1", "v1", "v2");
    }

    @Test
    void changesHeadersInEnvoysOrder() {
        RouteTable table = table(http("shop", "a", """
                - filters:
                  - type: RequestHeaderModifier
                    requestHeaderModifier: {add: [{name: x, value: b}], set: [{name: x, value: a}], remove: [y]}
                  - type: ResponseHeaderModifier
                    responseHeaderModifier: {set: [{name: z, value: c}]}
                  backendRefs:
                  - {name: v1, port: 80, filters: [{type: RequestHeaderModifier, requestHeaderModifier: {remove: [w]}}]}
                  - {name: v2, port: 80}
                """));
        RouteDecision.Forward forward = (RouteDecision.Forward) table.decide(Request.get("/"));

        assertThat(forward.request())
                .containsExactly(
                        new HeaderChange.Remove("y"), new HeaderChange.Set("x", "a"), new HeaderChange.Add("x", "b"));
        assertThat(forward.response()).containsExactly(new HeaderChange.Set("z", "c"));
        assertThat(forward.pick(0).request()).containsExactly(new HeaderChange.Remove("w"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "{statusCode: 302} | 302 | http://127.0.0.1:40123/old/x?q=1",
                "{scheme: https} | 302 | https://127.0.0.1/old/x?q=1",
                "{hostname: example.org} | 302 | http://example.org:8080/old/x?q=1",
                "{hostname: example.org, port: 80} | 302 | http://example.org/old/x?q=1",
                "{port: 8443} | 302 | http://127.0.0.1:8443/old/x?q=1",
                "{path: {type: ReplaceFullPath, replaceFullPath: /new}} | 302 | http://127.0.0.1:40123/new?q=1",
                "{path: {type: ReplacePrefixMatch, replacePrefixMatch: /n}} | 302 | http://127.0.0.1:40123/n/x?q=1",
                "{path: {type: ReplacePrefixMatch, replacePrefixMatch: /}} | 302 | http://127.0.0.1:40123/x?q=1"
            })
    void redirects(String filter, int status, String location) {
        RouteTable table = table(http("shop", "a", """
                - matches: [{path: {value: /old}}]
                  filters: [{type: RequestRedirect, requestRedirect: %s}]
                """.formatted(filter)));

        assertThat(table.decide(Request.get("/old/x?q=1")))
                .isEqualTo(new RouteDecision.Redirect("shop.a.0", status, location, List.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{type: ReplaceFullPath, replaceFullPath: /new} | /old/x?q=1 | /new?q=1",
                "{type: ReplacePrefixMatch, replacePrefixMatch: /new} | /old/x?q=1 | /new/x?q=1",
                "{type: ReplacePrefixMatch, replacePrefixMatch: /new/} | /old/x | /new/x",
                "{type: ReplacePrefixMatch, replacePrefixMatch: /} | /old/x | /x",
                "{type: ReplacePrefixMatch, replacePrefixMatch: /} | /old | /",
                "{type: ReplacePrefixMatch, replacePrefixMatch: /new} | /old | /new"
            })
    void rewritesPaths(String path, String uri, String rewritten) {
        RouteTable table = table(http("shop", "a", """
                - matches: [{path: {value: /old}}]
                  filters: [{type: URLRewrite, urlRewrite: {hostname: inner, path: %s}}]
                  backendRefs: [{name: pricing, port: 8080}]
                """.formatted(path)));
        RouteDecision.Forward forward = (RouteDecision.Forward) table.decide(Request.get(uri));

        assertThat(forward.uri()).isEqualTo(rewritten);
        assertThat(forward.authority()).contains("inner");
    }

    @Test
    void aBackendsTimeLimitTakesThePlaceOfTheRequestsUnlessTheRuleRetries() {
        RouteTable table = table(http("shop", "a", """
                - matches: [{path: {value: /both}}]
                  timeouts: {request: 2s, backendRequest: 1s500ms}
                  backendRefs: [{name: pricing, port: 8080}]
                - matches: [{path: {value: /retry}}]
                  timeouts: {request: 2s, backendRequest: 1s}
                  retry: {attempts: 1, codes: [502]}
                  backendRefs: [{name: pricing, port: 8080}]
                - matches: [{path: {value: /zero}}]
                  timeouts: {request: 0s}
                  backendRefs: [{name: pricing, port: 8080}]
                """));

        assertThat(forward(table, "/both").timeout()).contains(Duration.ofMillis(1500));
        assertThat(forward(table, "/retry").timeout()).contains(Duration.ofSeconds(2));
        assertThat(forward(table, "/retry").retry()).isEqualTo(new RouteRule.Retry(1, Set.of(502)));
        assertThat(forward(table, "/zero").timeout()).isEmpty();
    }

    private static RouteDecision.Forward forward(RouteTable table, String uri) {
        return (RouteDecision.Forward) table.decide(Request.get(uri));
    }

    @Test
    void dropsARouteWithAFilterThatItDoesNotKnow() {
        RouteTable table = table(http("shop", "a", """
                - filters: [{type: ExtensionRef, extensionRef: {group: x, kind: Y, name: z}}]
                  backendRefs: [{name: other, port: 8080}]
                """));

        assertThat(table.entries()).isEmpty();
        assertThat(forward(table, "/").backends()).containsExactly(RouteDecision.Backend.of(PRICING));
    }

    @Test
    void aBackendThatIsNoServiceLeadsNowhere() {
        RouteTable table = table(http("shop", "a", "- backendRefs: [{group: x, kind: Y, name: z, port: 1}]"));

        assertThat(forward(table, "/").pick(0).service()).isEqualTo(Optional.empty());
    }

    @Test
    void readsMethodsOfGrpcAsPaths() {
        RouteTable table = table(grpc(
                "a",
                to("service", "{method: {service: shop.Prices}}")
                        + to("call", "{method: {service: shop.Prices, method: Get}}")
                        + to("method", "{method: {method: Put}}")
                        + to("any", "{}")));

        assertThat(table.decide(Request.of("POST", "/shop.Prices/Get")).route()).isEqualTo("call");
        assertThat(table.decide(Request.of("POST", "/shop.Prices/Put")).route()).isEqualTo("service");
        assertThat(table.decide(Request.of("POST", "/other/Put")).route()).isEqualTo("method");
        assertThat(table.decide(Request.of("POST", "/other/x")).route()).isEqualTo("any");
    }

    @Test
    void withoutMeshRoutesAreIgnored() {
        RouteTable table =
                Routes.table(Mesh.NONE, List.of(http("shop", "a", to("a", "{method: PUT}"))), "shop", Map.of());

        assertThat(forward(table, "/").backends()).containsExactly(RouteDecision.Backend.of(PRICING));
    }
}
