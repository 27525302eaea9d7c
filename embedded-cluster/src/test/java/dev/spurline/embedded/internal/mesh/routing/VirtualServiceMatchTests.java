// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.routing;

import static dev.spurline.embedded.internal.mesh.routing.VirtualServices.in;
import static dev.spurline.embedded.internal.mesh.routing.VirtualServices.table;
import static dev.spurline.embedded.internal.mesh.routing.VirtualServices.virtualService;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.embedded.internal.mesh.routing.Routes.Request;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which requests the rules of a VirtualService take; the sources are named where it is played. */
class VirtualServiceMatchTests {

    private static final String TO_PRICING = "route: [{destination: {host: pricing}}]";

    private static RouteTable matching(RouteCaller caller, String match) {
        return table(caller, virtualService("shop", "a", """
                hosts: [pricing]
                http:
                - name: taken
                  match: [%s]
                  %s
                """.formatted(match, TO_PRICING)));
    }

    private static boolean takes(String match, RequestHead request) {
        return matching(in("shop"), match).decide(request).route().equals("taken");
    }

    /** Source: TranslateRouteMatch in istiod's route.go; prefixes are texts there, not elements. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{uri: {exact: /foo}} | /foo | true",
                "{uri: {exact: /foo}} | /foo?a=b | true",
                "{uri: {exact: /foo}} | /foo/ | false",
                "{uri: {exact: /foo}} | /FOO | false",
                "{uri: {exact: /foo}, ignoreUriCase: true} | /FOO | true",
                "{uri: {prefix: /foo}} | /foobar | true",
                "{uri: {prefix: /foo}} | /fo | false",
                "{uri: {prefix: /foo/}} | /foo | false",
                "{uri: {prefix: /foo}} | /Foo/x | false",
                "{uri: {prefix: /foo}, ignoreUriCase: true} | /Foo/x | true",
                "{uri: {prefix: ''}} | /any | true",
                "{uri: {regex: '/foo/[0-9]+'}} | /foo/12 | true",
                "{uri: {regex: '/foo/[0-9]+'}} | /foo/12/x | false",
                "{uri: {regex: '/foo/[0-9]+'}} | /foo/12?x=1 | true",
                "{uri: {regex: '/foo'}, ignoreUriCase: true} | /FOO | false",
                "{uri: {regex: '['}} | /foo | false",
                "{method: {exact: GET}} | /foo | true",
                "{method: {exact: PUT}} | /foo | false",
                "{method: {regex: 'GE.'}} | /foo | true",
                "{scheme: {exact: http}} | /foo | true",
                "{scheme: {exact: https}} | /foo | false",
                "{authority: {prefix: '127.'}} | /foo | true",
                "{authority: {exact: pricing}} | /foo | false",
                "{queryParams: {a: {exact: '1'}}} | /foo?a=1 | true",
                "{queryParams: {a: {exact: '1'}}} | /foo?a=12 | false",
                "{queryParams: {a: {regex: '1+'}}} | /foo?a=11 | true",
                "{queryParams: {a: {prefix: '1'}}} | /foo?a=12 | true",
                "{queryParams: {a: {}}} | /foo?a | true",
                "{queryParams: {a: {}}} | /foo?b=a | false",
                "{port: 8080} | /foo | true",
                "{port: 9090} | /foo | false",
                "{uri: {prefix: /foo}, method: {exact: PUT}} | /foo | false",
            })
    void matchesWhatIsAskedFor(String match, String uri, boolean taken) {
        assertThat(takes(match, Request.get(uri))).isEqualTo(taken);
    }

    /** Source: translateHeaderMatch in istiod's route.go; repeated lines are joined by commas first. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "{headers: {x: {exact: a}}} | a | true",
                "{headers: {x: {exact: a}}} | A | false",
                "{headers: {x: {exact: a}}} | - | false",
                "{headers: {X: {exact: a}}} | a | true",
                "{headers: {x: {prefix: a}}} | ab | true",
                "{headers: {x: {regex: 'a.'}}} | ab | true",
                "{headers: {x: {regex: 'a'}}} | ab | false",
                "{headers: {x: {}}} | anything | true",
                "{headers: {x: {}}} | - | false",
                "{headers: {x: {regex: '*'}}} | anything | true",
                "{withoutHeaders: {x: {exact: a}}} | a | false",
                "{withoutHeaders: {x: {exact: a}}} | b | true",
                "{withoutHeaders: {x: {exact: a}}} | - | true",
                "{withoutHeaders: {x: {regex: '.*'}}} | - | false",
                "{withoutHeaders: {x: {}}} | a | false",
                "{withoutHeaders: {x: {}}} | - | true",
                "{headers: {':method': {exact: GET}}} | - | true",
                "{headers: {':path': {prefix: /foo}}} | - | true",
            })
    void matchesHeaders(String match, String value, boolean taken) {
        Request request = value == null ? Request.get("/foo") : Request.get("/foo", "x", value);

        assertThat(takes(match, request)).isEqualTo(taken);
    }

    @Test
    void joinsRepeatedHeadersWithCommas() {
        Request twice = Request.get("/", "x", "a", "x", "b");

        assertThat(takes("{headers: {x: {exact: 'a,b'}}}", twice)).isTrue();
        assertThat(takes("{headers: {x: {exact: a}}}", twice)).isFalse();
    }

    @Test
    void anyOfARulesMatchesIsEnoughAndOfRulesTheFirstCounts() {
        RouteTable table = table(in("shop"), virtualService("shop", "a", """
                hosts: [pricing]
                http:
                - {name: first, match: [{uri: {exact: /a}}, {headers: {x: {exact: b}}}], route: [{destination: {host: pricing}}]}
                - {name: second, match: [{uri: {prefix: /a}}], route: [{destination: {host: pricing}}]}
                - {name: rest, route: [{destination: {host: pricing}}]}
                - {name: never, match: [{uri: {prefix: /z}}], route: [{destination: {host: pricing}}]}
                """));

        assertThat(table.decide(Request.get("/a")).route()).isEqualTo("first");
        assertThat(table.decide(Request.get("/z", "x", "b")).route()).isEqualTo("first");
        assertThat(table.decide(Request.get("/ab")).route()).isEqualTo("second");
        assertThat(table.decide(Request.get("/z")).route()).isEqualTo("rest");
        assertThat(table.entries())
                .as("nothing is sent behind what takes everything")
                .extracting(RouteEntry::name)
                .containsExactly("first", "first", "second", "rest");
    }

    @Test
    void answers404WhereNoRuleMatches() {
        RouteDecision decision = matching(in("shop"), "{uri: {exact: /a}}").decide(Request.get("/b"));

        assertThat(decision).isEqualTo(new RouteDecision.Answer("", 404));
    }

    /** Source: TranslateRoute in istiod's route.go. */
    @Test
    void namesRoutesAfterRuleAndMatch() {
        RouteTable table = table(in("shop"), virtualService("shop", "a", """
                hosts: [pricing]
                http:
                - {name: rule, match: [{name: m, uri: {exact: /a}}, {uri: {exact: /b}}], route: [{destination: {host: pricing}}]}
                - {match: [{name: m, uri: {exact: /c}}], route: [{destination: {host: pricing}}]}
                - {route: [{destination: {host: pricing}}]}
                """));

        assertThat(table.entries()).extracting(RouteEntry::name).containsExactly("rule.m", "rule", ".m", "");
        assertThat(table.entries())
                .extracting(RouteEntry::config)
                .containsOnly("/apis/networking.istio.io/v1/namespaces/shop/virtual-service/a");
    }

    /** Source: sourceMatchHTTP in istiod's route.go: where gateways are listed, nothing else of the caller counts. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{sourceLabels: {app: cart}} | true",
                "{sourceLabels: {app: cart, tier: web}} | true",
                "{sourceLabels: {app: front}} | false",
                "{sourceLabels: {other: cart}} | false",
                "{sourceNamespace: shop} | true",
                "{sourceNamespace: web} | false",
                "{sourceLabels: {app: cart}, sourceNamespace: web} | false",
                "{gateways: [mesh]} | true",
                "{gateways: [gw]} | false",
                "{gateways: [gw, mesh], sourceLabels: {app: front}} | true"
            })
    void isOnlyForSomeCallers(String match, boolean sent) {
        RouteCaller cart = RouteCaller.sidecar("shop", Map.of("app", "cart", "tier", "web"));
        RouteTable table = matching(cart, match);

        assertThat(!table.entries().isEmpty()).isEqualTo(sent);
        assertThat(table.decide(Request.get("/")))
                .as("without a rule for the caller the host is routed as without a VirtualService")
                .isInstanceOfSatisfying(
                        RouteDecision.Forward.class,
                        forward -> assertThat(forward.route()).isEqualTo(sent ? "taken" : "default"));
    }

    @Test
    void ignoresOtherGatewaysThanTheCallers() {
        RouteCaller gateway = new RouteCaller("istio-system", Map.of(), Set.of("shop/gw"));

        assertThat(matching(gateway, "{gateways: [gw]}").entries()).isEmpty();
    }
}
