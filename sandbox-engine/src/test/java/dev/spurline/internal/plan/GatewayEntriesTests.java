// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.ForkSpec;
import dev.spurline.Settings;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.Survey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told of routes of a gateway that lead straight to a forked Service and cannot get the key. */
class GatewayEntriesTests extends GatewayEntriesTestCase {

    @ParameterizedTest
    @MethodSource("obstacles")
    void whatCannotGetTheKeyIsToldWithTheReason(String first, String second, String message) {
        SandboxPlan plan = with(first, second);

        assertThat(atGateways(plan)).isEmpty();
        assertThat(plan.warnings().stream().filter(warning -> !warning.startsWith(UNSEEN)))
                .containsExactly(message + ELSE);
    }

    static Stream<Arguments> obstacles() {
        String prices =
                "{hosts: [shop.example.com], gateways: [public], http: [{match: [{uri: {prefix: /prices}}], route: [{destination: {host: pricing}}]}]";
        String route =
                "{parentRefs: [{name: public}], hostnames: [shop.example.com], rules: [{backendRefs: [{name: pricing, port: 80}]}]}";
        return Stream.of(
                Arguments.of(
                        virtualService("shop/public", prices + ", exportTo: [\".\"]}"),
                        "",
                        "VirtualService [shop/public]" + LEADS
                                + "for VirtualService [shop/public] is itself private or exported by name to its gateway's namespace, where it outranks ours: let its exportTo be [\"*\"]"),
                Arguments.of(
                        virtualService("shop/public", prices + "}"),
                        virtualService(
                                "shop/wide",
                                "{hosts: [\"*.example.com\"], gateways: [public], http: [{route: [{destination: {host: cart}}]}]}"),
                        "VirtualService [shop/public]" + LEADS
                                + "for VirtualService [shop/wide] answers there for [*.example.com], and requests without a key would miss it for a moment if somebody took host [shop.example.com] away"),
                Arguments.of(
                        virtualService(
                                "shop/public",
                                prices.replace("[shop.example.com]", "[shop.example.com, \"*.example.com\"]") + "}"),
                        "",
                        "VirtualService [shop/public]" + LEADS
                                + "for VirtualService [shop/public] answers there for [*.example.com], and requests without a key would miss it for a moment if somebody took host [*.example.com, shop.example.com] away"),
                Arguments.of(
                        virtualService("shop/public", prices.replace("shop.example.com", "\"*\"") + "}"),
                        virtualService(
                                "shop/narrow",
                                "{hosts: [a.example.com], gateways: [public], http: [{route: [{destination: {host: cart}}]}]}"),
                        "VirtualService [shop/public]" + LEADS
                                + "for its rules and those of VirtualService [shop/narrow] for [a.example.com] may be joined at Gateway [shop/public], in an order that is not known"),
                Arguments.of(
                        virtualService("shop/public", prices + "}"),
                        virtualService(
                                "shop/other",
                                "{hosts: [shop.example.com], gateways: [public], http: [{match: [{port: 443}], route: [{destination: {host: cart}}]}]}"),
                        "VirtualService [shop/public]" + LEADS
                                + "for VirtualService [shop/other] has a rule for all requests to a port, or at some gateways, which comes after those of others for the same host there alone"),
                Arguments.of(
                        virtualService("shop/public", prices + "}"),
                        virtualService(
                                "edge/other",
                                "{hosts: [shop.example.com], gateways: [shop/public], http: [{match: [{uri: {prefix: /b}}], route: [{destination: {host: cart}}]}]}"),
                        "VirtualService [shop/public]" + LEADS
                                + "for Gateway [shop/public] cannot be read, which may let VirtualServices of some namespaces in, and ours would be in namespace [shop]: grant list on [gateways.networking.istio.io] in all namespaces"),
                Arguments.of(
                        httpRoute("shop/public", route),
                        httpRoute(
                                "shop/other",
                                "{parentRefs: [{name: public, sectionName: web}], hostnames: [shop.example.com], rules: [{backendRefs: [{name: cart, port: 80}]}]}"),
                        "HTTPRoute [shop/public]" + LEADS
                                + "for HTTPRoute [shop/other], HTTPRoute [shop/public] name different listeners of Gateway [shop/public]: let all of them name the same"),
                Arguments.of(
                        httpRoute("shop/public", route),
                        httpRoute(
                                "shop/other",
                                "{parentRefs: [{name: public}], rules: [{backendRefs: [{name: cart, port: 80}]}]}"),
                        "HTTPRoute [shop/public]" + LEADS
                                + "for HTTPRoute [shop/other] is for hosts [*] at the same Gateway, which overlap with [shop.example.com]: which of them decides depends on the listener"),
                Arguments.of(
                        httpRoute("shop/public", route),
                        httpRoute(
                                "edge/other",
                                "{parentRefs: [{name: public, namespace: shop}], hostnames: [shop.example.com], rules: [{backendRefs: [{name: cart, port: 80}]}]}"),
                        "HTTPRoute [shop/public]" + LEADS
                                + "for HTTPRoute [edge/other] of another namespace asks for the same paths, and which of both a request with the key takes depends on what they ask for besides"),
                Arguments.of(
                        httpRoute("shop/public", route),
                        document(
                                "gateway.networking.k8s.io/v1",
                                "GRPCRoute",
                                "shop/other",
                                "{parentRefs: [{name: public}], hostnames: [shop.example.com], rules: [{backendRefs: [{name: cart, port: 80}]}]}"),
                        "HTTPRoute [shop/public]" + LEADS
                                + "for GRPCRoute [shop/other], HTTPRoute [shop/public] are for the same hosts [shop.example.com], of which a gateway follows one kind"),
                Arguments.of(
                        httpRoute("edge/public", route.replace("name: pricing", "name: pricing, namespace: shop")),
                        "",
                        "HTTPRoute [edge/public]" + LEADS
                                + "for it is in namespace [edge], and a route of ours there would need a ReferenceGrant for the fork's Service in namespace [shop]: put it beside the Service"));
    }

    @Test
    void routesOfOtherNamespacesBesideThoseThatGetTheKeyAreTold() {
        String route =
                "{parentRefs: [{name: public, namespace: shop}], hostnames: [shop.example.com], rules: [{matches: [{path: {value: %s}}], backendRefs: [{name: pricing, namespace: shop, port: 80}]}]}";

        SandboxPlan plan =
                with(httpRoute("shop/public", route.formatted("/a")), httpRoute("web/other", route.formatted("/b")));

        assertThat(atGateways(plan)).containsExactly("HTTPRoute public-gateway-" + plan.key());
        assertThat(plan.warnings())
                .containsExactly("HTTPRoute [web/other]" + LEADS
                        + "for its rules are in another namespace than those with the key, in [shop]" + ELSE);
    }

    /** A wildcard of somebody else would answer if the host went, and ours would keep it for a moment. */
    @Test
    void whereOthersCannotBeReadNothingIsMade() {
        String virtual = virtualService(
                "shop/public",
                "{hosts: [shop.example.com], gateways: [public], http: [{route: [{destination: {host: pricing}}]}]}");
        String route = httpRoute(
                "shop/entry", "{parentRefs: [{name: public}], rules: [{backendRefs: [{name: pricing, port: 80}]}]}");

        SandboxPlan plan = plan(
                survey(resource("shop.yaml") + virtual + route)
                        .serves(CustomKind.VIRTUAL_SERVICE, "v1")
                        .unread(Survey.Unread.elsewhere("VirtualService", Survey.Unread.NOT_GRANTED))
                        .unread(Survey.Unread.elsewhere("HTTPRoute", Survey.Unread.NOT_GRANTED))
                        .build(),
                ForkSpec.of("pricing").env("DISCOUNT", "10"));

        assertThat(atGateways(plan)).isEmpty();
        assertThat(plan.warnings())
                .contains(
                        "HTTPRoute [shop/entry]" + LEADS
                                + "for HTTPRoutes of other namespaces cannot be read, of which one may be for the same host, or for a wildcard around it: grant list and watch on [httproutes.gateway.networking.k8s.io] in all namespaces"
                                + ELSE,
                        "VirtualService [shop/public]" + LEADS
                                + "for VirtualServices of other namespaces cannot be read, of which one may be for the same host, or for a wildcard around it: grant list and watch on [virtualservices.networking.istio.io] in all namespaces"
                                + ELSE);
    }

    @Test
    void whatMayNotBeMadeIsTold() {
        String virtual = virtualService(
                "shop/public",
                "{hosts: [shop.example.com], gateways: [public], http: [{route: [{destination: {host: pricing}}]}]}");
        OptionalRights rights = new OptionalRights(Set.of(), Set.of("shop/virtualservices.networking.istio.io"));

        SandboxPlan plan = plan(
                survey(resource("shop.yaml") + virtual)
                        .serves(CustomKind.VIRTUAL_SERVICE, "v1")
                        .build(),
                new PlanOptions("e1", name -> Optional.empty(), List.of(), rights),
                ForkSpec.of("pricing").env("DISCOUNT", "10"));

        assertThat(atGateways(plan)).isEmpty();
        assertThat(plan.warnings())
                .containsExactly("VirtualService [shop/public]" + LEADS
                        + "for no VirtualService may be made in namespace [shop]: grant it as the Role [spurline-virtual-services] of docs/rbac.yaml does"
                        + ELSE);
    }

    /** Where no rule with the key is made at a gateway, the word leads past the fork. */
    @ParameterizedTest
    @ValueSource(strings = {"spurline.entry", "spurline.entry.pricing"})
    void theWordGatewayIsWarnedOfWithoutRules(String setting) {
        assertThat(entered(setting, "gateway", "weight: 0").gatewayWarnings())
                .containsExactly(Map.entry(
                        "pricing",
                        "Service [pricing] of a fork is entered by %1$s [gateway]. An ingress gateway there sends to the baseline, whatever key a request carries, for it follows no route of a Service: leave %1$s out, or let a test name the port ([pricing:80]), and requests go into the fork by port-forward"
                                .formatted(setting)));
        assertThat(entered(setting, "gateway", "weight: 1").gatewayWarnings()).isEmpty();
    }

    @Test
    void anAddressBehindTheWordGatewayIsWarnedOfWithoutRulesForItsHost() {
        assertThat(entered("spurline.entry.pricing", "gateway+http://shop.example.com", "weight: 1")
                        .gatewayWarnings())
                .isEmpty();
        assertThat(entered("spurline.entry.pricing", "gateway+http://eu.example.com", "weight: 1")
                        .gatewayWarnings())
                .containsExactly(
                        Map.entry(
                                "pricing",
                                "Service [pricing] of a fork is entered by spurline.entry.pricing [gateway+http://eu.example.com]. An ingress gateway there sends to the baseline, whatever key a request carries, for it follows no route of a Service: leave spurline.entry.pricing out, or let a test name the port ([pricing:80]), and requests go into the fork by port-forward"));
    }

    private static SandboxPlan entered(String setting, String value, String weight) {
        String route = httpRoute(
                "shop/public",
                "{parentRefs: [{name: public}], hostnames: [shop.example.com], rules: [{backendRefs: [{name: pricing, port: 80, %s}]}]}"
                        .formatted(weight));
        return plan(
                survey(resource("shop.yaml") + route).build(),
                name -> name.equals(setting) ? Optional.of(new Settings.Value(value, "test")) : Optional.empty(),
                ForkSpec.of("pricing").env("DISCOUNT", "10"));
    }
}
