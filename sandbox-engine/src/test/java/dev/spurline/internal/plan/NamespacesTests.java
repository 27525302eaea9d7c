// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spurline.ForkSpec;
import dev.spurline.PreflightException;
import dev.spurline.internal.routing.RoutePlanner;
import dev.spurline.internal.routing.SandboxRoute;
import dev.spurline.internal.survey.Survey;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Forks in another namespace than the sandbox's. */
class NamespacesTests extends PlanTestCase {

    private static final String ROUTE = """
            apiVersion: gateway.networking.k8s.io/v1
            kind: HTTPRoute
            metadata: {name: %1$s, namespace: %2$s}
            spec:
              parentRefs: [{group: "", kind: Service, name: %3$s, namespace: %4$s}]
              rules: [{backendRefs: [{name: pricing, namespace: %5$s, port: 80}]}]
            """;

    @Test
    void eachNamespaceHasItsOwnRecordAndAnchor() {
        SandboxPlan plan = plan(
                town(),
                ForkSpec.of("cart").env("A", "1"),
                ForkSpec.of("pricing").namespace("bank").env("A", "1"));

        assertThat(names(plan))
                .containsExactly(
                        "ConfigMap shop/spurline-k7f3q5tbma",
                        "ConfigMap bank/spurline-k7f3q5tbma",
                        "Service shop/cart-k7f3q5tbma",
                        "Service bank/pricing-k7f3q5tbma",
                        "Deployment shop/cart-k7f3q5tbma",
                        "Deployment bank/pricing-k7f3q5tbma",
                        "HTTPRoute shop/cart-k7f3q5tbma",
                        "HTTPRoute bank/pricing-k7f3q5tbma");
        assertThat(plan.anchorTemplates()).containsOnlyKeys("shop", "bank");
    }

    @Test
    void aNamespaceWithoutForkGetsNothing() {
        SandboxPlan plan = plan(town(), ForkSpec.of("pricing").namespace("bank").env("A", "1"));

        assertThat(plan.steps())
                .allSatisfy(step ->
                        assertThat(step.object().getMetadata().getNamespace()).isEqualTo("bank"));
        assertThat(plan.namespace()).isEqualTo("shop");
    }

    @Test
    void aWorkloadOfTheSameNameElsewhereIsNotMeant() {
        assertThatThrownBy(
                        () -> plan(town(), ForkSpec.of("cart").namespace("bank").env("A", "1")))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "Workload [deployment/cart] does not exist in namespace [bank]: did you mean [deployment/pricing]?");
    }

    @Test
    void aServiceOfTheSandboxThatLeadsToAForkElsewhereIsRoutedToo() {
        Survey survey = town(ROUTE.formatted("cart-to-pricing", "shop", "cart", "shop", "bank"));

        SandboxPlan plan = plan(survey, ForkSpec.of("pricing").namespace("bank").env("A", "1"));

        assertThat(names(plan))
                .contains("ConfigMap shop/spurline-k7f3q5tbma", "HTTPRoute shop/cart-k7f3q5tbma")
                .doesNotContain("Deployment shop/pricing-k7f3q5tbma");
    }

    @Test
    void callersOfTheSandboxesNamespacesNeedNoFurtherRight() {
        Survey survey = town(
                ROUTE.formatted("pricing-for-shop", "shop", "pricing", "bank", "bank"),
                ROUTE.formatted("pricing-for-mall", "mall", "pricing", "bank", "bank"));

        SandboxPlan plan = plan(survey, ForkSpec.of("pricing").namespace("bank").env("A", "1"));

        assertThat(RoutePlanner.callersHomes(survey)).isEqualTo(Set.of("mall"));
        assertThat(plan.routes()).extracting(SandboxRoute::namespace).containsExactly("shop", "bank");
        assertThat(plan.warnings())
                .contains(
                        "HTTPRoute [mall/pricing-for-mall] decides for callers in namespace [mall]: their requests do not reach the fork of Service [bank/pricing], because no routes may be made there; allow it with the Roles of docs/rbac.yaml");
    }

    @Test
    void aPolicyThatMayNotBeCopiedInOneNamespaceMayBeInAnother() {
        Survey survey = town(policy("shop"), policy("bank"));
        PlanOptions options = new PlanOptions(
                "e1",
                name -> Optional.empty(),
                List.of(),
                new OptionalRights(Set.of(), Set.of("shop/networkpolicies.networking.k8s.io")));

        SandboxPlan plan =
                plan(survey, options, ForkSpec.of("pricing").namespace("bank").env("A", "1"));

        assertThat(names(plan)).contains("NetworkPolicy bank/pricing-k7f3q5tbma");
        assertThat(Planner.policyKinds(survey))
                .containsExactly("bank/networkpolicies.networking.k8s.io", "shop/networkpolicies.networking.k8s.io");
        assertThatThrownBy(() -> plan(survey, options, ForkSpec.of("pricing").env("A", "1")))
                .isInstanceOf(PreflightException.class)
                .hasMessageContaining(
                        "creating and deleting [networkpolicies.networking.k8s.io] in namespace [shop] is not permitted");
    }

    private static String policy(String namespace) {
        return """
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {name: pricing, namespace: %s}
                spec: {podSelector: {matchLabels: {app: pricing}}, policyTypes: [Ingress], ingress: [{}]}
                """.formatted(namespace);
    }

    /** The shop, and a pricing in namespace bank beside it. */
    private static Survey town(String... more) {
        List<HasMetadata> bank = objects(resource("shop.yaml")).stream()
                .filter(object -> object.getMetadata().getName().equals("pricing"))
                .toList();
        bank.forEach(object -> object.getMetadata().setNamespace("bank"));
        return survey(resource("shop.yaml"))
                .read(List.of("bank"))
                .add(bank)
                .add(Stream.of(more)
                        .map(PlanTestCase::objects)
                        .flatMap(Collection::stream)
                        .toList())
                .build();
    }

    private static List<String> names(SandboxPlan plan) {
        return plan.steps().stream()
                .map(PlanStep::object)
                .map(object -> "%s %s/%s"
                        .formatted(
                                object.getKind(),
                                object.getMetadata().getNamespace(),
                                object.getMetadata().getName()))
                .toList();
    }
}
