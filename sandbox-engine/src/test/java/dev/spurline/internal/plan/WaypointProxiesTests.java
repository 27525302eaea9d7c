// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.internal.survey.ServiceMesh;
import dev.spurline.internal.survey.Survey;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WaypointProxiesTests {

    private static Service service(String name, String waypoint) {
        return Serialization.unmarshal("""
                apiVersion: v1
                kind: Service
                metadata: {name: %s, namespace: shop, labels: {istio.io/use-waypoint: %s}}
                spec: {ports: [{name: http, port: 80}]}
                """.formatted(name, waypoint), Service.class);
    }

    private static Pod pod(String waypoint, boolean ready) {
        return Serialization.unmarshal("""
                apiVersion: v1
                kind: Pod
                metadata:
                  name: %1$s-1
                  namespace: shop
                  labels: {gateway.networking.k8s.io/gateway-name: %1$s}
                spec: {containers: [{name: istio-proxy}]}
                status: {conditions: [{type: Ready, status: "%2$s"}]}
                """.formatted(waypoint, ready ? "True" : "False"), Pod.class);
    }

    private static WaypointProxies proxies(ServiceMesh mesh, HasMetadata... objects) {
        List<HasMetadata> all = new ArrayList<>(Arrays.asList(objects));
        return new WaypointProxies(Survey.of("shop").mesh(mesh).add(all).build());
    }

    @Test
    void eachWaypointKnowsItsOwnServices() {
        WaypointProxies proxies = proxies(
                ServiceMesh.ISTIO_AMBIENT,
                service("price", "east"),
                service("quote", "west"),
                service("cart", "none"),
                pod("east", true),
                pod("west", true));

        assertThat(proxies.all())
                .containsExactly(
                        new CallingWorkload(
                                "shop", "east", List.of("east-1"), Set.of("shop/quote", "shop/cart"), Map.of()),
                        new CallingWorkload(
                                "shop", "west", List.of("west-1"), Set.of("shop/price", "shop/cart"), Map.of()));
        assertThat(proxies.uncounted())
                .isEqualTo(Map.of("shop/cart", "it has no waypoint, which would count its requests"));
    }

    @Test
    void aWaypointWithoutAReadyPodCountsNothing() {
        WaypointProxies proxies = proxies(ServiceMesh.ISTIO_AMBIENT, service("price", "east"), pod("east", false));

        assertThat(proxies.all()).isEmpty();
        assertThat(proxies.uncounted())
                .isEqualTo(Map.of(
                        "shop/price",
                        "no ready pod of its waypoint [shop/east] was found, which would count its requests"));
    }

    @Test
    void otherMeshesHaveNone() {
        WaypointProxies proxies = proxies(ServiceMesh.ISTIO, service("price", "east"), pod("east", true));

        assertThat(proxies.all()).isEmpty();
        assertThat(proxies.uncounted()).isEmpty();
    }
}
