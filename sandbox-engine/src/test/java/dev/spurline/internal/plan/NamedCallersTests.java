// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spurline.ForkSpec;
import dev.spurline.PreflightException;
import dev.spurline.Settings;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.IstioDefaults;
import dev.spurline.internal.survey.ServiceMesh;
import dev.spurline.internal.survey.Survey;
import dev.spurline.settings.Setting;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** {@code spurline.callers} names workloads; a name that is nobody's would leave the routes unobserved. */
class NamedCallersTests extends PlanTestCase {

    private static final Survey SHOP =
            survey(resource("shop.yaml") + pod("web") + pod("cart")).build();

    private static final String USER = """
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: pricing, namespace: shop, creationTimestamp: "2026-03-01T10:00:00Z"}
            spec: {hosts: [pricing], http: [{route: [{destination: {host: pricing}}]}]%s}
            """;

    @Test
    void areTakenAlone() {
        SandboxPlan plan = plan("web");

        assertThat(plan.callers()).extracting(CallingWorkload::workload).containsExactly("web");
        assertThat(plan.warnings()).noneMatch(warning -> warning.startsWith("spurline.callers"));
    }

    @Test
    void mayBeNamedWithTheirNamespace() {
        assertThat(plan("shop/cart,web").callers())
                .extracting(CallingWorkload::workload)
                .containsExactlyInAnyOrder("cart", "web");
    }

    @Test
    void areWarnedOfIfNobodyIsCalledThat() {
        assertThat(plan("wbe,shop/kart").warnings())
                .contains(
                        "spurline.callers names [wbe], of which namespace [shop] has no ready pod, so that no proxy of it shows whether routes are live: did you mean [web]?",
                        "spurline.callers names [shop/kart], of which namespace [shop] has no ready pod, so that no proxy of it shows whether routes are live: did you mean [shop/cart]?");
    }

    @Test
    void areTakenInNamespacesOfWhichOnlyPodsWereRead() {
        Survey survey = SHOP.plus(objects(pod("web", "office")), List.of());

        SandboxPlan plan = plan(survey, "office/web");

        assertThat(plan.callers()).containsExactly(new CallingWorkload("office", "web", List.of("web")));
        assertThat(plan.warnings()).noneMatch(warning -> warning.startsWith("spurline.callers"));
    }

    @Test
    void areWarnedOfWhereNobodyMayLook() {
        assertThat(plan("office/web").warnings())
                .contains(
                        "spurline.callers names [office/web], whose proxy cannot be looked at: its first requests with the key after an opening may still meet the baseline. Grant list on pods, and create and get on pods/portforward, in namespace [office], and see that it has a ready pod there");
    }

    @Test
    void areNotWarnedOfWhereNoProxyShowsItsRoutes() {
        Survey linkerd = survey(resource("shop.yaml")).mesh(ServiceMesh.LINKERD).build();

        assertThat(plan(linkerd, "office/web").warnings()).noneMatch(warning -> warning.startsWith("spurline.callers"));
    }

    /** Each revision has its own MeshConfig: by another one callers may follow no VirtualService, and would follow ours. */
    @Test
    void whoseRevisionIsNotKnownAreNoCallersOfAShadowOfWhatDoesNotSayForWhomItIs() {

        assertThatThrownBy(() -> plan(shadowed(USER.formatted("")), "office/web"))
                .isInstanceOf(PreflightException.class)
                .hasMessageStartingWith(
                        "VirtualService [shop/pricing] of Service [shop/pricing] does not say whether callers in namespaces [office] follow it, and of which revision of Istio their proxies are is not known, as no pod of theirs was seen: let it say exportTo: [\"*\"], or grant list on pods, and create and get on pods/portforward, there");
        assertThat(plan(shadowed(USER.formatted(", exportTo: [\"*\"]")), "office/web")
                        .yaml())
                .contains("exportTo:\n  - shop\n  - office\n");
        assertThat(plan(shadowed(USER.formatted("") + pod("web", "office")), "office/web")
                        .yaml())
                .as("seen, and without a proxy of Istio")
                .contains("exportTo:\n  - shop\n  - office\n");
        assertThat(plan(
                                shadowed(USER.formatted("")
                                        + pod("web", "office")
                                                .replace("{name: app}", "{name: app}, {name: istio-proxy}")),
                                "office/web")
                        .yaml())
                .contains("exportTo:\n  - shop\n  - office\n");
    }

    /** Where it does not hold, routes are not live in time, and who reads that wants to know it. */
    @Test
    void whatIsTakenForPublicIsAnAssumptionOfTheRoutes() {
        Survey unread = survey(resource("shop.yaml") + USER.formatted(""))
                .serves(CustomKind.VIRTUAL_SERVICE, "v1")
                .istio(List.of(IstioDefaults.unread("istio-system/istio", "no permission to get it")))
                .build();

        assertThat(plan(unread, "web").routes())
                .isNotEmpty()
                .allMatch(
                        route -> route.assumption()
                                .equals(
                                        "VirtualService [shop/pricing] does not say for whom it is (exportTo) and was taken for public, as defaultVirtualServiceExportTo of the mesh is not known (ConfigMap [istio-system/istio]: no permission to get it): if it is private, it outranks what leads to the fork. Let it say exportTo: [\"*\"]"));
        assertThat(plan(shadowed(USER.formatted("")), "web").routes())
                .isNotEmpty()
                .allMatch(route -> route.assumption().isEmpty());
    }

    private static Survey shadowed(String documents) {
        return survey(resource("shop.yaml") + documents)
                .serves(CustomKind.VIRTUAL_SERVICE, "v1")
                .build();
    }

    private static SandboxPlan plan(String callers) {
        return plan(SHOP, callers);
    }

    private static SandboxPlan plan(Survey survey, String callers) {
        Settings settings = name ->
                name.equals("spurline.istio.shadow") ? Optional.of(new Settings.Value("on", "test")) : Optional.empty();
        List<String> named = Setting.CALLERS.type().read(callers);
        return plan(
                survey,
                new PlanOptions("e1", settings, named, OptionalRights.PLAIN),
                ForkSpec.of("pricing").env("DISCOUNT", "10"));
    }

    private static String pod(String name) {
        return pod(name, "shop");
    }

    private static String pod(String name, String namespace) {
        return """
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: %s, namespace: %s}
                spec: {containers: [{name: app}]}
                status: {conditions: [{type: Ready, status: "True"}]}
                """.formatted(name, namespace);
    }
}
