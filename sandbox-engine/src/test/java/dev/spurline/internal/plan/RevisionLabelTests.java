// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spurline.ForkSpec;
import dev.spurline.PreflightException;
import dev.spurline.Settings;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.Survey;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Routes of others that one revision of Istio alone reads, and what of ours may be read by whom beside them. */
class RevisionLabelTests extends PlanTestCase {

    private static final String RULES = """
            spec:
              hosts: [pricing]
              http: [{timeout: 2s, route: [{destination: {host: pricing}}]}]
            """;

    private static SandboxPlan planned(String... documents) {
        Survey.Builder survey =
                survey(resource("shop.yaml") + String.join("", documents)).serves(CustomKind.VIRTUAL_SERVICE, "v1");
        return plan(
                survey.build(),
                name -> name.equals("spurline.istio.shadow")
                        ? Optional.of(new Settings.Value("on", "test"))
                        : Optional.empty(),
                ForkSpec.of("pricing").env("DISCOUNT", "10"));
    }

    private static String pod(String name, String revision) {
        return """
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: %s, annotations: {sidecar.istio.io/status: '{"revision":"%s"}'}}
                spec: {containers: [{name: app}, {name: istio-proxy}]}
                status: {conditions: [{type: Ready, status: "True"}]}
                """.formatted(name, revision);
    }

    private static String virtualService(String name, String labels, String spec) {
        return """
                ---
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: %s, labels: {%s}, namespace: shop, uid: u-%1$s, generation: 3, creationTimestamp: "2026-03-01T10:00:00Z"}
                %s""".formatted(name, labels, spec);
    }

    private static String httpRoute(String name, String labels) {
        return """
                ---
                apiVersion: gateway.networking.k8s.io/v1
                kind: HTTPRoute
                metadata: {name: %s, labels: {%s}, creationTimestamp: "2026-03-01T10:00:00Z"}
                spec:
                  parentRefs: [{group: "", kind: Service, name: pricing, port: 80}]
                  rules: [{backendRefs: [{name: pricing, port: 80}]}]
                """.formatted(name, labels);
    }

    private static List<String> revisions(SandboxPlan plan, Collection<CustomKind> kinds) {
        return all(plan, GenericKubernetesResource.class).stream()
                .filter(object -> kinds.stream().anyMatch(kind -> kind.holds(object)))
                .map(object -> object.getMetadata().getLabels())
                .map((Map<String, String> labels) -> labels.getOrDefault("istio.io/rev", "none"))
                .toList();
    }

    /** Pods are restarted while a sandbox lives: of the new revision they are to follow what is for that. */
    @Test
    void aRouteForARevisionWithoutProxiesIsRefused() {
        String user = virtualService("pricing", "istio.io/rev: canary", RULES);

        assertThatThrownBy(() -> planned(pod("web", "default"), user))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "VirtualService [shop/pricing] is for the revision [canary] of Istio alone (label istio.io/rev), and proxies of revisions [default] run here, which follow different routes: take the label off, or have all pods run revision [canary]");
    }

    @Test
    void aRouteOfOneOfSeveralRevisionsIsRefused() {
        String user = httpRoute("prices", "istio.io/rev: canary");

        assertThatThrownBy(() -> planned(pod("web", "default"), pod("cart", "canary"), user))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "HTTPRoute [shop/prices] is for the revision [canary] of Istio alone (label istio.io/rev), and proxies of revisions [canary, default] run here, which follow different routes: take the label off, or have all pods run revision [canary]");
    }

    @Test
    void podsThatHaveEndedAreOfNoRevision() {
        String user = virtualService("pricing", "istio.io/rev: canary", RULES);
        String ended = pod("job", "default").replace("status: {conditions", "status: {phase: Succeeded, conditions");

        assertThat(revisions(planned(pod("web", "canary"), ended, user), List.of(CustomKind.VIRTUAL_SERVICE)))
                .containsExactly("canary", "canary");
    }

    @Test
    void routesForDifferentRevisionsAreRefusedWhereNoProxyIsSeen() {
        assertThatThrownBy(() -> planned(httpRoute("a", "istio.io/rev: blue"), httpRoute("b", "istio.io/rev: green")))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "HTTPRoute [shop/a], HTTPRoute [shop/b] are for different revisions [blue, green] of Istio (label istio.io/rev), so that callers follow different routes: take the labels off");
    }

    /** Nobody here follows it, whatever revision it is for. */
    @Test
    void aRouteThatNoCallerSeesIsOfNoAccount() {
        String user = virtualService("pricing", "istio.io/rev: canary", RULES + "  exportTo: [elsewhere]\n");

        assertThat(revisions(planned(pod("web", "default"), user), List.of(CustomKind.HTTP_ROUTE)))
                .containsExactly("none");
    }

    @Test
    void whatOutranksAVirtualServiceIsForItsRevision() {
        SandboxPlan plan = planned(pod("web", "canary"), virtualService("pricing", "istio.io/rev: canary", RULES));

        assertThat(revisions(plan, List.of(CustomKind.VIRTUAL_SERVICE))).containsExactly("canary", "canary");
    }

    @Test
    void whatStandsInASlotIsForTheRevisionOfTheSlot() {
        SandboxPlan plan = planned(
                pod("web", "canary"),
                virtualService(
                        "pricing",
                        "istio.io/rev: canary",
                        RULES.replace("http: [", "http: [{delegate: {name: spurline-pricing}}, ")));

        assertThat(revisions(plan, List.of(CustomKind.VIRTUAL_SERVICE))).containsExactly("canary");
    }

    @Test
    void anHttpRouteIsForTheRevisionOfThoseThatItCopies() {
        SandboxPlan plan = planned(httpRoute("a", "istio.io/rev: canary"), httpRoute("b", ""));

        assertThat(revisions(plan, List.of(CustomKind.HTTP_ROUTE))).containsExactly("canary");
        assertThat(revisions(planned(httpRoute("b", "")), List.of(CustomKind.HTTP_ROUTE)))
                .containsExactly("none");
    }

    @Test
    void aDelegateForAnotherRevisionThanItsRootIsRefused() {
        String user = virtualService("pricing", "", "spec: {hosts: [pricing], http: [{delegate: {name: prices}}]}\n");
        String delegate = virtualService(
                "prices", "istio.io/rev: canary", "spec: {http: [{route: [{destination: {host: pricing}}]}]}\n");

        assertThatThrownBy(() -> planned(user, delegate))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "VirtualService [shop/pricing] leads to the delegate [shop/prices], which is for the revision [canary] of Istio alone (label istio.io/rev): give both the same label, or none");
    }

    /** A Sidecar that no proxy here is told of hides nothing from it. */
    @Test
    void aSidecarForAnotherRevisionHidesNothing() {
        String sidecar = """
                ---
                apiVersion: networking.istio.io/v1
                kind: Sidecar
                metadata: {name: default, labels: {istio.io/rev: canary}}
                spec: {egress: [{hosts: ["istio-system/*"]}]}
                """;

        assertThat(planned(pod("web", "default"), sidecar).warnings())
                .noneMatch(sentence -> sentence.contains("Sidecar"));
        assertThat(planned(pod("web", "canary"), sidecar).warnings())
                .anyMatch(sentence -> sentence.contains("Sidecar [shop/default] tells callers"));
    }

    @Test
    void aVirtualServiceForAnotherHostAndRevisionLeadsNobody() {
        String other = virtualService(
                "other", "istio.io/rev: canary", RULES.replace("hosts: [pricing]", "hosts: [shop.example.com]"));

        assertThat(planned(pod("web", "default"), other).warnings())
                .noneMatch(sentence -> sentence.contains("[shop.example.com]"));
        assertThat(planned(pod("web", "canary"), other).warnings())
                .anyMatch(sentence -> sentence.contains("[shop.example.com]"));
    }
}
