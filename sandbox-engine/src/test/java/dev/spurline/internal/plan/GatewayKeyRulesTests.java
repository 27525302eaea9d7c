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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Routes of a gateway that lead straight to a forked Service get rules with the key, and no others do. */
class GatewayKeyRulesTests extends GatewayEntriesTestCase {

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
                "[{backendRefs: [{name: pricing, port: 80}]}]",
                "[{matches: [{method: {service: shop.Prices, method: Get}}], backendRefs: [{name: pricing, port: 80}]}]",
                "[{matches: [{headers: [{name: x-a, value: b}]}], backendRefs: [{name: pricing, port: 80}, {name: cart, port: 80}]}]"
            })
    void callsOfGrpcToTheServiceGetTheKey(String rules) {
        SandboxPlan plan = with(document(
                "gateway.networking.k8s.io/v1",
                "GRPCRoute",
                "shop/public",
                "{parentRefs: [{name: public}], hostnames: [grpc.example.com], rules: %s}".formatted(rules)));

        assertThat(atGateways(plan)).containsExactly("GRPCRoute public-gateway-" + plan.key());
        assertThat(plan.prose())
                .contains(
                        "- GRPCRoute public-gateway-%s sends requests with the key that gateways [shop/public] lead to Service pricing for hosts [grpc.example.com] to the fork, whose answers say cache-control: no-store, by the rules of GRPCRoute [shop/public] with the key added; it says nothing of other requests\n"
                                .formatted(plan.key()));
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
}
