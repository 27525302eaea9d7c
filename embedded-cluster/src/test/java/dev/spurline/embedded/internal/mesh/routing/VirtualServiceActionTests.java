// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.routing;

import static dev.spurline.embedded.internal.mesh.routing.VirtualServices.in;
import static dev.spurline.embedded.internal.mesh.routing.VirtualServices.table;
import static dev.spurline.embedded.internal.mesh.routing.VirtualServices.virtualService;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.embedded.internal.mesh.routing.Routes.Request;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the rules of a VirtualService do; the sources are named where it is played. */
class VirtualServiceActionTests {

    private static RouteDecision decide(String match, String action, RequestHead request) {
        return table(in("shop"), virtualService("shop", "a", """
                hosts: [pricing]
                http:
                - match: [%s]
                %s
                """.formatted(match, action.indent(2))))
                .decide(request);
    }

    private static RouteDecision.Forward forward(String action) {
        return (RouteDecision.Forward) decide("{uri: {prefix: /}}", action, Request.get("/a"));
    }

    private static List<String> clusters(String destinations) {
        return forward("route: " + destinations).backends().stream()
                .map(backend -> backend.weight() + " " + backend.destination().cluster())
                .toList();
    }

    /** Source: GetDestinationCluster and applyHTTPRouteDestination in istiod's route.go. */
    @Test
    void leadsToDestinationsByWeight() {
        assertThat(clusters("[{destination: {host: v1}, weight: 0}]"))
                .as("the only one gets everything")
                .containsExactly("0 outbound|8080||v1.shop.svc.cluster.local");
        assertThat(clusters("""
                [{destination: {host: v1}, weight: 75}, {destination: {host: v2.web.svc.cluster.local, port: {number: 9}, subset: s}, weight: 25},
                 {destination: {host: v3}, weight: 0}, {destination: {host: v4}}]
                """))
                .containsExactly(
                        "75 outbound|8080||v1.shop.svc.cluster.local", "25 outbound|9|s|v2.web.svc.cluster.local");
        assertThat(clusters("[{destination: {host: pricing.shop}}]"))
                .as("a name with a dot is taken as it stands")
                .containsExactly("0 outbound|8080||pricing.shop");
    }

    /** Source: prefix_rewrite, regex_rewrite and path matches of Envoy's route_components.proto. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{uri: {prefix: /old}} | {uri: /new} | /old/x?q=1 | /new/x?q=1",
                "{uri: {prefix: /old/}} | {uri: /} | /old/x | /x",
                "{uri: {prefix: /old}} | {uri: /} | /old/x | //x",
                "{uri: {prefix: /}} | {uri: /v2} | /x | /v2x",
                "{uri: {exact: /old}} | {uri: /new} | /old?q=1 | /new?q=1",
                "{uri: {regex: '/o.*'}} | {uri: /new} | /old/x | /new",
                "{uri: {prefix: /OLD}, ignoreUriCase: true} | {uri: /new} | /old/x | /new/x",
                "{uri: {prefix: /a}} | {uriRegexRewrite: {match: '/a/([^/]+)/b', rewrite: '/\\1/c'}} | /a/x/b?q=1 | /x/c?q=1",
                "{uri: {prefix: /a}} | {uriRegexRewrite: {match: 'a', rewrite: 'b'}} | /a/a?a=a | /b/b?a=a",
                "{uri: {prefix: /a}} | {uriRegexRewrite: {match: 'z', rewrite: 'b'}} | /a | /a",
                "{uri: {prefix: /a}} | {authority: other} | /a/b | /a/b"
            })
    void rewritesPaths(String match, String rewrite, String uri, String rewritten) {
        RouteDecision decision = decide(
                match, "rewrite: %s\nroute: [{destination: {host: pricing}}]".formatted(rewrite), Request.get(uri));

        assertThat(((RouteDecision.Forward) decision).uri()).isEqualTo(rewritten);
    }

    /** Source: ApplyRedirect in istiod's route.go; newUri in Envoy's config_impl.cc. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{uri: /new} | 301 | http://127.0.0.1:40123/new?q=1",
                "{uri: '/new?r=2', redirectCode: 302} | 302 | http://127.0.0.1:40123/new?r=2",
                "{prefixRewrite: /n} | 301 | http://127.0.0.1:40123/n/x?q=1",
                "{authority: example.org, redirectCode: 307} | 307 | http://example.org/old/x?q=1",
                "{authority: example.org, port: 80} | 301 | http://example.org/old/x?q=1",
                "{authority: example.org, port: 81} | 301 | http://example.org:81/old/x?q=1",
                "{scheme: https} | 301 | https://127.0.0.1:40123/old/x?q=1",
                "{scheme: https, port: 443} | 301 | https://127.0.0.1/old/x?q=1",
                "{authority: example.org, derivePort: FROM_REQUEST_PORT} | 301 | http://example.org:8080/old/x?q=1"
            })
    void redirects(String redirect, int status, String location) {
        RouteDecision decision = decide("{uri: {prefix: /old}}", "redirect: " + redirect, Request.get("/old/x?q=1"));

        assertThat(decision).isEqualTo(new RouteDecision.Redirect("", status, location, List.of()));
    }

    @Test
    void answersByItself() {
        assertThat(decide("{uri: {prefix: /}}", "directResponse: {status: 418, body: {string: tea}}", Request.get("/")))
                .isEqualTo(new RouteDecision.Answer("", 418, "tea", List.of(), true));
        assertThat(decide("{uri: {prefix: /}}", "directResponse: {status: 418, body: {bytes: dGVh}}", Request.get("/")))
                .isEqualTo(new RouteDecision.Answer("", 418, "tea", List.of(), true));
    }

    /** Source: TranslateHeadersOperations and processDestination in istiod's route.go. */
    @Test
    void changesOfTheOnlyDestinationAreTheRoutesOwn() {
        RouteDecision.Forward forward = forward("""
                headers: {request: {add: {b: route, a: route}, set: {c: route, host: h}, remove: [d]}}
                route:
                - destination: {host: pricing}
                  headers: {request: {add: {b: to}, set: {c: to}, remove: [e, ':path']}}
                """);

        assertThat(forward.request())
                .containsExactly(
                        new HeaderChange.Remove("d"),
                        new HeaderChange.Remove("e"),
                        new HeaderChange.Set("c", "route"),
                        new HeaderChange.Set("c", "to"),
                        new HeaderChange.Add("a", "route"),
                        new HeaderChange.Add("b", "route"),
                        new HeaderChange.Add("b", "to"));
        assertThat(forward.authority()).contains("h");
        assertThat(forward.requestChanges(forward.pick(0))).containsExactly(List.of(), forward.request());
    }

    /** Source: custom request headers of Envoy's http_conn_man/headers: of weighted clusters first, then of the route. */
    @Test
    void changesOfOneOfSeveralDestinationsComeBeforeTheRoutes() {
        RouteDecision.Forward forward = forward("""
                headers: {request: {set: {c: route}}}
                route:
                - {destination: {host: v1}, weight: 1, headers: {request: {set: {c: to, ':authority': h}}}}
                - {destination: {host: v2}, weight: 1}
                """);

        assertThat(forward.requestChanges(forward.pick(0)))
                .containsExactly(List.of(new HeaderChange.Set("c", "to")), List.of(new HeaderChange.Set("c", "route")));
        assertThat(forward.pick(0).authority()).contains("h");
        assertThat(forward.pick(1).authority()).isEmpty();
    }

    /** Source: ConvertPolicy in istiod's retry.go. */
    @Test
    void readsTimeoutsAndRetries() {
        RouteDecision.Forward plain = forward("route: [{destination: {host: pricing}}]");
        RouteDecision.Forward said = forward("""
                timeout: 1.5s
                retries: {attempts: 3, perTryTimeout: 200ms, retryOn: 'gateway-error, 503,418'}
                route: [{destination: {host: pricing}}]
                """);
        RouteDecision.Forward none = forward("""
                timeout: 0s
                retries: {attempts: 0}
                route: [{destination: {host: pricing}}]
                """);

        assertThat(plain.timeout()).isEmpty();
        assertThat(plain.retry()).isEqualTo(RouteRule.Retry.ISTIO_DEFAULT);
        assertThat(said.timeout()).contains(Duration.ofMillis(1500));
        assertThat(said.retry())
                .isEqualTo(new RouteRule.Retry(
                        3,
                        Set.of(503, 418),
                        Set.of("gateway-error", "retriable-status-codes"),
                        Optional.of(Duration.ofMillis(200))));
        assertThat(none.timeout()).isEmpty();
        assertThat(none.retry()).isEqualTo(RouteRule.Retry.NONE);
    }

    @Test
    void readsFaults() {
        RoutePolicy policy = forward("""
                fault:
                  delay: {fixedDelay: 2s, percentage: {value: 12.5}}
                  abort: {grpcStatus: UNAVAILABLE, percentage: {value: 100}}
                route: [{destination: {host: pricing}}]
                """).policy();
        RoutePolicy unsaid = forward("""
                fault: {abort: {httpStatus: 418}}
                route: [{destination: {host: pricing}}]
                """).policy();

        assertThat(policy.fault())
                .contains(new RouteFault(
                        Optional.of(new RouteFault.Delay(Duration.ofSeconds(2), 12.5)),
                        Optional.of(new RouteFault.Abort(503, Optional.of(14), 100))));
        assertThat(unsaid.fault().flatMap(RouteFault::abort))
                .as("without a percentage nothing is aborted")
                .contains(new RouteFault.Abort(418, Optional.empty(), 0));
        assertThat(RouteFault.isHit(12.5, 0.1249)).isTrue();
        assertThat(RouteFault.isHit(12.5, 0.125)).isFalse();
        assertThat(RouteFault.isHit(0, 0)).isFalse();
        assertThat(RouteFault.isHit(100, 0.9999)).isTrue();
    }

    /** Source: MirrorPercent and MirrorPercentByPolicy in istiod's route.go. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mirror: {host: copy} | 100.0 outbound/8080//copy.shop.svc.cluster.local",
                "'mirror: {host: copy}\nmirrorPercentage: {value: 5}' | 5.0 outbound/8080//copy.shop.svc.cluster.local",
                "'mirror: {host: copy}\nmirrorPercent: 7' | 7.0 outbound/8080//copy.shop.svc.cluster.local",
                "'mirror: {host: copy}\nmirrorPercentage: {value: 0}' | ''",
                "mirrors: [{destination: {host: copy}}] | 100.0 outbound/8080//copy.shop.svc.cluster.local",
                "'mirrors: [{destination: {host: copy}, percentage: {value: 0}}]' | ''"
            })
    void readsMirrors(String mirror, String copies) {
        RoutePolicy policy =
                forward(mirror + "\nroute: [{destination: {host: pricing}}]").policy();

        assertThat(policy.mirrors().stream()
                        .map(copy -> copy.percentage() + " "
                                + copy.destination().cluster().replace('|', '/'))
                        .toList())
                .isEqualTo(copies.isEmpty() ? List.of() : List.of(copies));
    }

    private static final String CORS = """
            corsPolicy:
              allowOrigins: [{exact: 'https://a.example'}, {regex: 'https://.*[.]b[.]example'}]
              allowMethods: [GET, PUT]
              allowHeaders: [x-a]
              exposeHeaders: [x-b]
              maxAge: 1m
              allowCredentials: true
            route: [{destination: {host: pricing}}]
            """;

    private static RouteDecision.Forward options(String action) {
        return (RouteDecision.Forward) decide("{uri: {prefix: /}}", action, Request.of("OPTIONS", "/", "x", "y"));
    }

    /** Source: Envoy's cors_filter.cc. */
    @Test
    void answersABrowsersQuestion() {
        CorsPolicy policy = options(CORS).policy().cors().orElseThrow();
        Request asks =
                Request.of("OPTIONS", "/", "origin", "https://x.b.example", "access-control-request-method", "PUT");

        assertThat(policy.preflight(asks))
                .contains(List.of(
                        new HeaderChange.Set("access-control-allow-origin", "https://x.b.example"),
                        new HeaderChange.Set("access-control-allow-credentials", "true"),
                        new HeaderChange.Set("access-control-allow-methods", "GET,PUT"),
                        new HeaderChange.Set("access-control-allow-headers", "x-a"),
                        new HeaderChange.Set("access-control-max-age", "60")));
        assertThat(policy.preflight(Request.of("OPTIONS", "/", "origin", "https://a.example")))
                .as("without a method it is no question")
                .isEmpty();
        assertThat(policy.preflight(
                        Request.get("/", "origin", "https://a.example", "access-control-request-method", "PUT")))
                .isEmpty();
        assertThat(policy.answer(asks))
                .containsExactly(
                        new HeaderChange.Set("access-control-allow-origin", "https://x.b.example"),
                        new HeaderChange.Set("access-control-allow-credentials", "true"),
                        new HeaderChange.Set("access-control-expose-headers", "x-b"));
    }

    @Test
    void doesWithOtherOriginsAsItIsSaid() {
        Request asks =
                Request.of("OPTIONS", "/", "origin", "https://other.example", "access-control-request-method", "PUT");
        CorsPolicy forwards = options(CORS).policy().cors().orElseThrow();
        CorsPolicy ignores = options(CORS.replace("maxAge: 1m", "unmatchedPreflights: IGNORE"))
                .policy()
                .cors()
                .orElseThrow();
        CorsPolicy all = options("corsPolicy: {allowOrigin: ['*']}\nroute: [{destination: {host: pricing}}]")
                .policy()
                .cors()
                .orElseThrow();

        assertThat(forwards.preflight(asks)).isEmpty();
        assertThat(forwards.answer(asks)).isEmpty();
        assertThat(ignores.preflight(asks)).contains(List.of());
        assertThat(all.preflight(asks))
                .contains(List.of(new HeaderChange.Set("access-control-allow-origin", "https://other.example")));
    }
}
