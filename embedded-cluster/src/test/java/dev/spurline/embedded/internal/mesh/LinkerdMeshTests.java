// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.spurline.cluster.ClusterSpec.IstioRelease;
import dev.spurline.cluster.ClusterSpec.Mesh;
import dev.spurline.embedded.internal.mesh.config.MeshSettings;
import dev.spurline.embedded.internal.node.machine.PodNetwork;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Linkerd's mesh in a real API: when it follows a route, and when not. */
class LinkerdMeshTests extends MeshTestCase {

    private static final Duration DELAY = Duration.ofMillis(110);

    private final AtomicLong nanos = new AtomicLong();

    /** Starts a mesh in which time stands still. */
    private MeshProxies start() {
        MeshProxies mesh = MeshProxies.start(
                client,
                new MeshSettings(Mesh.LINKERD, IstioRelease.V1_31, false, Duration.ZERO, nanos::get),
                URI.create(client.getMasterUrl().toString()));
        mesh.beginPushDelay();
        return mesh;
    }

    private String keyed(PodNetwork.NetworkAttachment pod) throws Exception {
        return get(pricing(pod), "x-key", "k1");
    }

    private boolean isAccepted() {
        return String.valueOf(route("pricing-k1").getAdditionalProperties().get("status"))
                .contains("type=Accepted, status=True");
    }

    private GenericKubernetesResource route(String name) {
        return client.genericKubernetesResources("gateway.networking.k8s.io/v1", "HTTPRoute")
                .inNamespace("shop")
                .withName(name)
                .get();
    }

    @Test
    void followsARouteAWhileAfterItWasAccepted() throws Exception {
        pod("pricing", "base");
        pod("fork", "fork");
        try (MeshProxies mesh = start();
                PodNetwork.NetworkAttachment cart = mesh.attach(caller())) {
            route();
            await().until(this::isAccepted);
            assertThat(keyed(cart)).isEqualTo("200 base");

            await().until(() -> {
                // Each time, as the mesh may see the route later than this test does.
                nanos.addAndGet(DELAY.toNanos());
                return keyed(cart).equals("200 fork");
            });
        }
    }

    @Test
    void goesOnWithWhatItHadOfARouteThatItCannotExpressAnyMore() throws Exception {
        pod("pricing", "base");
        pod("fork", "fork");
        try (MeshProxies mesh = MeshProxies.start(client, Mesh.LINKERD);
                PodNetwork.NetworkAttachment cart = mesh.attach(caller())) {
            route();
            await().until(() -> keyed(cart).equals("200 fork"));

            GenericKubernetesResource route = route("pricing-k1");
            Map<String, Object> first = route.get("spec", "rules", 0);
            Object filter = Map.of("type", "URLRewrite", "urlRewrite", Map.of("hostname", "x"));
            client.resource(route).edit(object -> {
                first.put("filters", List.of(filter));
                return route;
            });
            apply("""
                apiVersion: gateway.networking.k8s.io/v1
                kind: HTTPRoute
                metadata: {name: later, namespace: shop}
                spec:
                  parentRefs: [{group: "", kind: Service, name: pricing}]
                  rules:
                  - matches: [{headers: [{name: x-later, value: "1"}, {name: x-last, value: "1"}]}]
                    backendRefs: [{name: fork, port: 8080}]
                """);
            await().until(() ->
                    get(pricing(cart), "x-later", "1", "x-last", "1").equals("200 fork"));

            assertThat(keyed(cart)).isEqualTo("200 fork");
        }
    }

    /** Measured: a proxy goes on with the route until the Service has been idle for 5 s; then it goes by the profile. */
    @Test
    void aServiceProfileCountsOnceTheServiceHasBeenIdle() throws Exception {
        define("linkerd.io", "ServiceProfile", "serviceprofiles");
        pod("pricing", "base");
        pod("fork", "fork");
        try (MeshProxies mesh = MeshProxies.start(
                        client,
                        new MeshSettings(Mesh.LINKERD, IstioRelease.V1_31, false, Duration.ZERO, nanos::get),
                        URI.create(client.getMasterUrl().toString()));
                PodNetwork.NetworkAttachment cart = mesh.attach(caller());
                PodNetwork.NetworkAttachment web = mesh.attach(caller("web", ""))) {
            route();
            await().until(() -> keyed(cart).equals("200 fork"));
            apply("""
                apiVersion: linkerd.io/v1
                kind: ServiceProfile
                metadata: {name: pricing.shop.svc.cluster.local, namespace: shop}
                spec:
                  routes: [{name: all, condition: {pathRegex: "/.*"}}]
                """);
            await().until(() -> {
                // It may have begun before the mesh saw the profile: then it has to be idle for long enough, and cart
                // not.
                for (int i = 0; i < 2; i++) {
                    nanos.addAndGet(Duration.ofSeconds(3).toNanos());
                    assertThat(keyed(cart)).isEqualTo("200 fork");
                }
                return keyed(web).equals("200 base");
            });

            nanos.addAndGet(Duration.ofSeconds(5).toNanos());
            assertThat(keyed(cart)).isEqualTo("200 base");
        }
    }

    /** A mesh that has never had the route in another form has nothing to go on with. */
    @Test
    void hasNothingOfARouteThatItCouldNeverExpress() throws Exception {
        pod("pricing", "base");
        pod("fork", "fork");
        route();
        client.resource(route("pricing-k1")).edit(object -> {
            object.getMetadata().setAnnotations(Map.of("timeout.linkerd.io/request", "10"));
            return object;
        });
        try (MeshProxies mesh = MeshProxies.start(client, Mesh.LINKERD);
                PodNetwork.NetworkAttachment cart = mesh.attach(caller())) {
            await().until(this::isAccepted);
            await().until(() -> get(pricing(cart)).equals("200 base"));

            assertThat(keyed(cart)).isEqualTo("200 base");
        }
    }
}
