// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spurline.cluster.ClusterSpec.Mesh;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import org.junit.jupiter.api.Test;

/** A cluster with Istio refuses what Istio's webhook refuses. */
class IstioWebhookTests {

    private static String virtualService(String name, String http) {
        return """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: %s, namespace: shop}
            spec: {hosts: [%s], http: %s}
            """.formatted(name, name, http);
    }

    private static final String ROUTE = "[{route: [{destination: {host: pricing}}]}]";
    private static final String TWO_KINDS =
            "[{match: [{uri: {exact: /a, prefix: /b}}], route: [{destination: {host: pricing}}]}]";
    private static final String BARE_PORT = "[{route: [{destination: {host: pricing, port: 80}}]}]";
    private static final String REFUSAL =
            "admission webhook \"validation.istio.io\" denied the request: configuration is invalid: http, tcp or tls must be provided in virtual service";

    @Test
    void refusesAtCreationAndUpdateAndDryRun() {
        try (EmbeddedCluster cluster = EmbeddedCluster.start(spec -> {
                    spec.mesh(Mesh.ISTIO);
                    spec.namespace("shop");
                    spec.manifests(virtualService("pricing", ROUTE));
                });
                KubernetesClient client = new KubernetesClientBuilder()
                        .withConfig(Config.fromKubeconfig(cluster.kubeconfig()))
                        .build()) {
            assertThatThrownBy(
                            () -> client.resource(virtualService("cart", "[]")).create())
                    .hasMessageContaining(REFUSAL);
            assertThatThrownBy(() -> client.resource(virtualService("cart", "[]"))
                            .dryRun()
                            .create())
                    .hasMessageContaining(REFUSAL);
            assertThatThrownBy(() ->
                            client.resource(virtualService("pricing", "[]")).update())
                    .hasMessageContaining(REFUSAL);
            client.resource(virtualService("cart", ROUTE)).create();

            assertThatThrownBy(() ->
                            client.resource(virtualService("front", TWO_KINDS)).create())
                    .as("the definition")
                    .hasMessageContaining("spec.http[0].match[0].uri: Invalid value");
            assertThatThrownBy(() ->
                            client.resource(virtualService("front", BARE_PORT)).create())
                    .hasMessageContaining("spec.http[0].route[0].destination.port: Invalid value");
        }
    }
}
