// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.spurline.cluster.ClusterSpec.Mesh;
import dev.spurline.embedded.internal.node.machine.PodNetwork;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the mesh reads in Istio's ConfigMap. Source: defaultVirtualServiceExportTo, rootNamespace and outboundTrafficPolicy
 * in istio.io/latest/docs/reference/config/istio.mesh.v1alpha1.
 */
class InstallationTests extends MeshTestCase {

    private void installation(String name, String mesh) {
        if (client.namespaces().withName("istio-system").get() == null) {
            namespace("istio-system");
        }
        client.resource(configMap(name, mesh)).createOr(existing -> existing.update());
    }

    private void namespace(String name) {
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();
    }

    private static ConfigMap configMap(String name, String mesh) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace("istio-system")
                .withName(name)
                .endMetadata()
                .withData(Map.of("mesh", mesh))
                .build();
    }

    private void virtualServices() {
        define("networking.istio.io", "VirtualService", "virtualservices");
        namespace("routes");
        apply("""
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: teapot, namespace: routes}
            spec: {hosts: [pricing.shop.svc.cluster.local], http: [{directResponse: {status: 418}}]}
            """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"istio", "istio-canary"})
    void whoSeesAVirtualServiceIsTheMeshsDefault(String configMap) throws Exception {
        pod("pricing", "base");
        try (MeshProxies mesh = MeshProxies.start(client, Mesh.ISTIO);
                PodNetwork.NetworkAttachment cart = mesh.attach(caller())) {
            virtualServices();
            await().untilAsserted(() -> assertThat(get(pricing(cart))).isEqualTo("418 "));

            installation(configMap, "defaultVirtualServiceExportTo: [\".\"]");
            await().untilAsserted(() -> assertThat(get(pricing(cart))).isEqualTo("200 base"));

            installation(configMap, "rootNamespace: elsewhere");
            await().untilAsserted(() -> assertThat(get(pricing(cart))).isEqualTo("418 "));
        }
    }

    @Test
    void whatTheControlPlaneDoesNotLookAtHasNoRoutesAndIsReached() throws Exception {
        pod("pricing", "base");
        pod("fork", "fork");
        route();
        try (MeshProxies mesh = MeshProxies.start(client, Mesh.ISTIO);
                PodNetwork.NetworkAttachment cart = mesh.attach(caller())) {
            assertThat(get(pricing(cart), "x-key", "k1")).isEqualTo("200 fork");

            installation("istio", "discoverySelectors: [{matchLabels: {team: other}}]");
            await().untilAsserted(
                            () -> assertThat(get(pricing(cart), "x-key", "k1")).isEqualTo("200 base"));
            assertThat(clusters(cart)).doesNotContain("pricing.shop");

            installation("istio", "discoverySelectors: [{matchLabels: {istio-injection: enabled}}]");
            await().untilAsserted(
                            () -> assertThat(get(pricing(cart), "x-key", "k1")).isEqualTo("200 fork"));
        }
    }

    @Test
    void aMeshConfigThatCannotBeReadLeavesTheLastInForce() throws Exception {
        pod("pricing", "base");
        installation("istio", "defaultVirtualServiceExportTo: [\".\"]");
        try (MeshProxies mesh = MeshProxies.start(client, Mesh.ISTIO);
                PodNetwork.NetworkAttachment cart = mesh.attach(caller())) {
            virtualServices();
            installation("istio", "defaultVirtualServiceExportTo: [\"*\"\n: broken");
            pod("late", "late");
            await().untilAsserted(() -> assertThat(clusters(cart)).contains("late.shop"));

            assertThat(get(pricing(cart))).isEqualTo("200 base");
        }
    }

    /** Source: ResolveShortnameToFQDN in istiod's {@code pilot/pkg/model/config.go}, and Name.Matches in its {@code pkg/config/host/name.go}. */
    @Test
    void hostsAreInTheDomainThatTheInjectorTellsSidecars() throws Exception {
        pod("pricing", "base");
        namespace("istio-system");
        client.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace("istio-system")
                        .withName("istio-sidecar-injector")
                        .endMetadata()
                        .withData(Map.of("values", "{\"global\": {\"proxy\": {\"clusterDomain\": \"corp.local\"}}}"))
                        .build())
                .create();
        define("networking.istio.io", "VirtualService", "virtualservices");
        try (MeshProxies mesh = MeshProxies.start(client, Mesh.ISTIO);
                PodNetwork.NetworkAttachment cart = mesh.attach(caller())) {
            teapot("*.shop.svc.corp.local");
            await().untilAsserted(() -> assertThat(get(pricing(cart))).isEqualTo("418 "));
            assertThat(clusters(cart)).contains("pricing.shop.svc.corp.local").doesNotContain("cluster.local");

            teapot("pricing.shop.svc.cluster.local");
            await().untilAsserted(() -> assertThat(get(pricing(cart))).isEqualTo("200 base"));

            teapot("pricing");
            await().untilAsserted(() -> assertThat(get(pricing(cart))).isEqualTo("418 "));
        }
    }

    /** Source: LabelsInRevision in istiod's {@code pkg/config/model.go}. */
    @Test
    void anObjectOfAnotherRevisionIsNotRead() throws Exception {
        pod("pricing", "base");
        virtualServices();
        try (MeshProxies mesh = MeshProxies.start(client, Mesh.ISTIO);
                PodNetwork.NetworkAttachment cart = mesh.attach(caller())) {
            await().untilAsserted(() -> assertThat(get(pricing(cart))).isEqualTo("418 "));

            revision("canary");
            await().untilAsserted(() -> assertThat(get(pricing(cart))).isEqualTo("200 base"));

            revision("default");
            await().untilAsserted(() -> assertThat(get(pricing(cart))).isEqualTo("418 "));

            revision("canary");
            installation("istio-canary", "rootNamespace: istio-system");
            await().untilAsserted(() -> assertThat(get(pricing(cart))).isEqualTo("418 "));
        }
    }

    private void revision(String name) {
        client.genericKubernetesResources("networking.istio.io/v1", "VirtualService")
                .inNamespace("routes")
                .withName("teapot")
                .edit(object -> {
                    object.getMetadata().setLabels(Map.of("istio.io/rev", name));
                    return object;
                });
    }

    private void teapot(String host) {
        client.resource("""
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: teapot, namespace: shop}
            spec: {hosts: ["%s"], http: [{directResponse: {status: 418}}]}
            """.formatted(host)).forceConflicts().serverSideApply();
    }

    private String clusters(PodNetwork.NetworkAttachment pod) throws Exception {
        return get("http://127.0.0.1:" + pod.proxyPorts().get(15000) + "/clusters");
    }
}
