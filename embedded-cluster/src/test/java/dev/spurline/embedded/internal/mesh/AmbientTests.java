// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.spurline.cluster.ClusterSpec.Mesh;
import dev.spurline.embedded.internal.node.machine.PodNetwork;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Istio's ambient mode. Source: istio.io/latest/docs/ambient/usage/waypoint. */
class AmbientTests extends MeshTestCase {

    @BeforeEach
    void makeServices() throws Exception {
        define("gateway.networking.k8s.io", "Gateway", "gateways");
        pod("fork", "fork");
        pod("pricing", "base");
        route();
    }

    private Pod ambient() {
        Pod pod = caller();
        pod.getMetadata()
                .getLabels()
                .putAll(Map.of("sidecar.istio.io/inject", "false", "istio.io/dataplane-mode", "ambient"));
        return pod;
    }

    private void waypoint(String labels) {
        apply("""
            apiVersion: gateway.networking.k8s.io/v1
            kind: Gateway
            metadata: {name: waypoint, namespace: shop, labels: {%s}}
            spec: {gatewayClassName: istio-waypoint, listeners: [{name: mesh, port: 15008, protocol: HBONE}]}
            """.formatted(labels));
    }

    private void useWaypoint(String name) {
        client.services()
                .inNamespace("shop")
                .withName("pricing")
                .edit(service -> new ServiceBuilder(service)
                        .editMetadata()
                        .addToLabels("istio.io/use-waypoint", name)
                        .endMetadata()
                        .build());
    }

    @Test
    void onlyTheWaypointOfAServiceFollowsRoutes() throws Exception {
        try (MeshProxies mesh = MeshProxies.start(client, Mesh.ISTIO);
                PodNetwork.NetworkAttachment sidecar = mesh.attach(caller("web", ""));
                PodNetwork.NetworkAttachment cart = mesh.attach(ambient())) {
            await().untilAsserted(() ->
                    assertThat(get(pricing(sidecar), "x-key", "k1")).isEqualTo("200 fork"));
            assertThat(cart.proxyPorts()).isEmpty();
            assertThat(get(pricing(cart), "x-key", "k1")).as("no waypoint").isEqualTo("200 base");

            useWaypoint("waypoint");
            waypoint("istio.io/waypoint-for: workload");
            pod("late", "late");
            await().untilAsserted(() -> assertThat(known(sidecar)).contains("late.shop"));
            assertThat(get(pricing(cart), "x-key", "k1"))
                    .as("a waypoint for pods")
                    .isEqualTo("200 base");

            client.genericKubernetesResources("gateway.networking.k8s.io/v1", "Gateway")
                    .inNamespace("shop")
                    .withName("waypoint")
                    .delete();
            waypoint("");
            await().untilAsserted(
                            () -> assertThat(get(pricing(cart), "x-key", "k1")).isEqualTo("200 fork"));
            assertThat(get(pricing(cart))).isEqualTo("200 base");
        }
    }

    private String known(PodNetwork.NetworkAttachment pod) throws Exception {
        return get("http://127.0.0.1:" + pod.proxyPorts().get(15000) + "/clusters");
    }

    @Test
    void aNamespacesWaypointIsThatOfItsServicesUnlessTheyWantNone() throws Exception {
        waypoint("");
        client.namespaces()
                .withName("shop")
                .edit(namespace -> new NamespaceBuilder(namespace)
                        .editMetadata()
                        .addToLabels("istio.io/use-waypoint", "waypoint")
                        .endMetadata()
                        .build());
        try (MeshProxies mesh = MeshProxies.start(client, Mesh.ISTIO);
                PodNetwork.NetworkAttachment cart = mesh.attach(ambient())) {
            assertThat(get(pricing(cart), "x-key", "k1")).isEqualTo("200 fork");

            useWaypoint("none");

            await().untilAsserted(
                            () -> assertThat(get(pricing(cart), "x-key", "k1")).isEqualTo("200 base"));
        }
    }
}
