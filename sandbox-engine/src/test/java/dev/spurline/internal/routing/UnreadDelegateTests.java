// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spurline.PreflightException;
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
}
