// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spurline.ForkSpec;
import dev.spurline.PreflightException;
import dev.spurline.Settings;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.IstioDefaults;
import dev.spurline.internal.survey.Survey;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
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

/** Routes of a gateway that lead straight to a forked Service, and those that only look so. */
class GatewayEntriesTests extends PlanTestCase {

    private static final String UNSEEN = "No pod of Gateway [";
    private static final String LEADS =
            " leads from a gateway straight to Service [shop/pricing] of a fork: what comes in there reaches the baseline, whatever key it carries, ";
    private static final String ELSE = ". Tests find the fork without spurline.entry.pricing, by port-forward";

    private static SandboxPlan with(String... documents) {
        return plan(
                survey(resource("shop.yaml") + String.join("", documents))
                        .serves(CustomKind.VIRTUAL_SERVICE, "v1")
                        .serves(CustomKind.GRPC_ROUTE, "v1")
                        .build(),
                ForkSpec.of("pricing").env("DISCOUNT", "10"));
    }

    private static String httpRoute(String name, String spec) {
        return document("gateway.networking.k8s.io/v1", "HTTPRoute", name, spec);
    }

    private static String virtualService(String name, String spec) {
        return document("networking.istio.io/v1", "VirtualService", name, spec);
    }

    private static String document(String version, String kind, String name, String spec) {
        return """
                ---
                apiVersion: %s
                kind: %s
                metadata: {name: %s, namespace: %s, creationTimestamp: "2026-03-01T10:00:00Z"}
                spec: %s
                """.formatted(
                version, kind, name.substring(name.indexOf('/') + 1), name.substring(0, name.indexOf('/')), spec);
    }

    private static List<String> atGateways(SandboxPlan plan) {
        return plan.steps().stream()
                .map(PlanStep::object)
                .filter(GenericKubernetesResource.class::isInstance)
                .map(object -> object.getKind() + " " + object.getMetadata().getName())
                .filter(title -> title.contains("-gateway-"))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{backendRefs: [{name: pricing, port: 80}]}]",
                "[{backendRefs: [{name: pricing, port: 80, weight: 5}, {name: cart, port: 80, weight: 0}]}]",
                "[{backendRefs: [{name: cart, port: 80}]}, {backendRefs: [{name: pricing, port: 80, weight: 1}]}]"
            })
    void routesToTheServiceGetTheKey(String rules) {
        SandboxPlan plan = with(httpRoute("shop/public", "{parentRefs: [{name: public}], rules: %s}".formatted(rules)));

        assertThat(atGateways(plan)).containsExactly("HTTPRoute public-gateway-" + plan.key());
        assertThat(plan.warnings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{backendRefs: [{name: pricing, port: 80, weight: 0}, {name: cart, port: 80}]}]",
                "[{backendRefs: [{name: pricing, port: 80, weight: 0}]}]",
                "[{backendRefs: [{name: cart, port: 80}], filters: [{type: RequestMirror, requestMirror: {backendRef: {name: pricing, port: 80}}}]}]"
            })
    void routesThatSendNothingThereDoNot(String rules) {
        SandboxPlan plan = with(httpRoute("shop/public", "{parentRefs: [{name: public}], rules: %s}".formatted(rules)));

        assertThat(atGateways(plan)).isEmpty();
        assertThat(plan.warnings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{route: [{destination: {host: pricing}}]}]",
                "[{route: [{destination: {host: pricing}, weight: 0}]}]",
                "[{route: [{destination: {host: pricing}, weight: 10}, {destination: {host: cart}, weight: 90}]}]",
                "[{route: [{destination: {host: cart}}]}, {route: [{destination: {host: pricing}}]}]"
            })
    void virtualServicesToTheServiceGetTheKey(String http) {
        SandboxPlan plan = with(virtualService(
                "shop/public", "{hosts: [shop.example.com], gateways: [edge/public], http: %s}".formatted(http)));

        assertThat(atGateways(plan)).containsExactly("VirtualService public-gateway-" + plan.key());
        assertThat(plan.warnings())
                .containsExactly(
                        "No pod of Gateway [edge/public] was seen: rules with the key are for gateway pods in namespaces [edge, istio-ingress, istio-system]. If they are elsewhere, requests with the key reach the baseline there: name one of their workloads with spurline.gateways, or enter by port-forward, without spurline.entry");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{route: [{destination: {host: pricing}, weight: 0}, {destination: {host: cart}, weight: 100}]}]",
                "[{route: [{destination: {host: pricing}}, {destination: {host: cart}, weight: 100}]}]",
                "[{route: [{destination: {host: cart}}], mirrors: [{destination: {host: pricing}, percentage: {value: 10}}]}]",
                "[{route: [{destination: {host: cart}}], mirror: {host: pricing}}]",
                "[{match: [{gateways: [mesh]}], route: [{destination: {host: pricing}}]}]"
            })
    void virtualServicesThatSendNothingThereDoNot(String http) {
        SandboxPlan plan = with(virtualService(
                "shop/public", "{hosts: [shop.example.com], gateways: [edge/public], http: %s}".formatted(http)));

        assertThat(atGateways(plan)).isEmpty();
        assertThat(plan.warnings()).isEmpty();
    }

    /** Also where a delegate leads there. */
    @Test
    void rulesOfADelegateGetTheKey() {
        SandboxPlan plan = with(
                virtualService(
                        "shop/public",
                        "{hosts: [shop.example.com], gateways: [edge/public], http: [{delegate: {name: prices}}]}"),
                virtualService("shop/prices", "{http: [{route: [{destination: {host: pricing}}]}]}"));

        assertThat(atGateways(plan)).containsExactly("VirtualService public-gateway-" + plan.key());
    }

    /** In its pods' namespace a gateway prefers what is exported by name. */
    @Test
    void rulesAreForThePodsOfTheGateway() {
        String gateway = document(
                "networking.istio.io/v1",
                "Gateway",
                "shop/public",
                "{selector: {istio: front}, servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: [\"*\"]}]}");
        String pod = """
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: front-1, namespace: edge, labels: {istio: front}}
                spec: {containers: [{name: istio-proxy}]}
                """;
        SandboxPlan plan = with(
                gateway,
                pod,
                virtualService(
                        "shop/public",
                        "{hosts: [shop.example.com], gateways: [public], http: [{route: [{destination: {host: pricing}}]}]}"));

        assertThat(plan.warnings()).isEmpty();
        assertThat(plan.yaml()).contains("exportTo:\n  - edge\n");
    }

    /** Whose hosts are others decides about none of ours, whatever its delegate says. */
    @Test
    void aVirtualServiceWhoseDelegateIsNotKnownCountsForItsOwnHosts() {
        String stranger = "{hosts: [%s], gateways: [public], http: [{delegate: {name: posts, namespace: blog}}]}";
        String own = virtualService(
                "shop/public",
                "{hosts: [shop.example.com], gateways: [public], http: [{route: [{destination: {host: pricing}}]}]}");
        String delegate = virtualService("blog/posts", "{http: [{route: [{destination: {host: posts}}]}]}");

        assertThat(atGateways(
                        unsaid(own, delegate, virtualService("shop/blog", stranger.formatted("blog.example.com")))))
                .hasSize(1);
        assertThat(atGateways(
                        unsaid(own, delegate, virtualService("shop/blog", stranger.formatted("\"*.example.com\"")))))
                .isEmpty();
    }

    /** Plans where it is not known for whom a VirtualService is that does not say it. */
    private static SandboxPlan unsaid(String... documents) {
        return plan(
                survey(resource("shop.yaml") + String.join("", documents))
                        .serves(CustomKind.VIRTUAL_SERVICE, "v1")
                        .istio(List.of(IstioDefaults.unread("istio-system/istio", "no permission to get it")))
                        .build(),
                ForkSpec.of("pricing").env("DISCOUNT", "10"));
    }

    /** Named as a caller it would count as one of a VirtualService that may not be for its namespace. */
    @Test
    void aNamedGatewayGetsTheRulesAndIsNoCaller() {
        String user =
                virtualService("shop/pricing", "{hosts: [pricing], http: [{route: [{destination: {host: pricing}}]}]}");
        String entry = virtualService(
                "shop/public",
                "{hosts: [shop.example.com], gateways: [public], http: [{route: [{destination: {host: pricing}}]}]}");
        Survey survey = survey(resource("shop.yaml") + user + entry)
                .serves(CustomKind.VIRTUAL_SERVICE, "v1")
                .istio(List.of(IstioDefaults.unread("istio-system/istio", "no permission to get it")))
                .build();
        ForkSpec.Builder fork = ForkSpec.of("pricing").env("DISCOUNT", "10");

        SandboxPlan plan = plan(survey, naming("spurline.gateways", List.of()), fork);

        assertThat(plan.yaml())
                .contains(
                        "exportTo:\n  - ingress\n  - istio-ingress\n  - istio-system\n  - shop\n",
                        "exportTo:\n  - shop\n");
        assertThatThrownBy(() -> plan(survey, naming("", List.of("ingress/gateway")), fork))
                .isInstanceOf(PreflightException.class)
                .hasMessageContaining("does not say whether callers in namespaces [ingress] follow it");
    }

    private static PlanOptions naming(String setting, List<String> callers) {
        Map<String, String> given = Map.of(setting, "ingress/gateway", "spurline.istio.shadow", "on");
        return new PlanOptions(
                "e1",
                name -> Optional.ofNullable(given.get(name)).map(value -> new Settings.Value(value, "test")),
                callers,
                OptionalRights.PLAIN);
    }

    /** A gateway that shows a rule of one object is no proof of another. */
    @Test
    void rulesOfEachObjectHaveNamesOfTheirOwn() {
        String spec = "{hosts: [%s], gateways: [public], http: [{route: [{destination: {host: pricing}}]}]}";
        SandboxPlan plan = with(
                virtualService("shop/one", spec.formatted("one.example.com")),
                virtualService("shop/two", spec.formatted("two.example.com")));

        assertThat(plan.routes().stream()
                        .filter(route -> route.audience().gateways().isPresent())
                        .flatMap(route -> route.proxyNames().stream()))
                .containsExactlyInAnyOrder(
                        "spurline-%s-0".formatted(plan.key()), "spurline-%s-1".formatted(plan.key()));
    }

    /** What one revision of Istio alone reads, others must not read of ours either: they would know a host that they did not. */
    @Test
    void rulesAreForTheRevisionOfWhatTheyCopy() {
        String route = virtualService(
                        "shop/public",
                        "{hosts: [shop.example.com], gateways: [public], http: [{route: [{destination: {host: pricing}}]}]}")
                .replace("name: public,", "name: public, labels: {istio.io/rev: canary},");
        String other = virtualService(
                "shop/other",
                "{hosts: [shop.example.com], gateways: [public], http: [{match: [{uri: {prefix: /b}}], route: [{destination: {host: cart}}]}]}");

        assertThat(with(route).yaml()).contains("    istio.io/rev: canary\n");
        assertThat(with(route, other).warnings())
                .contains("VirtualService [shop/public]" + LEADS
                        + "for VirtualService [shop/other], VirtualService [shop/public] are for different revisions of Istio (label istio.io/rev)"
                        + ELSE);
    }

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
