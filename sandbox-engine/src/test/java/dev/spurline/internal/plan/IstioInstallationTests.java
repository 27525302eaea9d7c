// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spurline.ForkSpec;
import dev.spurline.PreflightException;
import dev.spurline.internal.survey.IstioDefaults;
import dev.spurline.internal.survey.Survey;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How Istio is installed, where that decides whether anybody follows a route of a sandbox. */
class IstioInstallationTests extends PlanTestCase {

    private static final String SELECTORS = """
            discoverySelectors:
            - matchLabels: {mesh: "on"}
            - matchExpressions: [{key: team, operator: In, values: [money, stock]}]
            """;

    private static final String HIDDEN_SENTENCE =
            "Istio looks at namespaces with certain labels alone, [mesh=on, team in [money, stock]] (discoverySelectors in ConfigMap [istio-system/istio])";

    private static List<String> told(Survey.Builder survey) {
        return plan(survey.build(), ForkSpec.of("pricing").env("DISCOUNT", "10"))
                .standing();
    }

    private static Survey.Builder shop(String more) {
        return survey(resource("shop.yaml") + more);
    }

    private static String namespace(String labels) {
        return """
                ---
                apiVersion: v1
                kind: Namespace
                metadata: {name: shop, labels: {%s}}
                """.formatted(labels);
    }

    private static String pod(String name, String metadata, String proxy) {
        return """
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: %s, %s}
                spec: {containers: [{name: app}, {name: istio-proxy, %s}]}
                status: {conditions: [{type: Ready, status: "True"}]}
                """.formatted(name, metadata, proxy);
    }

    private static String variable(String name, String value) {
        return "env: [{name: %s, value: '%s'}]".formatted(name, value);
    }

    private static IstioDefaults defaults(String configMap, String yaml) {
        return IstioDefaults.of(configMap, yaml);
    }

    @Test
    void aNamespaceThatIstioDoesNotLookAtIsRefused() {
        Survey.Builder survey =
                shop(namespace("team: front")).istio(List.of(defaults("istio-system/istio", SELECTORS)));

        assertThatThrownBy(() -> told(survey))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        HIDDEN_SENTENCE
                                + ", which namespace [shop] does not have, so that no proxy would follow a route there: label it so, or open the sandbox in a namespace that Istio looks at");
    }

    /** Its labels are not read: who named it is told what its proxies need. */
    @Test
    void aNamespaceOfNamedCallersThatMayBeLeftOutIsTold() {
        Survey survey = shop(namespace("team: money"))
                .istio(List.of(defaults("istio-system/istio", SELECTORS)))
                .build();
        PlanOptions options =
                new PlanOptions("e1", name -> Optional.empty(), List.of("clients/web"), OptionalRights.PLAIN);

        assertThat(plan(survey, options, ForkSpec.of("pricing").env("DISCOUNT", "10"))
                        .standing())
                .contains(HIDDEN_SENTENCE
                        + "; those of namespace [clients] cannot be read: without them no proxy follows a route there");
    }

    @Test
    void aNamespaceThatOneOfTheSelectorsSelectsIsNot() {
        assertThat(told(shop(namespace("team: money")).istio(List.of(defaults("istio-system/istio", SELECTORS)))))
                .isEmpty();
    }

    /** Every namespace has a label with its name. */
    @Test
    void aNamespaceWhoseNameIsSelectedNeedNotBeRead() {
        String byName = "discoverySelectors: [{matchLabels: {kubernetes.io/metadata.name: shop}}]";

        assertThat(told(shop("").istio(List.of(defaults("istio-system/istio", byName)))))
                .isEmpty();
    }

    @Test
    void aNamespaceWhoseLabelsNobodyMayReadIsToldOf() {
        assertThat(told(shop("").istio(List.of(defaults("istio-system/istio", SELECTORS)))))
                .containsExactly(HIDDEN_SENTENCE
                        + "; those of namespace [shop] cannot be read: without them no proxy follows a route there");
    }

    /** Tenants with a control plane each: that of another namespace's proxies does not count. */
    @Test
    void theSelectorsOfTheRevisionCountWhoseProxiesRunThere() {
        String pod = pod("web", "labels: {istio.io/rev: stable}", "image: proxyv2");
        Survey.Builder survey = shop(namespace("team: front") + pod)
                .istio(List.of(
                        defaults("istio-system/istio-stable", ""), defaults("istio-system/istio-other", SELECTORS)));

        assertThat(told(survey)).isEmpty();
    }

    @Test
    void anIstiodOutsideTheClusterIsToldOf() {
        String address = "{\"discoveryAddress\":\"istiod.mesh.example.com:15012\"}";

        assertThat(told(shop(pod("web", "labels: {}", variable("PROXY_CONFIG", address)))))
                .containsExactly(
                        "Proxies in namespace [shop] are told their routes by istiod [istiod.mesh.example.com:15012], which is not in this cluster: they follow a sandbox's only if that istiod reads its objects here. If opening ends because routes are not live, open sandboxes in the cluster that is its config cluster");
    }

    @Test
    void anIstiodInTheClusterIsNot() {
        assertThat(told(shop(pod("web", "labels: {}", variable("CA_ADDR", "istiod-1-31.mesh.svc:15012")))))
                .isEmpty();
    }

    @Test
    void aMeshOfSeveralClustersIsToldOf() {
        String sentence =
                "Proxies in namespace [shop] are of network [%s] of a mesh that may have several clusters (topology.istio.io/network): callers in another cluster follow the routes there, so that what they send reaches the baseline, key or not. Where a workload on the way to a fork runs in several clusters, keep its requests in this one (serviceSettings with clusterLocal in MeshConfig)";

        assertThat(told(shop(pod("web", "labels: {topology.istio.io/network: east}", "image: proxyv2"))))
                .containsExactly(sentence.formatted("east"));
        assertThat(told(shop(pod("web", "labels: {}", variable("ISTIO_META_NETWORK", "west")))))
                .containsExactly(sentence.formatted("west"));
    }

    @Test
    void severalRevisionsAreToldOf() {
        String status = "annotations: {sidecar.istio.io/status: '{\"revision\":\"1-31\"}'}";
        String pods =
                pod("web", status, "image: proxyv2") + pod("cart", "labels: {istio.io/rev: 1-30}", "image: proxyv2");

        assertThat(told(shop(pods)))
                .containsExactly(
                        "Proxies in namespace [shop] are of several revisions of Istio: [1-30, 1-31]. A fork gets the one that new pods get there, and callers follow what their own istiod reads: restart those of a revision that is going");
    }

    /** What chooses the revision stands in the template, or is the namespace's. */
    @Test
    void aForkIsInjectedAsItsBaselineIs() {
        String yaml = resource("shop.yaml")
                .replace("labels: {app: pricing, team: money}", "labels: {app: pricing, istio.io/rev: 1-30}");

        SandboxPlan plan = plan(survey(yaml).build(), ForkSpec.of("pricing").env("DISCOUNT", "10"));

        assertThat(plan.yaml()).contains("istio.io/rev: 1-30", "sidecar.istio.io/inject: \"true\"");
    }

    @Test
    void gatewaysAndWaypointsAreNoSidecars() {
        String gateway = """
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: gateway, labels: {topology.istio.io/network: east}}
                spec: {containers: [{name: istio-proxy}]}
                status: {conditions: [{type: Ready, status: "True"}]}
                """;

        SandboxPlan plan = plan(
                shop(gateway + pod("web", "labels: {}", "image: proxyv2")).build(),
                ForkSpec.of("pricing").env("DISCOUNT", "10"));

        assertThat(plan.standing()).isEmpty();
        assertThat(plan.callers()).extracting(CallingWorkload::workload).containsExactly("web");
    }
}
