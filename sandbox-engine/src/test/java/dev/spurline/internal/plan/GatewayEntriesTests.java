// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.ForkSpec;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Routes of a gateway that lead requests past the fork's routes, and those that only look so. */
class GatewayEntriesTests extends PlanTestCase {

    private static final String TOLD =
            " leads from a gateway straight to Service [shop/pricing] of a fork: what comes in there reaches the baseline, whatever key it carries, for a gateway follows no route of a Service. Tests find the fork without spurline.entry.pricing, by port-forward";

    private static List<String> warnings(String kind, String spec) {
        String route = """
                ---
                apiVersion: %s
                kind: %s
                metadata: {name: public}
                spec: %s
                """.formatted(
                kind.equals("HTTPRoute") ? "gateway.networking.k8s.io/v1" : "networking.istio.io/v1", kind, spec);
        return plan(
                        survey(resource("shop.yaml") + route).build(),
                        ForkSpec.of("pricing").env("DISCOUNT", "10"))
                .warnings();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{backendRefs: [{name: pricing, port: 80}]}]",
                "[{backendRefs: [{name: pricing, port: 80, weight: 5}, {name: cart, port: 80, weight: 0}]}]",
                "[{backendRefs: [{name: cart, port: 80}]}, {backendRefs: [{name: pricing, port: 80, weight: 1}]}]"
            })
    void routesToTheServiceAreTold(String rules) {
        assertThat(warnings("HTTPRoute", "{parentRefs: [{name: public}], rules: %s}".formatted(rules)))
                .containsExactly("HTTPRoute [shop/public]" + TOLD);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{backendRefs: [{name: pricing, port: 80, weight: 0}, {name: cart, port: 80}]}]",
                "[{backendRefs: [{name: pricing, port: 80, weight: 0}]}]",
                "[{backendRefs: [{name: cart, port: 80}], filters: [{type: RequestMirror, requestMirror: {backendRef: {name: pricing, port: 80}}}]}]"
            })
    void routesThatSendNothingThereAreNot(String rules) {
        assertThat(warnings("HTTPRoute", "{parentRefs: [{name: public}], rules: %s}".formatted(rules)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{route: [{destination: {host: pricing}}]}]",
                "[{route: [{destination: {host: pricing}, weight: 0}]}]",
                "[{route: [{destination: {host: pricing}, weight: 10}, {destination: {host: cart}, weight: 90}]}]",
                "[{route: [{destination: {host: cart}}]}, {route: [{destination: {host: pricing}}]}]"
            })
    void virtualServicesToTheServiceAreTold(String http) {
        assertThat(warnings(
                        "VirtualService",
                        "{hosts: [shop.example.com], gateways: [edge/public], http: %s}".formatted(http)))
                .containsExactly("VirtualService [shop/public]" + TOLD);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{route: [{destination: {host: pricing}, weight: 0}, {destination: {host: cart}, weight: 100}]}]",
                "[{route: [{destination: {host: pricing}}, {destination: {host: cart}, weight: 100}]}]",
                "[{route: [{destination: {host: cart}}], mirrors: [{destination: {host: pricing}, percentage: {value: 10}}]}]",
                "[{route: [{destination: {host: cart}}], mirror: {host: pricing}}]"
            })
    void virtualServicesThatSendNothingThereAreNot(String http) {
        assertThat(warnings(
                        "VirtualService",
                        "{hosts: [shop.example.com], gateways: [edge/public], http: %s}".formatted(http)))
                .isEmpty();
    }
}
