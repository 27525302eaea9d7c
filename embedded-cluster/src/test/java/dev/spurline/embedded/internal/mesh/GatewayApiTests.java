// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.spurline.cluster.ClusterSpec.Mesh;
import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Gateways of the Gateway API, from the API to the answer. */
class GatewayApiTests extends MeshTestCase {

    @BeforeEach
    void makeServices() throws IOException {
        define("gateway.networking.k8s.io", "Gateway", "gateways");
        pod("pricing", "base");
        apply("""
            apiVersion: gateway.networking.k8s.io/v1
            kind: HTTPRoute
            metadata: {name: entry, namespace: shop}
            spec:
              parentRefs: [{name: front, sectionName: web}]
              rules: [{backendRefs: [{name: pricing, port: 8080}]}]
            """);
    }

    private void gateway(String type, String listener) {
        apply("""
            apiVersion: gateway.networking.k8s.io/v1
            kind: Gateway
            metadata: {name: front, namespace: shop}
            spec: {gatewayClassName: %s, listeners: [{name: %s, port: 80, protocol: HTTP}]}
            """.formatted(type, listener));
    }

    private String accepted() {
        return String.valueOf(client.genericKubernetesResources("gateway.networking.k8s.io/v1", "HTTPRoute")
                .inNamespace("shop")
                .withName("entry")
                .get()
                .getAdditionalProperties()
                .get("status"));
    }

    @Test
    void leadsFromAGatewayToAService() throws Exception {
        gateway("istio", "web");
        try (MeshProxies mesh = MeshProxies.start(client, Mesh.ISTIO)) {
            URI uri = mesh.gateway("shop", "front", 80).orElseThrow();

            assertThat(get(uri.toString())).isEqualTo("200 base");
            assertThat(mesh.gateway("shop", "front", 81)).isEmpty();
            await().untilAsserted(() -> assertThat(accepted()).contains("reason=Accepted", "reason=ResolvedRefs"));
        }
    }

    @Test
    void saysThatNoListenerHasTheName() {
        gateway("istio", "other");
        try (MeshProxies mesh = MeshProxies.start(client, Mesh.ISTIO)) {
            assertThat(mesh.gateway("shop", "front", 80)).isPresent();
            await().untilAsserted(() -> assertThat(accepted()).contains("reason=NoMatchingParent"));
        }
    }

    @Test
    void leavesGatewaysOfOtherClassesAlone() throws Exception {
        gateway("nginx", "web");
        pod("fork", "fork");
        route();
        try (MeshProxies mesh = MeshProxies.start(client, Mesh.ISTIO)) {
            await().untilAsserted(() -> assertThat(String.valueOf(
                            client.genericKubernetesResources("gateway.networking.k8s.io/v1", "HTTPRoute")
                                    .inNamespace("shop")
                                    .withName("pricing-k1")
                                    .get()))
                    .contains("reason=Accepted"));

            assertThat(accepted()).isEqualTo("null");
            assertThat(mesh.gateway("shop", "front", 80)).isEmpty();
        }
    }
}
