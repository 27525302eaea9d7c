// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spurline.cluster.ClusterSpec.Mesh;
import dev.spurline.embedded.internal.node.machine.PodNetwork;
import org.junit.jupiter.api.Test;

/** The mesh with VirtualServices in a real API. */
class VirtualServiceMeshTests extends MeshTestCase {

    private static final ObjectMapper JSON = new ObjectMapper();

    private void define() {
        apply("""
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: virtualservices.networking.istio.io}
            spec:
              group: networking.istio.io
              scope: Namespaced
              names: {kind: VirtualService, listKind: VirtualServiceList, plural: virtualservices, singular: virtualservice}
              versions:
              - name: v1
                served: true
                storage: true
                schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
            """);
    }

    private void virtualService(String name, String spec) {
        apply("""
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: %s, namespace: shop}
            spec: %s
            """.formatted(name, spec));
    }

    private void root() {
        virtualService(
                "root",
                "{hosts: [pricing], http: [{name: slot, delegate: {name: fork}}, {name: tail, route: [{destination: {host: pricing}}]}]}");
    }

    private void fork() {
        virtualService(
                "fork",
                "{http: [{name: one, match: [{headers: {x-key: {exact: k1}}}], route: [{destination: {host: fork}}]}]}");
    }

    private static String answer(PodNetwork.NetworkAttachment pod, MeshTestCase test) throws Exception {
        return test.get(pricing(pod), "x-key", "k1");
    }

    @Test
    void followsDelegatesThatComeAndGo() throws Exception {
        pod("pricing", "base");
        pod("fork", "fork");
        try (MeshProxies mesh = MeshProxies.start(client, Mesh.ISTIO);
                PodNetwork.NetworkAttachment cart = mesh.attach(caller())) {
            define();
            root();
            assertThat(answer(cart, this)).isEqualTo("200 base");

            fork();
            await().until(() -> answer(cart, this).equals("200 fork"));
            assertThat(get(pricing(cart))).isEqualTo("200 base");

            client.genericKubernetesResources("networking.istio.io/v1", "VirtualService")
                    .inNamespace("shop")
                    .withName("fork")
                    .delete();
            await().until(() -> answer(cart, this).equals("200 base"));
        }
    }

    @Test
    void theRouteDumpNamesRulesAndTheRoot() throws Exception {
        define();
        pod("pricing", "base");
        pod("fork", "fork");
        root();
        fork();
        try (MeshProxies mesh = MeshProxies.start(client, Mesh.ISTIO);
                PodNetwork.NetworkAttachment cart = mesh.attach(caller())) {
            JsonNode dump = JSON.readTree(get("http://127.0.0.1:%d/config_dump?resource=dynamic_route_configs"
                            .formatted(cart.proxyPorts().get(15000)))
                    .substring("200 ".length()));

            JsonNode host = hostOf(dump, "pricing.shop.svc.cluster.local:8080");
            assertThat(host.path("routes").findValuesAsText("name"))
                    .contains("slot-one", "tail")
                    .doesNotContain("default");
            assertThat(host.path("routes").findValuesAsText("config"))
                    .containsOnly("/apis/networking.istio.io/v1/namespaces/shop/virtual-service/root");
            assertThat(host.path("routes").findValuesAsText("cluster"))
                    .containsExactly(
                            "outbound|8080||fork.shop.svc.cluster.local",
                            "outbound|8080||pricing.shop.svc.cluster.local");
        }
    }

    private static JsonNode hostOf(JsonNode dump, String name) {
        for (JsonNode host : dump.findValue("virtual_hosts")) {
            if (host.path("name").asText().equals(name)) {
                return host;
            }
        }
        throw new AssertionError(dump.toPrettyString());
    }

    @Test
    void linkerdDoesNotKnowThem() throws Exception {
        define();
        pod("pricing", "base");
        virtualService("root", "{hosts: [pricing], http: [{directResponse: {status: 418}}]}");
        try (MeshProxies mesh = MeshProxies.start(client, Mesh.LINKERD);
                PodNetwork.NetworkAttachment cart = mesh.attach(caller())) {
            assertThat(get(pricing(cart))).isEqualTo("200 base");
        }
    }
}
