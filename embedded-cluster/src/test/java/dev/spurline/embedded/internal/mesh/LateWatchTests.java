// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.spurline.cluster.ClusterSpec.Mesh;
import dev.spurline.embedded.internal.blueprint.ClusterClient;
import dev.spurline.embedded.internal.node.machine.PodNetwork;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a route leads to is there with the route, whichever of the mesh's watches are behind that of the routes. Those that
 * are behind tell of nothing here, so that each order of events is covered.
 */
class LateWatchTests extends MeshTestCase {

    private final SilentWatches silent = new SilentWatches();

    @AfterEach
    void closeSilent() {
        silent.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "pods", "endpointslices", "services", "pods endpointslices services"})
    void aRouteIsNeverAheadOfTheEndpointsItLeadsTo(String behind) throws Exception {
        pod("pricing", "base");
        silent.silence(Set.of(behind.split(" ")));
        try (KubernetesClient lagging = client(silent);
                MeshProxies mesh = MeshProxies.start(lagging, Mesh.ISTIO);
                PodNetwork.NetworkAttachment cart = mesh.attach(caller())) {
            assertThat(get(pricing(cart), "x-key", "k1")).isEqualTo("200 base");

            pod("fork", "fork");
            route();

            await().until(() -> !get(pricing(cart), "x-key", "k1").equals("200 base"));
            assertThat(get(pricing(cart), "x-key", "k1")).isEqualTo("200 fork");
            assertThat(get(pricing(cart))).isEqualTo("200 base");
        }
    }

    @Test
    void aRouteThatIsDeletedBeforeItsEndpointsLeadsToThemNoLonger() throws Exception {
        pod("pricing", "base");
        pod("fork", "fork");
        route();
        silent.silence(Set.of("httproutes"));
        try (KubernetesClient lagging = client(silent);
                MeshProxies mesh = MeshProxies.start(lagging, Mesh.ISTIO);
                PodNetwork.NetworkAttachment cart = mesh.attach(caller())) {
            assertThat(get(pricing(cart), "x-key", "k1")).isEqualTo("200 fork");

            client.genericKubernetesResources("gateway.networking.k8s.io/v1", "HTTPRoute")
                    .inNamespace("shop")
                    .withName("pricing-k1")
                    .delete();
            client.discovery()
                    .v1()
                    .endpointSlices()
                    .inNamespace("shop")
                    .withName("fork-a")
                    .delete();

            await().until(() -> !get(pricing(cart), "x-key", "k1").equals("200 fork"));
            assertThat(get(pricing(cart), "x-key", "k1")).isEqualTo("200 base");
        }
    }

    private KubernetesClient client(SilentWatches silent) {
        return ClusterClient.builder(Config.fromKubeconfig(api.plain(api.kubeconfig())))
                .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("silent", silent))
                .build();
    }
}
