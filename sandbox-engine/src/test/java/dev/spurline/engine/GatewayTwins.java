// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import dev.spurline.cluster.Blueprint;
import dev.spurline.cluster.ClusterSpec;
import dev.spurline.internal.survey.CustomKind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

/**
 * The {@link Twins} behind Gateways, each at a port of its own: {@code back} at 80 and {@code twin} at 81. What their owner
 * does at the gateways, he does for both.
 */
enum GatewayTwins implements Blueprint {
    /** Gateways of Istio, and VirtualServices. */
    ISTIO(CustomKind.VIRTUAL_SERVICE, """
            apiVersion: networking.istio.io/v1
            kind: Gateway
            metadata: {name: at-%s, namespace: hops}
            spec:
              selector: {istio: ingressgateway}
              servers: [{port: {number: %d, protocol: HTTP, name: http}, hosts: ["*"]}]
            """, """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: %1$s-%2$s, namespace: hops}
            spec:
              hosts: ["127.0.0.1"]
              gateways: [at-%1$s]
              http: [%3$s]
            """),

    /** Gateways of the Gateway API, and HTTPRoutes. */
    GATEWAY_API(CustomKind.HTTP_ROUTE, """
            apiVersion: gateway.networking.k8s.io/v1
            kind: Gateway
            metadata: {name: at-%s, namespace: hops}
            spec:
              gatewayClassName: istio
              listeners: [{name: web, port: %d, protocol: HTTP}]
            """, """
            apiVersion: gateway.networking.k8s.io/v1
            kind: HTTPRoute
            metadata: {name: %1$s-%2$s, namespace: hops}
            spec:
              parentRefs: [{name: at-%1$s, sectionName: web}]
              rules: [%3$s]
            """);

    private final CustomKind kind;
    private final String gateway;
    private final String route;

    GatewayTwins(CustomKind kind, String gateway, String route) {
        this.kind = kind;
        this.gateway = gateway;
        this.route = route;
    }

    @Override
    public void describe(ClusterSpec cluster) {
        new Twins(ClusterSpec.Mesh.ISTIO).withVirtualServices().describe(cluster);
        cluster.manifests(gateway.formatted("back", 80), gateway.formatted("twin", 81));
    }

    /** Returns where one of them is entered. */
    static URI entry(HopsCluster cluster, String service) {
        return cluster.gateway("at-" + service, service.equals("back") ? 80 : 81);
    }

    /** Returns a rule for a path, which marks answers; {@code SELF} is the Service itself. */
    String prefix(String path, String backend, String mark) {
        return this == ISTIO
                ? TwinVirtualServices.prefix(path, backend, mark)
                : ForeignRoutes.prefix(path, backend, mark);
    }

    /** Makes or replaces the route of both. */
    void put(KubernetesClient client, String name, String... rules) {
        for (String service : List.of("back", "twin")) {
            GenericKubernetesResource object = client.getKubernetesSerialization()
                    .unmarshal(
                            route.formatted(
                                    service, name, String.join(", ", rules).replace("SELF", service)),
                            GenericKubernetesResource.class);
            Resource<GenericKubernetesResource> resource = client.genericKubernetesResources(kind.context("v1"))
                    .inNamespace("hops")
                    .resource(object);
            if (resource.get() == null) {
                resource.create();
            } else {
                // Whole but for its version: the mesh writes the status meanwhile.
                resource.patch(PatchContext.of(PatchType.JSON_MERGE), object);
            }
        }
    }

    /** Removes the route of both. */
    void remove(KubernetesClient client, String name) {
        Stream.of("back-" + name, "twin-" + name)
                .forEach(object -> client.genericKubernetesResources(kind.context("v1"))
                        .inNamespace("hops")
                        .withName(object)
                        .delete());
    }
}
