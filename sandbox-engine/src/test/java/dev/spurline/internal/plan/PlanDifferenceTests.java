// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.ForkSpec;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.Survey;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlanDifferenceTests extends PlanTestCase {

    private static final Survey ALONE =
            survey(resource("pricing.yaml")).serves(CustomKind.GRPC_ROUTE, "v1").build();

    @Test
    void nothingChangesWithoutAForeignChange() {
        assertThat(difference(ALONE, ALONE).none()).isTrue();
    }

    @Test
    void aForeignRouteThatComesChangesOursInPlace() {
        PlanDifference difference = difference(ALONE, with(route("HTTPRoute", "shop", 1)));

        assertThat(names(difference.changed())).containsExactly("HTTPRoute shop/pricing-k7f3q5tbma");
        assertThat(difference.made()).isEmpty();
        assertThat(difference.gone()).isEmpty();
    }

    @Test
    void aRouteThatMustBeSplitIsSplitInOrderBeforeTheWholeOneGoes() {
        PlanDifference difference =
                difference(with(route("HTTPRoute", "shop", 1)), with(route("HTTPRoute", "shop", 20)));

        assertThat(names(difference.made()))
                .containsExactly(
                        "HTTPRoute shop/pricing-k7f3q5tbma-00",
                        "HTTPRoute shop/pricing-k7f3q5tbma-01",
                        "HTTPRoute shop/pricing-k7f3q5tbma-02");
        assertThat(names(difference.gone())).containsExactly("HTTPRoute shop/pricing-k7f3q5tbma");
    }

    @Test
    void partsGoFromTheLastToTheFirst() {
        PlanDifference difference = difference(with(route("HTTPRoute", "shop", 20)), ALONE);

        assertThat(names(difference.made())).containsExactly("HTTPRoute shop/pricing-k7f3q5tbma");
        assertThat(names(difference.gone()))
                .containsExactly(
                        "HTTPRoute shop/pricing-k7f3q5tbma-02",
                        "HTTPRoute shop/pricing-k7f3q5tbma-01",
                        "HTTPRoute shop/pricing-k7f3q5tbma-00");
    }

    @Test
    void callersThatGetARouteOfTheirOwnGetATwinAndAnOwnerForIt() {
        PlanDifference difference = difference(ALONE, with(route("HTTPRoute", "web", 1)));

        assertThat(names(difference.made()))
                .containsExactly("ConfigMap web/spurline-k7f3q5tbma", "HTTPRoute web/pricing-k7f3q5tbma");
        assertThat(difference.changed()).isEmpty();
    }

    @Test
    void anotherKindOfRouteReplacesOurs() {
        PlanDifference difference = difference(ALONE, with(route("GRPCRoute", "shop", 1)));

        assertThat(names(difference.made())).containsExactly("GRPCRoute shop/pricing-k7f3q5tbma");
        assertThat(names(difference.gone())).containsExactly("HTTPRoute shop/pricing-k7f3q5tbma");
    }

    @Test
    void aServiceThatComesGetsATwinBeforeItsRoute() {
        PlanDifference difference = difference(ALONE, with("""
                apiVersion: v1
                kind: Service
                metadata: {name: quotes}
                spec: {selector: {app: pricing}, ports: [{name: http, port: 80}]}
                """));

        assertThat(names(difference.made()))
                .containsExactly("Service shop/quotes-k7f3q5tbma", "HTTPRoute shop/quotes-k7f3q5tbma");
    }

    @Test
    void theForkItselfStays() {
        Survey later = survey(resource("pricing.yaml").replace("shop/pricing:1", "shop/pricing:2"))
                .build();

        assertThat(difference(ALONE, later).none()).isTrue();
    }

    private static Survey with(String yaml) {
        List<HasMetadata> services = List.copyOf(ALONE.services());
        return ALONE.with(
                Service.class::isInstance,
                services.stream().collect(Collectors.collectingAndThen(Collectors.toList(), all -> {
                    all.addAll(objects(yaml));
                    return all;
                })));
    }

    private static String route(String kind, String namespace, int rules) {
        String all = IntStream.range(0, rules)
                .mapToObj("- {backendRefs: [{name: pricing, namespace: shop, port: 80, weight: %d}]}"::formatted)
                .collect(Collectors.joining("\n  "));
        return """
                apiVersion: gateway.networking.k8s.io/v1
                kind: %s
                metadata: {name: pricing, namespace: %s, creationTimestamp: "2026-03-01T10:00:00Z"}
                spec:
                  parentRefs: [{group: "", kind: Service, name: pricing, namespace: shop, port: 80}]
                  rules:
                  %s
                """.formatted(kind, namespace, all);
    }

    private static PlanDifference difference(Survey before, Survey after) {
        return PlanDifference.between(steps(before), steps(after));
    }

    private static List<PlanStep> steps(Survey survey) {
        PlanOptions options = new PlanOptions("e1", name -> Optional.empty(), List.of(), PlanTestCase.joining("web"));
        return plan(survey, options, ForkSpec.of("pricing").env("DISCOUNT", "10"))
                .steps();
    }

    private static List<String> names(List<PlanStep> steps) {
        return steps.stream()
                .map(PlanStep::object)
                .map(object -> "%s %s/%s"
                        .formatted(
                                object.getKind(),
                                object.getMetadata().getNamespace(),
                                object.getMetadata().getName()))
                .toList();
    }
}
