// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.routing;

import static dev.spurline.embedded.internal.mesh.routing.VirtualServices.in;
import static dev.spurline.embedded.internal.mesh.routing.VirtualServices.table;
import static dev.spurline.embedded.internal.mesh.routing.VirtualServices.virtualService;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.embedded.internal.mesh.routing.Routes.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What rules become that name a delegate; the sources are named in {@link VirtualServiceDelegates}. */
class VirtualServiceDelegateTests {

    private static final String SLOT = "{name: slot, delegate: {name: fork}}";
    private static final String TAIL = "{name: tail, route: [{destination: {host: pricing}}]}";

    private static VirtualServiceObject root(String... rules) {
        return virtualService("shop", "root", "hosts: [pricing]\nhttp: [" + String.join(", ", rules) + "]");
    }

    private static VirtualServiceObject fork(String exportTo, String... rules) {
        return virtualService("shop", "fork", "exportTo: %s\nhttp: [%s]".formatted(exportTo, String.join(", ", rules)));
    }

    private static String rule(String name, String match) {
        return "{name: '%s', match: [%s], route: [{destination: {host: fork}}]}".formatted(name, match);
    }

    private static String exact(String path) {
        return "{uri: {exact: %s}}".formatted(path);
    }

    private static String route(RouteTable table, String uri, String... headers) {
        return table.decide(Request.get(uri, headers)).route();
    }

    @Test
    void takesTheRulesOfADelegateInItsPlace() {
        RouteTable table = table(
                in("shop"),
                root(SLOT, TAIL),
                fork("['.']", rule("one", "{headers: {key: {exact: a}}}"), rule("", "{headers: {key: {exact: b}}}")));

        assertThat(table.entries()).extracting(RouteEntry::name).containsExactly("slot-one", "slot", "tail");
        assertThat(table.entries())
                .as("the route is the root's")
                .extracting(RouteEntry::config)
                .containsOnly("/apis/networking.istio.io/v1/namespaces/shop/virtual-service/root");
        assertThat(route(table, "/", "key", "a")).isEqualTo("slot-one");
        assertThat(route(table, "/", "key", "c")).isEqualTo("tail");
    }

    @Test
    void namesOfMatchesAreJoinedToo() {
        RouteTable table = table(
                in("shop"),
                root("{name: slot, match: [{name: m, uri: {prefix: /a}}], delegate: {name: fork}}"),
                fork("[]", rule("one", "{name: n, uri: {prefix: /a/b}}, {uri: {exact: /a}}")));

        assertThat(table.entries()).extracting(RouteEntry::name).containsExactly("slot-one.m-n", "slot-one.m");
    }

    /** Measured: inert at the head, in the middle and at the end. */
    @ParameterizedTest
    @CsvSource({"0", "1", "2"})
    void aMissingDelegateIsLeftOut(int place) {
        List<String> rules = new ArrayList<>(List.of(rule("r0", exact("/0")), rule("r1", exact("/1"))));
        rules.add(place, SLOT);

        RouteTable table = table(in("shop"), root(rules.toArray(String[]::new)));

        assertThat(table.entries()).extracting(RouteEntry::name).containsExactly("r0", "r1");
        assertThat(route(table, "/1")).isEqualTo("r1");
    }

    @Test
    void withoutAnyRuleLeftTheHostIsRoutedAsWithoutAVirtualService() {
        assertThat(route(table(in("shop"), root(SLOT)), "/")).isEqualTo("default");
    }

    /** Visible has it to be to the root's namespace, whoever calls. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"[] | true", "['.'] | true", "[shop] | true", "['*'] | true", "[clients] | false", "['~'] | false"
            })
    void aDelegateThatIsNotExportedToTheRootIsLeftOut(String exportTo, boolean taken) {
        RouteTable table = table(in("clients"), root(SLOT, TAIL), fork(exportTo, rule("one", "{uri: {prefix: /}}")));

        assertThat(route(table, "/")).isEqualTo(taken ? "slot-one" : "tail");
    }

    @Test
    void findsADelegateInAnotherNamespaceWhoseNamesAreItsOwn() {
        VirtualServiceObject other = virtualService("web", "fork", "http: [" + rule("one", "{}") + "]");
        RouteTable table = table(in("shop"), root("{name: slot, delegate: {name: fork, namespace: web}}"), other);

        assertThat(table.decide(Request.get("/")))
                .isInstanceOfSatisfying(
                        RouteDecision.Forward.class,
                        forward -> assertThat(forward.pick(0).destination().host())
                                .isEqualTo("fork.web.svc.cluster.local"));
    }

    @Test
    void aVirtualServiceWithHostsIsNoDelegate() {
        VirtualServiceObject withHosts =
                virtualService("shop", "fork", "hosts: [other]\nhttp: [" + rule("one", "{}") + "]");

        assertThat(route(table(in("shop"), root(SLOT, TAIL), withHosts), "/")).isEqualTo("tail");
    }

    @Test
    void aDelegateAloneRoutesNothing() {
        assertThat(route(table(in("shop"), fork("[]", rule("one", "{}"))), "/")).isEqualTo("default");
    }

    /** A delegate's own delegate is not looked for; its rule leads nowhere. */
    @Test
    void goesOneLevelDeep() {
        VirtualServiceObject second = virtualService("shop", "second", "http: [" + rule("deep", "{}") + "]");
        RouteTable table = table(in("shop"), root(SLOT), fork("[]", "{name: one, delegate: {name: second}}"), second);

        assertThat(table.entries()).extracting(RouteEntry::name).containsExactly("slot-one");
    }

    /** Source: hasConflict and stringMatchConflict in istiod's virtualservice.go. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{uri: {prefix: /a}} | {uri: {prefix: /a/b}} | true",
                "{uri: {prefix: /a}} | {uri: {exact: /a/b}} | true",
                "{uri: {prefix: /a}} | {uri: {prefix: /b}} | false",
                "{uri: {prefix: /a/b}} | {uri: {prefix: /a}} | false",
                "{uri: {exact: /a}} | {uri: {exact: /a}} | true",
                "{uri: {exact: /a}} | {uri: {exact: /b}} | false",
                "{uri: {exact: /a}} | {uri: {prefix: /a}} | false",
                "{uri: {regex: '.*'}} | {uri: {exact: /a}} | false",
                "{uri: {regex: '.*'}} | {uri: {regex: '.*'}} | false",
                "{uri: {prefix: /}} | {uri: {regex: '.*'}} | false",
                "{uri: {regex: '.*'}} | {headers: {x: {exact: a}}} | true",
                "{uri: {prefix: /}} | {headers: {x: {regex: '.*a'}}} | true",
                "{headers: {x: {exact: a}}} | {headers: {x: {regex: '.*a'}}} | false",
                "{headers: {x: {}}} | {headers: {x: {exact: a}}} | false",
                "{headers: {x: {}}} | {headers: {x: {}}} | false",
                "{headers: {x: {exact: a}}} | {headers: {y: {exact: a}}} | true",
                "{withoutHeaders: {x: {exact: a}}} | {withoutHeaders: {x: {exact: b}}} | false",
                "{queryParams: {x: {exact: a}}} | {queryParams: {x: {exact: b}}} | false",
                "{uri: {prefix: /a}} | {ignoreUriCase: true} | false",
                "{uri: {prefix: /a}, ignoreUriCase: true} | {ignoreUriCase: true} | true",
                "{port: 8080} | {port: 9090} | false",
                "{port: 8080} | {uri: {prefix: /}} | true",
                "{sourceNamespace: shop} | {uri: {prefix: /}} | false",
                "{sourceNamespace: shop} | {sourceNamespace: shop} | true",
                "{sourceLabels: {app: cart}} | {uri: {prefix: /}} | true",
                "{sourceLabels: {app: cart}} | {sourceLabels: {app: front}} | false",
                "{gateways: [mesh]} | {gateways: [gw]} | false",
                "{gateways: [gw, mesh]} | {gateways: [mesh]} | true",
                "{method: {exact: GET}} | {method: {exact: PUT}} | false",
                "{uri: {prefix: /a}}, {uri: {prefix: /b}} | {uri: {prefix: /b/c}} | true",
                "{uri: {prefix: /a}} | {uri: {prefix: /a/b}}, {uri: {prefix: /c}} | false"
            })
    void dropsARuleWhoseMatchesConflictWithTheRoots(String ofRoot, String ofDelegate, boolean kept) {
        List<VirtualServiceObject> objects = List.of(
                root("{name: slot, match: [%s], delegate: {name: fork}}".formatted(ofRoot), TAIL),
                fork("[]", rule("one", ofDelegate)));

        VirtualService merged =
                VirtualServiceDelegates.merge(objects, List.of("*")).get(0);

        assertThat(merged.rules())
                .extracting(VirtualServiceRule::name)
                .contains("tail")
                .matches(names -> names.contains("slot-one") == kept);
    }

    @Test
    void bothMatchesHaveToHold() {
        RouteTable table = table(
                in("shop"),
                root(
                        "{name: slot, match: [{headers: {x: {exact: a}}, method: {exact: GET}}], delegate: {name: fork}}",
                        TAIL),
                fork("[]", rule("one", "{uri: {prefix: /a}, headers: {y: {exact: b}}}")));

        assertThat(route(table, "/a", "x", "a", "y", "b")).isEqualTo("slot-one");
        assertThat(route(table, "/a", "x", "a")).isEqualTo("tail");
        assertThat(route(table, "/a", "y", "b")).isEqualTo("tail");
        assertThat(route(table, "/", "x", "a", "y", "b")).isEqualTo("tail");
        assertThat(table.decide(Request.of("PUT", "/a", "x", "a", "y", "b")).route())
                .isEqualTo("tail");
    }

    @Test
    void whatTheDelegateDoesNotSayIsTheRoots() {
        RouteTable table = table(
                in("shop"),
                root("{name: slot, timeout: 3s, rewrite: {authority: root}, delegate: {name: fork}}"),
                fork(
                        "[]",
                        "{name: own, timeout: 1s, match: [{uri: {exact: /own}}], route: [{destination: {host: fork}}]}",
                        "{name: none, route: [{destination: {host: fork}}]}"));

        RouteDecision.Forward own = (RouteDecision.Forward) table.decide(Request.get("/own"));
        RouteDecision.Forward none = (RouteDecision.Forward) table.decide(Request.get("/"));
        assertThat(own.timeout()).contains(Duration.ofSeconds(1));
        assertThat(none.timeout()).contains(Duration.ofSeconds(3));
        assertThat(own.authority()).contains("root");
    }
}
