// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spurline.ForkSpec;
import dev.spurline.PreflightException;
import dev.spurline.Settings;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.ServiceMesh;
import dev.spurline.internal.survey.Survey;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Routes of ours that would take the place of another one. */
class RouteRefusalTests extends PlanTestCase {

    private static final String OTHER = """
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: pricing-80}
            spec:
              selector: {matchLabels: {app: pricing-80}}
              template:
                metadata: {labels: {app: pricing-80}}
                spec:
                  containers: [{name: app, image: "shop/pricing:1.0"}]
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: pricing-80}
            spec:
              selector: {app: pricing-80}
              ports: [{name: http, port: 80, targetPort: 8080}]
            """;

    @Test
    void twoRoutesOfOneName() {
        Survey survey = survey(twoPorts() + OTHER).build();

        assertThatThrownBy(() -> plan(
                        survey,
                        ForkSpec.of("pricing").env("DISCOUNT", "10"),
                        ForkSpec.of("pricing-80").env("DISCOUNT", "10")))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "HTTPRoute [shop/pricing-80-k7f3q5tbma] would be the route of Service [shop/pricing] and of Service [shop/pricing-80] at once: rename one of these Services, or fork what they lead to in sandboxes of their own");
    }

    @Test
    void oneOfThemAloneIsFine() {
        SandboxPlan plan =
                plan(survey(twoPorts() + OTHER).build(), ForkSpec.of("pricing").env("DISCOUNT", "10"));

        assertThat(all(plan, GenericKubernetesResource.class))
                .extracting(route -> route.getMetadata().getName())
                .containsExactly("pricing-80-k7f3q5tbma", "pricing-81-k7f3q5tbma");
    }

    /** No image of a sidecar tells which Istio it is. */
    @Test
    void aVirtualServiceWhereItIsNotProvenThatItCanBeOutranked() {
        Survey survey = survey(resource("shop.yaml") + """
                ---
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: pricing}
                spec: {hosts: [pricing], http: [{route: [{destination: {host: pricing}}]}]}
                """)
                .serves(CustomKind.VIRTUAL_SERVICE, "v1")
                .build();

        assertThatThrownBy(() -> plan(survey, ForkSpec.of("pricing").env("DISCOUNT", "10")))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "VirtualService [shop/pricing] of Service [shop/pricing] would have to be outranked, which is proven on Istio [1.31] alone, and which one runs here cannot be told by the images of its sidecars: set spurline.istio.shadow to [on] if a test on your cluster shows that it holds there. Or let its owner put a slot for sandboxes before its rules, which does nothing while there is none:\n  http:\n  - delegate: {name: spurline-pricing}");
    }

    /** Without the setting the sandbox would share the VirtualService. */
    @Test
    void anHttpRouteBesideTheVirtualServiceOfOtherSandboxes() {
        Survey survey = survey(resource("shop.yaml") + """
                ---
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: spurline-pricing, labels: {spurline.dev/shared: pricing}}
                spec:
                  hosts: [pricing]
                  http: [{delegate: {name: spurline-pricing-kzzzzzzzzz}}, {route: [{destination: {host: pricing}}]}]
                """)
                .serves(CustomKind.VIRTUAL_SERVICE, "v1")
                .build();

        Settings settings = name -> Optional.of(new Settings.Value("gateway-api", "the test"))
                .filter(value -> name.equals("spurline.routing"));

        assertThatThrownBy(() -> plan(survey, settings, ForkSpec.of("pricing").env("DISCOUNT", "10")))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "Service [shop/pricing] is routed for other sandboxes by VirtualService [shop/spurline-pricing], beside which Istio follows no HTTPRoute: give all engines the same spurline.routing");
    }

    private static String twoPorts() {
        return resource("shop.yaml")
                .replace("nodePort: 30080}]", "nodePort: 30080}, {name: http-more, port: 81, targetPort: web}]");
    }

    /** The moments are seconds: our copy for all callers, the route of callers in web, the Service's own route. */
    @ParameterizedTest
    @CsvSource({"10, 20, 30", "20, 20, 20", "10, 20, 20"})
    void aCopyThatWouldOvertakeRoutesOfCallers(int ours, int theirs, int own) {
        Survey survey = survey(ours, theirs, own, 80);

        assertThatThrownBy(() -> plan(survey, ForkSpec.of("pricing").env("DISCOUNT", "10")))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "HTTPRoute [web/theirs] of Service [shop/pricing] was added while the sandbox lived, and after it HTTPRoute [shop/own], whose copy Linkerd would follow first: open a new sandbox");
    }

    /** In turn: callers' routes that were there first, a Service's route that is older, and one on another port. */
    @ParameterizedTest
    @CsvSource({"20, 10, 30, 80", "10, 30, 20, 80", "10, 20, 30, 81"})
    void othersAreFollowedInTheirOrder(int ours, int theirs, int own, int port) {
        Survey survey = survey(ours, theirs, own, port);

        assertThatCode(() -> plan(survey, ForkSpec.of("pricing").env("DISCOUNT", "10")))
                .doesNotThrowAnyException();
    }

    private static Survey survey(int ours, int theirs, int own, int port) {
        String copy = route("shop", "pricing-k7f3q5tbma", 80, ours)
                .replace(
                        "metadata: {",
                        "metadata: {labels: {app.kubernetes.io/managed-by: spurline, spurline.dev/engine: e1, spurline.dev/sandbox: k7f3q5tbma}, ");
        return survey(twoPorts()
                        + copy
                        + route("shop", "first", 80, 0)
                        + route("web", "theirs", 80, theirs)
                        + route("shop", "own", port, own))
                .mesh(ServiceMesh.LINKERD)
                .build();
    }

    private static String route(String namespace, String name, int port, int second) {
        return """
                ---
                apiVersion: gateway.networking.k8s.io/v1
                kind: HTTPRoute
                metadata: {namespace: %1$s, name: %2$s, creationTimestamp: "2026-03-01T10:00:%4$02dZ"}
                spec:
                  parentRefs: [{group: "", kind: Service, name: pricing, namespace: shop, port: %3$d}]
                  rules: [{backendRefs: [{name: pricing, namespace: shop, port: %3$d}]}]
                status:
                  parents:
                  - parentRef: {group: core, kind: Service, namespace: shop, name: pricing, port: %3$d}
                    controllerName: linkerd.io/policy-controller
                    conditions: [{type: Accepted, status: "True"}]
                """.formatted(namespace, name, port, second);
    }
}
