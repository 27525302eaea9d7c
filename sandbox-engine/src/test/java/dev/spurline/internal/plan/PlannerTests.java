// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spurline.ForkSpec;
import dev.spurline.PreflightException;
import dev.spurline.Settings;
import dev.spurline.internal.survey.ServiceMesh;
import dev.spurline.internal.survey.Survey;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

class PlannerTests extends PlanTestCase {

    private static final Survey SHOP = survey(resource("shop.yaml")).build();

    @Test
    void plansRecordServiceDeploymentAndRouteInThisOrder() {
        SandboxPlan plan = plan(SHOP, ForkSpec.of("pricing").env("DISCOUNT", "10"));

        assertThat(plan.steps())
                .extracting(step -> step.wave() + " " + step.object().getKind() + " "
                        + step.object().getMetadata().getName())
                .containsExactly(
                        "RECORD ConfigMap spurline-k7f3q5tbma",
                        "NETWORK Service pricing-k7f3q5tbma",
                        "WORKLOAD Deployment pricing-k7f3q5tbma",
                        "ROUTE HTTPRoute pricing-k7f3q5tbma");
    }

    @Test
    void refusesASecondForkThatNamesTheNamespaceWhichTheFirstHasByASetting() {
        assertThatThrownBy(() -> plan(
                        SHOP,
                        ForkSpec.of("pricing").env("DISCOUNT", "10"),
                        ForkSpec.of("deploy/pricing").namespace("shop").env("DISCOUNT", "20")))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "Workload [deployment/pricing] is forked twice in one sandbox: put all overrides into one fork");
    }

    @Test
    void labelsEveryObject() {
        SandboxPlan plan = plan(SHOP, ForkSpec.of("pricing").env("DISCOUNT", "10"));

        assertThat(plan.steps())
                .allSatisfy(step -> assertThat(step.object().getMetadata().getLabels())
                        .containsEntry("spurline.dev/sandbox", "k7f3q5tbma")
                        .containsEntry("spurline.dev/engine", "e1")
                        .containsEntry("app.kubernetes.io/managed-by", "spurline"));
    }

    @Test
    void changesOnlyTheLabelThatOthersSelectOn() {
        Deployment fork = only(plan(SHOP, ForkSpec.of("pricing").env("DISCOUNT", "10")), Deployment.class);

        assertThat(fork.getSpec().getTemplate().getMetadata().getLabels())
                .containsEntry("app", "pricing-k7f3q5tbma")
                .containsEntry("team", "money");
        assertThat(fork.getSpec().getReplicas()).isEqualTo(1);
    }

    @Test
    void tellsEachChangeWithItsReason() {
        SandboxPlan plan = plan(SHOP, ForkSpec.of("pricing").env("DISCOUNT", "10"));

        assertThat(plan.forks().get(0).changes())
                .contains(
                        "env DISCOUNT of container app replaced, because the fork asks for it",
                        "label app: pricing → pricing-k7f3q5tbma, because Service pricing selects it; Deployment pricing owns pods by it");
    }

    @Test
    void addsKeyAndReadinessGateToTheFork() {
        Deployment fork = only(plan(SHOP, ForkSpec.of("pricing").env("DISCOUNT", "10")), Deployment.class);

        Container container =
                fork.getSpec().getTemplate().getSpec().getContainers().get(0);
        assertThat(container.getEnv())
                .extracting(EnvVar::getName)
                .containsExactly("DISCOUNT", "INVENTORY_URL", "SPURLINE_POD_ROUTING_KEY");
        assertThat(fork.getSpec().getTemplate().getSpec().getReadinessGates())
                .extracting(gate -> gate.getConditionType())
                .containsExactly("spurline.dev/unselected");
    }

    @Test
    void givesTheForkAServiceWithTheSamePorts() {
        Service service = only(plan(SHOP, ForkSpec.of("pricing").env("DISCOUNT", "10")), Service.class);

        assertThat(service.getSpec().getPorts()).singleElement().satisfies(port -> {
            assertThat(port.getPort()).isEqualTo(80);
            assertThat(port.getName()).isEqualTo("http");
            assertThat(port.getTargetPort().getStrVal()).isEqualTo("web");
            assertThat(port.getNodePort()).isNull();
        });
        assertThat(service.getSpec().getSelector())
                .containsOnlyKeys("spurline.dev/sandbox", "spurline.dev/fork")
                .containsEntry("spurline.dev/fork", "pricing-k7f3q5tbma");
    }

    @Test
    void routesRequestsWithTheKeyToTheForkAndAllOthersToTheBaseline() {
        SandboxPlan plan = plan(SHOP, ForkSpec.of("pricing").env("DISCOUNT", "10"));

        assertThat(plan.yaml()).endsWith("""
                        ---
                        apiVersion: gateway.networking.k8s.io/v1
                        kind: HTTPRoute
                        metadata:
                          labels:
                            app.kubernetes.io/managed-by: spurline
                            spurline.dev/engine: e1
                            spurline.dev/sandbox: k7f3q5tbma
                          name: pricing-k7f3q5tbma
                          namespace: shop
                        spec:
                          parentRefs:
                          - group: ""
                            kind: Service
                            name: pricing
                            port: 80
                          rules:
                          - matches:
                            - path:
                                type: Exact
                                value: /spurline-probe/k7f3q5tbma
                              headers:
                              - type: Exact
                                name: x-spurline-probe
                                value: k7f3q5tbma
                              - type: Exact
                                name: x-spurline-key
                                value: k7f3q5tbma
                            - path:
                                type: PathPrefix
                                value: /
                              headers:
                              - type: Exact
                                name: x-spurline-probe
                                value: k7f3q5tbma
                              - type: Exact
                                name: x-spurline-key
                                value: k7f3q5tbma
                            filters:
                            - type: RequestRedirect
                              requestRedirect:
                                statusCode: 302
                                path:
                                  type: ReplaceFullPath
                                  replaceFullPath: /spurline-probe/k7f3q5tbma
                          - matches:
                            - path:
                                type: PathPrefix
                                value: /
                              headers:
                              - type: RegularExpression
                                name: baggage
                                value: "^(?:.*,)?[ \\\\t]*spurline[ \\\\t]*=[ \\\\t]*k7f3q5tbma[ \\\\t]*(?:;[^,]*)?(?:,.*)?$"
                            - path:
                                type: PathPrefix
                                value: /
                              headers:
                              - type: Exact
                                name: x-spurline-key
                                value: k7f3q5tbma
                            backendRefs:
                            - group: ""
                              kind: Service
                              name: pricing-k7f3q5tbma
                              port: 80
                            filters:
                            - type: ResponseHeaderModifier
                              responseHeaderModifier:
                                set:
                                - name: cache-control
                                  value: no-store
                          - matches:
                            - path:
                                type: RegularExpression
                                value: .*
                            backendRefs:
                            - group: ""
                              kind: Service
                              name: pricing
                              port: 80
                        """);
    }

    @Test
    void tellsTheEngineWhatToLookFor() {
        SandboxPlan plan = plan(SHOP, ForkSpec.of("pricing").env("DISCOUNT", "10"));

        assertThat(plan.routes()).singleElement().satisfies(route -> {
            assertThat(route.proxyNames()).containsExactly("shop.pricing-k7f3q5tbma.1");
            assertThat(route.service()).isEqualTo("pricing");
        });
        assertThat(plan.anchorTemplates()).containsOnlyKeys("shop");
    }

    @Test
    void showsValuesButForSecrets() {
        SandboxPlan plan = plan(
                SHOP,
                ForkSpec.of("pricing")
                        .env("DISCOUNT", "10")
                        .env("API_KEY", "geheim")
                        .secretEnv("MODE", "heimlich"));

        assertThat(plan.yaml())
                .contains(
                        "- name: DISCOUNT\n          value: \"10\"",
                        "- name: API_KEY\n          value: '***'",
                        "- name: MODE\n          value: '***'");
        assertThat(plan.yaml() + plan.prose()).doesNotContain("geheim", "heimlich");
    }

    @Test
    void takesTheImageOfTheSettingsAndPullsIt() {
        Settings settings = name -> name.equals("spurline.image.pricing")
                ? Optional.of(new Settings.Value("shop/pricing:pr-7", "system property " + name))
                : Optional.empty();

        SandboxPlan plan = plan(SHOP, settings, ForkSpec.of("pricing").image("shop/pricing:other"));

        Container container = only(plan, Deployment.class)
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0);
        assertThat(container.getImage()).isEqualTo("shop/pricing:pr-7");
        assertThat(container.getImagePullPolicy()).isEqualTo("Always");
        assertThat(plan.forks().get(0).changes())
                .contains(
                        "image of container app: shop/pricing:1.0 → shop/pricing:pr-7, because system property spurline.image.pricing asks for it");
    }

    @Test
    void keepsLineEndsOfWindows() {
        Deployment fork = only(plan(SHOP, ForkSpec.of("pricing").env("BANNER", "one\r\ntwo")), Deployment.class);

        assertThat(fork.getSpec().getTemplate().getSpec().getContainers().get(0).getEnv())
                .extracting(EnvVar::getValue)
                .contains("one\r\ntwo");
    }

    @Test
    void addsTheKeyToTheHeadersOfTheSettings() {
        Settings settings = name -> name.equals("spurline.headers")
                ? Optional.of(new Settings.Value("signadot", "system property " + name))
                : Optional.empty();

        SandboxPlan plan = plan(SHOP, settings, ForkSpec.of("pricing").env("DISCOUNT", "10"));

        assertThat(plan.headers())
                .containsEntry("baggage", "sd-routing-key=k7f3q5tbma")
                .hasSize(4);
        assertThat(plan.yaml()).contains("uberctx-sd-routing-key").doesNotContain("x-spurline-key");
    }

    @Test
    void routesTwoForksUnderOneKey() {
        SandboxPlan plan = plan(
                SHOP,
                ForkSpec.of("pricing").env("DISCOUNT", "10"),
                ForkSpec.of("cart").image("shop/cart:2"));

        assertThat(plan.forks())
                .extracting(PlannedFork::deployment)
                .containsExactly("pricing-k7f3q5tbma", "cart-k7f3q5tbma");
        assertThat(all(plan, GenericKubernetesResource.class)).hasSize(2);
    }

    @Test
    void refusesAWorkloadThatDoesNotExist() {
        refuses(ForkSpec.of("pricng").env("A", "b"))
                .hasMessage(
                        "Workload [deployment/pricng] does not exist in namespace [shop]: did you mean [deployment/pricing]?");
    }

    @Test
    void refusesAForkThatChangesNothing() {
        refuses(ForkSpec.of("pricing"))
                .hasMessage("Fork [pricing] changes nothing: set image, env or patch, or -Dspurline.image.pricing=…");
        refuses(ForkSpec.of("pricing").image("shop/pricing:1.0").env("DISCOUNT", "0"))
                .hasMessage(
                        "Fork [pricing] changes nothing: the baseline has the same [image shop/pricing:1.0, env DISCOUNT] already");
        refuses(ForkSpec.of("pricing").patch("spec: {containers: [{name: app, image: 'shop/pricing:1.0'}]}"))
                .hasMessage("Fork [pricing] changes nothing: the baseline has the same [patch] already");
    }

    @Test
    void saysWhatTheBaselineHasAlready() {
        SandboxPlan plan =
                plan(SHOP, ForkSpec.of("pricing").image("shop/pricing:2").env("DISCOUNT", "0"));

        assertThat(plan.warnings())
                .containsExactly("Fork [pricing]: [env DISCOUNT] is set to what the baseline has already");
    }

    @Test
    void refusesToUnsetWhatIsNotThere() {
        refuses(ForkSpec.of("pricing").unset("DISCONT"))
                .hasMessage(
                        "Fork [pricing] cannot unset [DISCONT]: container [app] has no such variable: did you mean [DISCOUNT]?");
    }

    @Test
    void refusesWithoutMesh() {
        Survey survey = survey(resource("shop.yaml")).mesh(ServiceMesh.NONE).build();

        assertThatThrownBy(() -> plan(survey, ForkSpec.of("pricing").env("A", "b")))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "No mesh was found in namespace [shop], so that nothing can tell requests with a key from others: no pod there has a proxy. "
                                + "Label the namespace istio-injection=enabled for Istio, or annotate it linkerd.io/inject=enabled for Linkerd, and restart its workloads. "
                                + "Without a mesh: where the callers have Envoys of their own, or one at the entry calls the forked Service, configure those once as docs/envoy.md says and set spurline.routing=overrides; where the tests themselves call the forked Service, set spurline.routing=direct");
    }

    private static AbstractThrowableAssert<?, ?> refuses(ForkSpec.Builder fork) {
        return assertThatThrownBy(() -> plan(SHOP, fork)).isInstanceOf(PreflightException.class);
    }
}
