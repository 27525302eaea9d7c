// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spurline.cluster.ClusterSpec.IstioRelease;
import dev.spurline.cluster.ClusterSpec.Mesh;
import dev.spurline.embedded.OwnThreads;
import dev.spurline.embedded.internal.mesh.config.MeshSettings;
import dev.spurline.embedded.internal.node.machine.PodNetwork;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The mesh with its configuration in a real API. */
class MeshProxiesTests extends MeshTestCase {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void leadsAPodToServicesAndFollowsRoutes() throws Exception {
        pod("pricing", "base");
        pod("fork", "fork");
        try (MeshProxies mesh = MeshProxies.start(client, Mesh.ISTIO);
                PodNetwork.NetworkAttachment cart = mesh.attach(caller())) {
            Map<String, String> env = cart.serviceEnvironment();
            String port = env.get("PRICING_SERVICE_PORT");
            String uri = "http://" + env.get("PRICING_SERVICE_HOST") + ":" + port + "/";

            assertThat(env)
                    .containsEntry("PRICING_PORT", "tcp://127.0.0.1:" + port)
                    .containsEntry("PRICING_SERVICE_PORT_HTTP", port)
                    .containsEntry("PRICING_PORT_8080_TCP", "tcp://127.0.0.1:" + port)
                    .containsEntry("PRICING_PORT_8080_TCP_PROTO", "tcp")
                    .containsEntry("PRICING_PORT_8080_TCP_PORT", port)
                    .containsEntry("PRICING_PORT_8080_TCP_ADDR", "127.0.0.1");
            await().untilAsserted(() -> assertThat(get(uri, "x-key", "k1")).isEqualTo("200 base"));
            route();
            await().untilAsserted(() -> assertThat(get(uri, "x-key", "k1")).isEqualTo("200 fork"));
            assertThat(get(uri)).isEqualTo("200 base");

            assertThat(dump(cart)).contains("shop.pricing-k1.0", "shop.pricing-k1.1");
            String metrics = get("http://127.0.0.1:" + cart.proxyPorts().get(15090) + "/stats/prometheus");
            assertThat(metrics)
                    .containsPattern("reporter=\"source\",source_workload=\"cart\".*destination_service_name=\"fork\"");
            client.genericKubernetesResources("gateway.networking.k8s.io/v1", "HTTPRoute")
                    .inNamespace("shop")
                    .withName("pricing-k1")
                    .delete();
            await().untilAsserted(() -> assertThat(dump(cart)).containsOnly("default"));
        }
    }

    @Test
    void theProxyOfAPodWithoutServiceLinksHasTheServicesNevertheless() throws Exception {
        service("pricing");
        Pod pod = caller();
        pod.getSpec().setEnableServiceLinks(false);
        try (MeshProxies mesh = MeshProxies.start(client, Mesh.ISTIO);
                PodNetwork.NetworkAttachment cart = mesh.attach(pod)) {
            assertThat(cart.serviceEnvironment()).doesNotContainKey("PRICING_SERVICE_HOST");
            assertThat(hosts(cart)).containsExactly("pricing.shop.svc.cluster.local:8080");
        }
    }

    @ParameterizedTest
    @CsvSource({"ISTIO, sidecar.istio.io/inject: \"false\"", "LINKERD, linkerd.io/inject: disabled"})
    void onlyTheProxyOfThePodThatCallsFollowsRoutes(Mesh kind, String none) throws Exception {
        pod("pricing", "base");
        pod("fork", "fork");
        route();
        try (MeshProxies mesh = MeshProxies.start(client, kind);
                PodNetwork.NetworkAttachment cart = mesh.attach(caller());
                PodNetwork.NetworkAttachment web = mesh.attach(caller("web", none))) {
            URI gateway = mesh.ingress("shop", "pricing").orElseThrow();

            await().untilAsserted(
                            () -> assertThat(get(pricing(cart), "x-key", "k1")).isEqualTo("200 fork"));
            assertThat(get(pricing(web), "x-key", "k1")).isEqualTo("200 base");
            assertThat(get(gateway.toString(), "x-key", "k1")).isEqualTo("200 base");
            assertThat(web.proxyPorts()).isEmpty();
            assertThat(web.annotations()).isEmpty();
        }
    }

    @Test
    void answersForAPodThatIsReadyAsEnvoyDoesUnderIstio131() throws Exception {
        AtomicLong nanos = new AtomicLong();
        try (MeshProxies mesh = start(IstioRelease.V1_31, nanos);
                PodNetwork.NetworkAttachment cart = becomesReady(mesh, "UNHEALTHY")) {
            assertThat(get(pricing(cart))).isEqualTo("503 no healthy upstream");

            nanos.addAndGet(Duration.ofSeconds(1).toNanos());

            await().untilAsserted(() -> assertThat(get(pricing(cart))).isEqualTo("200 base"));
        }
    }

    @Test
    void leadsToAPodOnceItIsReadyUpToIstio130() throws Exception {
        try (MeshProxies mesh = start(IstioRelease.V1_30, new AtomicLong());
                PodNetwork.NetworkAttachment cart = becomesReady(mesh, "")) {
            assertThat(get(pricing(cart))).isEqualTo("200 base");
        }
    }

    /** Starts a mesh in which time stands still. */
    private MeshProxies start(IstioRelease release, AtomicLong nanos) {
        service("pricing");
        return MeshProxies.start(
                client,
                new MeshSettings(Mesh.ISTIO, release, false, Duration.ZERO, nanos::get),
                URI.create(client.getMasterUrl().toString()));
    }

    /** Returns a caller whose proxy knows a pod as ready that it knew before in another way. */
    private PodNetwork.NetworkAttachment becomesReady(MeshProxies mesh, String before) throws Exception {
        PodNetwork.NetworkAttachment cart = mesh.attach(caller());
        endpoint("pricing", "base", false);
        await().untilAsserted(() -> assertThat(health(cart)).isEqualTo(before));
        client.discovery()
                .v1()
                .endpointSlices()
                .inNamespace("shop")
                .withName("pricing-a")
                .edit(slice -> new EndpointSliceBuilder(slice)
                        .editEndpoint(0)
                        .editConditions()
                        .withReady(true)
                        .endConditions()
                        .endEndpoint()
                        .build());
        await().untilAsserted(() -> assertThat(health(cart)).isEqualTo("HEALTHY"));
        return cart;
    }

    private String health(PodNetwork.NetworkAttachment pod) throws IOException, InterruptedException {
        String dump = get("http://127.0.0.1:" + pod.proxyPorts().get(15000) + "/clusters?format=json");
        return String.join(" ", JSON.readTree(dump.substring(4)).findValuesAsText("eds_health_status"));
    }

    /** As a real proxy does, which has the routes of all Services whether its pod calls them or not. */
    @Test
    void showsTheRoutesOfServicesThatAreYoungerThanThePod() throws Exception {
        service("pricing");
        try (MeshProxies mesh = MeshProxies.start(client, Mesh.ISTIO);
                PodNetwork.NetworkAttachment cart = mesh.attach(caller())) {
            service("late");

            await().untilAsserted(() -> assertThat(hosts(cart))
                    .containsExactly("late.shop.svc.cluster.local:8080", "pricing.shop.svc.cluster.local:8080"));
        }
    }

    @Test
    void forgetsServicesThatAreGone() throws Exception {
        service("pricing");
        try (MeshProxies mesh = MeshProxies.start(client, Mesh.ISTIO);
                PodNetwork.NetworkAttachment cart = mesh.attach(caller())) {
            Set<String> names = ConcurrentHashMap.newKeySet();
            cart.names(now -> {
                names.retainAll(now.keySet());
                names.addAll(now.keySet());
            });
            service("late");
            await().untilAsserted(() -> assertThat(hosts(cart)).contains("late.shop.svc.cluster.local:8080"));
            await().untilAsserted(() -> assertThat(names).contains("late", "late.shop"));

            client.services().inNamespace("shop").withName("late").delete();

            await().untilAsserted(() -> assertThat(names).contains("pricing").doesNotContain("late", "late.shop"));
            assertThat(hosts(cart)).containsExactly("pricing.shop.svc.cluster.local:8080");
        }
    }

    private List<String> hosts(PodNetwork.NetworkAttachment pod) throws IOException, InterruptedException {
        return virtualHosts(pod).findValuesAsText("name").stream()
                .filter(name -> name.contains(".shop."))
                .filter(name -> !name.contains("|"))
                .toList();
    }

    private JsonNode virtualHosts(PodNetwork.NetworkAttachment pod) throws IOException, InterruptedException {
        String dump = get("http://127.0.0.1:" + pod.proxyPorts().get(15000)
                + "/config_dump?resource=dynamic_route_configs&name_regex=8080");
        return JSON.readTree(dump.substring(4))
                .path("configs")
                .path(0)
                .path("route_config")
                .path("virtual_hosts");
    }

    private List<String> dump(PodNetwork.NetworkAttachment pod) throws IOException, InterruptedException {
        return virtualHosts(pod).findValues("routes").stream()
                .flatMap(routes -> routes.findValuesAsText("name").stream())
                .filter(name -> name.equals("default") || name.startsWith("shop."))
                .toList();
    }

    @Test
    void writesTheStatusThatIstioWrites() throws Exception {
        service("pricing");
        route();
        try (MeshProxies mesh = MeshProxies.start(client, Mesh.ISTIO)) {
            await().untilAsserted(() -> assertThat(conditions())
                    .containsExactly("Accepted True Accepted 1", "ResolvedRefs False BackendNotFound 1"));
            service("fork");
            await().untilAsserted(() -> assertThat(conditions())
                    .containsExactly("Accepted True Accepted 1", "ResolvedRefs True ResolvedRefs 1"));
            assertThat(mesh.ingress("shop", "nothing")).isEmpty();
        }
    }

    @Test
    void writesTheStatusThatLinkerdWrites() throws Exception {
        route();
        try (MeshProxies mesh = MeshProxies.start(client, Mesh.LINKERD)) {
            await().untilAsserted(() -> assertThat(conditions())
                    .containsExactly("Accepted False NoMatchingParent ", "ResolvedRefs False BackendNotFound "));
            assertThat(mesh.ingress("shop", "pricing")).isEmpty();
        }
    }

    private List<String> conditions() {
        GenericKubernetesResource route = client.genericKubernetesResources("gateway.networking.k8s.io/v1", "HTTPRoute")
                .inNamespace("shop")
                .withName("pricing-k1")
                .get();
        JsonNode parents = JSON.valueToTree(route).path("status").path("parents");
        List<String> lines = new ArrayList<>();
        for (JsonNode condition : parents.path(0).path("conditions")) {
            lines.add(condition.path("type").asText() + " "
                    + condition.path("status").asText() + " "
                    + condition.path("reason").asText() + " "
                    + condition.path("observedGeneration").asText());
        }
        return lines;
    }

    @Test
    void opensAServiceAtTheIngressGateway() throws Exception {
        pod("pricing", "base");
        try (MeshProxies mesh = MeshProxies.start(client, Mesh.ISTIO)) {
            URI uri = mesh.ingress("shop", "pricing").orElseThrow();

            await().untilAsserted(() -> assertThat(get(uri.toString())).isEqualTo("200 base"));
            assertThat(mesh.ingress("shop", "pricing")).contains(uri);
        }
    }

    @Test
    void linkerdsPagesCountWhoReadsThem() throws Exception {
        try (MeshProxies mesh = MeshProxies.start(client, Mesh.LINKERD);
                PodNetwork.NetworkAttachment cart = mesh.attach(caller())) {
            String page = "http://127.0.0.1:" + cart.proxyPorts().get(4191);

            assertThat(get(page + "/metrics")).contains("target_port=\"4191\"", "\"} 1\n");
            assertThat(get(page + "/ready")).isEqualTo("200 ready\n");
            assertThat(get(page + "/metrics")).contains("\"} 3\n");
        }
    }

    @Test
    void istiosClustersShowWhatWasSent() throws Exception {
        pod("pricing", "base");
        try (MeshProxies mesh = MeshProxies.start(client, Mesh.ISTIO);
                PodNetwork.NetworkAttachment cart = mesh.attach(caller())) {
            Map<String, String> env = cart.serviceEnvironment();
            String uri = "http://" + env.get("PRICING_SERVICE_HOST") + ":" + env.get("PRICING_SERVICE_PORT") + "/";
            await().untilAsserted(() -> assertThat(get(uri)).isEqualTo("200 base"));

            String host = "outbound|8080||pricing.shop.svc.cluster.local::10.244.0.7:8080::";
            assertThat(get("http://127.0.0.1:" + cart.proxyPorts().get(15000) + "/clusters"))
                    .contains(host + "rq_total::1\n", host + "health_flags::healthy\n");
        }
    }

    @Test
    void leavesNoThreadBehind() throws Exception {
        pod("pricing", "base");
        OwnThreads threads = new OwnThreads();
        try (MeshProxies mesh = threads.call(() -> MeshProxies.start(client, Mesh.LINKERD));
                PodNetwork.NetworkAttachment cart = mesh.attach(caller())) {
            assertThat(cart.proxyPorts()).containsOnlyKeys(4191);
            assertThat(threads.alive("spurline-mesh")).isNotEmpty();
        }

        await().untilAsserted(() -> assertThat(threads.alive("spurline-mesh")).isEmpty());
    }
}
