// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spurline.PreflightException;
import dev.spurline.internal.survey.IstioDefaults;
import dev.spurline.internal.survey.Survey;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnreadDelegateTests {

    private static final GenericKubernetesResource ROOT = Serialization.unmarshal("""
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: pricing, namespace: shop}
            spec:
              hosts: [pricing]
              http:
              - {match: [{uri: {prefix: /a}}], delegate: {name: a, namespace: team}}
              - route: [{destination: {host: pricing}}]
            """, GenericKubernetesResource.class);

    private static List<VirtualRule> rules(Survey.Builder survey) {
        return new VirtualRules(survey.add(List.of(ROOT)).build(), List.of("*")).flat(ROOT);
    }

    @Test
    void refusesADelegateOfANamespaceThatWasNotRead() {
        Survey.Builder survey =
                Survey.of("shop").unread(Survey.Unread.elsewhere("VirtualService", Survey.Unread.NOT_GRANTED));

        assertThatThrownBy(() -> rules(survey))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "VirtualService [shop/pricing] leads to the delegate [team/a], and VirtualServices of namespace [team] cannot be read (no permission to list it), so that its rules are not known: grant list and watch on [virtualservices.networking.istio.io] there");
    }

    @Test
    void refusesADelegateOfANamespaceOfCallersThatCouldNotBeRead() {
        Survey.Builder survey = Survey.of("shop")
                .read(List.of("team"))
                .unread(new Survey.Unread("VirtualService", "team", "403 Forbidden"));

        assertThatThrownBy(() -> rules(survey)).hasMessageContaining("cannot be read (403 Forbidden)");
    }

    @Test
    void leavesOutADelegateThatIsNotThereWhereItWasRead() {
        Survey.Builder survey = Survey.of("shop")
                .read(List.of("team"))
                .unread(Survey.Unread.elsewhere("VirtualService", Survey.Unread.NOT_GRANTED))
                .unread(new Survey.Unread("HTTPRoute", "team", Survey.Unread.NOT_GRANTED));

        assertThat(rules(survey)).hasSize(1);
    }

    private static GenericKubernetesResource delegate(String exportTo) {
        return Serialization.unmarshal("""
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: a, namespace: team}
                spec: {%s, http: [{route: [{destination: {host: pricing}}]}]}
                """.formatted(exportTo), GenericKubernetesResource.class);
    }

    /** For sandboxes of other Services it is of no account. */
    @Test
    void isNoReasonToRefuseWhereNobodyAsksForItsRules() {
        Survey survey = Survey.of("shop")
                .add(List.of(ROOT))
                .unread(Survey.Unread.elsewhere("VirtualService", Survey.Unread.NOT_GRANTED))
                .build();
        VirtualRules rules = new VirtualRules(survey, List.of("*"));

        assertThat(rules.known(ROOT)).hasSize(2);
        assertThat(rules.unknownLeads())
                .containsExactly(
                        "VirtualService [shop/pricing] leads to the delegate [team/a], which cannot be read (no permission to list it): if that leads to a fork, requests by it reach the baseline, key or not");
    }

    @Test
    void refusesADelegateThatTheDefaultsOfTheMeshMayHide() {
        Survey.Builder survey = Survey.of("shop")
                .add(List.of(delegate("gateways: []")))
                .istio(List.of(IstioDefaults.unread("istio-system/istio", "no permission to get it")));

        assertThatThrownBy(() -> rules(survey))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "VirtualService [shop/pricing] leads to the delegate [team/a], which does not say whether namespace [shop] sees it, and defaultVirtualServiceExportTo of the mesh is not known (ConfigMap [istio-system/istio]: no permission to get it): let it say exportTo: [\"*\"], or grant get on that ConfigMap, as docs/rbac-istio-system.yaml does");
    }

    @Test
    void takesADelegateThatSaysWhoSeesIt() {
        Survey.Builder survey = Survey.of("shop")
                .add(List.of(delegate("exportTo: ['*']")))
                .istio(List.of(IstioDefaults.unread("istio-system/istio", "no permission to get it")));

        assertThat(rules(survey)).hasSize(2);
    }
}
