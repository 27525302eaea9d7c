// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spurline.ForkSpec;
import dev.spurline.PreflightException;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.IstioDefaults;
import dev.spurline.internal.survey.Survey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sidecars that keep routes from callers. */
class HiddenCallersTests extends PlanTestCase {

    private static String pod(String name) {
        return """
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: %1$s, labels: {app: %1$s}}
                spec: {containers: [{name: app}, {name: istio-proxy}]}
                status: {conditions: [{type: Ready, status: "True"}]}
                """.formatted(name);
    }

    private static String sidecar(String namespace, String spec) {
        return """
                ---
                apiVersion: networking.istio.io/v1
                kind: Sidecar
                metadata: {name: default, namespace: %s}
                spec: {%s}
                """.formatted(namespace, spec);
    }

    private static SandboxPlan plan(String sidecars, IstioDefaults defaults, String... callers) {
        return plan(
                survey(resource("shop.yaml") + pod("web") + pod("cart") + sidecars)
                        .serves(CustomKind.SIDECAR, "v1")
                        .istio(List.of(defaults))
                        .build(),
                new PlanOptions("e1", name -> Optional.empty(), List.of(callers), OptionalRights.PLAIN),
                ForkSpec.of("pricing").env("DISCOUNT", "10"));
    }

    private static SandboxPlan plan(String sidecars, String... callers) {
        return plan(sidecars, IstioDefaults.usual("istio-system/istio"), callers);
    }

    @Test
    void aCallerThatIsNotToldIsNotWaitedFor() {
        SandboxPlan plan =
                plan(sidecar("shop", "workloadSelector: {labels: {app: web}}, egress: [{hosts: [istio-system/*]}]"));

        assertThat(plan.callers())
                .containsExactlyInAnyOrder(
                        new CallingWorkload("shop", "web", List.of("web"), Set.of("shop/pricing"), Map.of()),
                        new CallingWorkload("shop", "cart", List.of("cart")));
        assertThat(plan.standing())
                .containsExactly(
                        "Sidecar [shop/default] tells callers [shop/web] nothing of Service [shop/pricing]: if they call it, they reach the baseline, whatever key a request carries");
    }

    /** Their proxies would be waited for as long as a trace waits. */
    @Test
    void aCallerThatIsNotToldOfATracedServiceIsNotWaitedFor() {
        Survey survey = survey(
                        resource("shop.yaml")
                                + pod("web")
                                + pod("cart")
                                + sidecar(
                                        "shop",
                                        "workloadSelector: {labels: {app: web}}, egress: [{hosts: [./pricing.shop.svc.cluster.local]}]"))
                .serves(CustomKind.SIDECAR, "v1")
                .istio(List.of(IstioDefaults.usual("istio-system/istio")))
                .build();
        PlanOptions options = new PlanOptions("e1", name -> Optional.empty(), List.of(), OptionalRights.PLAIN);

        SandboxPlan plan = plan(
                survey,
                options.tracing(new TraceScope(TraceScope.Stage.ROUTES, Set.of())),
                ForkSpec.of("pricing").env("DISCOUNT", "10"));

        assertThat(plan.traced()).isNotEmpty();
        assertThat(plan.callers())
                .filteredOn(caller -> caller.workload().equals("web"))
                .singleElement()
                .satisfies(caller -> assertThat(caller.hidden())
                        .containsExactlyInAnyOrderElementsOf(
                                plan.traced().stream().map(TracedService::title).toList()));
        assertThat(plan.standing()).isEmpty();
    }

    @Test
    void aCallerThatSomebodyHasNamedIsRefused() {
        assertThatThrownBy(() -> plan(sidecar("clients", "egress: [{hosts: [./*, conf/*]}]"), "clients/visitor"))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "Sidecar [clients/default] tells the proxies of [clients/visitor], which spurline.callers names, nothing of Service [shop/pricing], so that they would follow no route of a sandbox: add [shop/*] to the hosts of its egress, or leave [clients/visitor] out of spurline.callers");
    }

    /** A whole suite has one setting: who calls another Service of the way to the fork is told of, and not refused. */
    @Test
    void aNamedCallerThatIsToldOfAnotherServiceIsNamedInThePlan() {
        assertThat(plan(
                                sidecar("clients", "egress: [{hosts: [./*, shop/cart.shop.svc.cluster.local]}]"),
                                "clients/visitor")
                        .standing())
                .contains(
                        "Sidecar [clients/default] tells callers [clients/visitor] nothing of Service [shop/pricing]: if they call it, they reach the baseline, whatever key a request carries");
    }

    @Test
    void theSidecarOfTheRootNamespaceIsForNamespacesWithoutOne() {
        String root = sidecar("istio-config", "egress: [{hosts: [./*]}]");
        IstioDefaults defaults = IstioDefaults.of("istio-system/istio", "rootNamespace: istio-config");

        assertThat(plan(root, defaults, "web").standing()).isEmpty();
        assertThatThrownBy(() -> plan(root, defaults, "clients/visitor")).hasMessageContaining("add [shop/*]");
        assertThat(plan(root + sidecar("clients", "egress: [{hosts: [shop/*]}]"), defaults, "clients/visitor")
                        .standing())
                .noneMatch(sentence -> sentence.startsWith("Sidecar"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "true  | ''",
                "true  | egress: [{hosts: ['*/*']}]",
                "true  | egress: [{hosts: [./pricing.shop.svc.cluster.local]}]",
                "true  | egress: [{port: {number: 80}, hosts: [shop/*]}, {hosts: [istio-system/*]}]",
                "false | egress: [{port: {number: 81}, hosts: [shop/*]}, {hosts: [istio-system/*]}]",
                "false | egress: [{port: {number: 81}, hosts: [shop/*]}]",
                "false | egress: [{hosts: [./cart.shop.svc.cluster.local]}]",
                "false | egress: [{hosts: [conf/*]}]",
                "false | egress: [{hosts: ['*/*', '~shop/pricing.shop.svc.cluster.local']}]",
                "false | egress: [{hosts: [~/*]}]"
            })
    void whatItsEgressNamesIsTold(boolean told, String spec) {
        List<CallingWorkload> callers = plan(sidecar("shop", spec)).callers();

        assertThat(callers).hasSize(2).allMatch(caller -> caller.hidden().isEmpty() == told);
    }
}
