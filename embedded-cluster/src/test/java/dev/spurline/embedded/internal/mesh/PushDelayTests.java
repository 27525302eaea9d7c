// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.spurline.cluster.ClusterSpec.IstioRelease;
import dev.spurline.cluster.ClusterSpec.Mesh;
import dev.spurline.embedded.internal.mesh.config.MeshSettings;
import dev.spurline.embedded.internal.node.machine.PodNetwork;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A mesh whose proxies learn of changes late; its time stands still unless a test moves it. */
class PushDelayTests extends MeshTestCase {

    private static final Duration DELAY = Duration.ofMillis(200);

    private final AtomicLong nanos = new AtomicLong();

    private MeshProxies start() {
        MeshProxies mesh = MeshProxies.start(
                client,
                new MeshSettings(Mesh.ISTIO, IstioRelease.V1_30, false, DELAY, nanos::get),
                URI.create(client.getMasterUrl().toString()));
        mesh.beginPushDelay();
        return mesh;
    }

    private void letTheDelayPass() {
        nanos.addAndGet(DELAY.toNanos());
    }

    @Test
    void aRouteAndItsEndpointsAreLearnedOfTogetherAndLate() throws Exception {
        pod("pricing", "base");
        try (MeshProxies mesh = start();
                PodNetwork.NetworkAttachment cart = mesh.attach(caller())) {
            pod("fork", "fork");
            route();
            // The status is the control plane's, which has seen the route and what it leads to.
            await().untilAsserted(() -> assertThat(status()).contains("reason=Accepted", "reason=ResolvedRefs"));
            assertThat(get(pricing(cart), "x-key", "k1")).isEqualTo("200 base");

            letTheDelayPass();

            await().until(() -> !get(pricing(cart), "x-key", "k1").equals("200 base"));
            assertThat(get(pricing(cart), "x-key", "k1")).isEqualTo("200 fork");
        }
    }

    private String status() {
        return client.genericKubernetesResources("gateway.networking.k8s.io/v1", "HTTPRoute")
                .inNamespace("shop")
                .withName("pricing-k1")
                .get()
                .getAdditionalProperties()
                .toString();
    }

    @Test
    void aServiceThatTheProxyHasNotLearnedOfIsReachedAsWithoutAProxy() throws Exception {
        pod("pricing", "base");
        try (MeshProxies mesh = start();
                PodNetwork.NetworkAttachment cart = mesh.attach(caller())) {
            Map<String, String> names = new ConcurrentHashMap<>();
            cart.names(names::putAll);

            pod("late", "late");
            PodNetwork.NetworkAttachment second = mesh.attach(caller("web", ""));

            String uri =
                    "http://127.0.0.1:%s/".formatted(second.serviceEnvironment().get("LATE_SERVICE_PORT"));
            await().untilAsserted(() -> assertThat(get(uri)).isEqualTo("200 late"));
            await().untilAsserted(() -> assertThat(names).containsKey("late.shop"));
            second.close();
        }
    }
}
