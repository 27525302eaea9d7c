// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.config;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.Optional;
import java.util.stream.Stream;

/** The kinds of route objects that a mesh reads. */
enum RouteKind {
    HTTP_ROUTE("HTTPRoute", "httproutes"),
    GRPC_ROUTE("GRPCRoute", "grpcroutes");

    static final String GROUP = "gateway.networking.k8s.io";

    private final String kind;
    private final String plural;

    RouteKind(String kind, String plural) {
        this.kind = kind;
        this.plural = plural;
    }

    /** Returns how to address the kind in the best version that the API serves, or empty if it serves none. */
    Optional<ResourceDefinitionContext> in(KubernetesClient client) {
        return Stream.of("v1", "v1beta1")
                .filter(version -> serves(client, version))
                .findFirst()
                .map(version -> new ResourceDefinitionContext.Builder()
                        .withGroup(GROUP)
                        .withVersion(version)
                        .withKind(kind)
                        .withPlural(plural)
                        .withNamespaced(true)
                        .build());
    }

    private boolean serves(KubernetesClient client, String version) {
        var resources = client.getApiResources(GROUP + "/" + version);
        return resources != null
                && resources.getResources().stream()
                        .anyMatch(resource -> resource.getName().equals(plural));
    }
}
