// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import dev.spurline.cluster.Blueprint;
import dev.spurline.cluster.ClusterSpec;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

/**
 * The {@link Twins} behind Gateways of Istio, each at a port of its own: {@code back} at 80 and {@code twin} at 81. What their
 * owner does at the gateways, he does for both.
 */
final class GatewayTwins implements Blueprint {

    private static final ResourceDefinitionContext KIND = new ResourceDefinitionContext.Builder()
            .withGroup("networking.istio.io")
            .withVersion("v1")
            .withKind("VirtualService")
            .withPlural("virtualservices")
            .withNamespaced(true)
            .build();

    private static final String GATEWAY = """
            apiVersion: networking.istio.io/v1
            kind: Gateway
            metadata: {name: at-%s, namespace: hops}
            spec:
              selector: {istio: ingressgateway}
              servers: [{port: {number: %d, protocol: HTTP, name: http}, hosts: ["*"]}]
            """;

    @Override
    public void describe(ClusterSpec cluster) {
        new Twins(ClusterSpec.Mesh.ISTIO).withVirtualServices().describe(cluster);
        cluster.manifests(GATEWAY.formatted("back", 80), GATEWAY.formatted("twin", 81));
    }

    /** Returns where one of them is entered. */
    static URI entry(HopsCluster cluster, String service) {
        return cluster.gateway("at-" + service, service.equals("back") ? 80 : 81);
    }

    /** Makes or replaces the VirtualService of both, for the host by which a test calls them. */
    static void put(KubernetesClient client, String name, String... rules) {
        for (String service : List.of("back", "twin")) {
            GenericKubernetesResource object = client.getKubernetesSerialization()
                    .unmarshal(
                            """
                    apiVersion: networking.istio.io/v1
                    kind: VirtualService
                    metadata: {name: %1$s-%2$s, namespace: hops}
                    spec:
                      hosts: ["127.0.0.1"]
                      gateways: [at-%1$s]
                      http: [%3$s]
                    """.formatted(
                                    service, name, String.join(", ", rules).replace("SELF", service)),
                            GenericKubernetesResource.class);
            Resource<GenericKubernetesResource> resource =
                    client.genericKubernetesResources(KIND).inNamespace("hops").resource(object);
            if (resource.get() == null) {
                resource.create();
            } else {
                resource.patch(PatchContext.of(PatchType.JSON_MERGE), object);
            }
        }
    }

    /** Removes the VirtualService of both. */
    static void remove(KubernetesClient client, String name) {
        Stream.of("back-" + name, "twin-" + name)
                .forEach(object -> client.genericKubernetesResources(KIND)
                        .inNamespace("hops")
                        .withName(object)
                        .delete());
    }
}
