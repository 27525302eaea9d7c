// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.config;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.embedded.internal.mesh.routing.MeshRoute;
import dev.spurline.embedded.internal.mesh.routing.RouteReader;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The kinds of route objects that a mesh reads, and how each is read. */
enum RouteKind {
    HTTP_ROUTE("gateway.networking.k8s.io", "HTTPRoute", "httproutes", RouteReader::read),
    GRPC_ROUTE("gateway.networking.k8s.io", "GRPCRoute", "grpcroutes", RouteReader::read);

    private final String group;
    private final String kind;
    private final String plural;

    @SuppressWarnings("ImmutableEnumChecker") // A static method has no state.
    private final Function<JsonNode, MeshRoute> reader;

    RouteKind(String group, String kind, String plural, Function<JsonNode, MeshRoute> reader) {
        this.group = group;
        this.kind = kind;
        this.plural = plural;
        this.reader = reader;
    }

    /**
     * Reads a route.
     *
     * @throws IllegalArgumentException if the object is of none of these kinds
     */
    static MeshRoute read(JsonNode object) {
        return Arrays.stream(values())
                .filter(route -> route.holds(object))
                .findFirst()
                .map(route -> route.reader.apply(object))
                .orElseThrow(() -> new IllegalArgumentException("[%s %s] is no route"
                        .formatted(
                                object.path("apiVersion").asText(),
                                object.path("kind").asText())));
    }

    private boolean holds(JsonNode object) {
        return object.path("kind").asText().equals(kind)
                && object.path("apiVersion").asText().startsWith(group + "/");
    }

    /** Returns how to address the kind in the best version that the API serves, or empty if it serves none. */
    Optional<ResourceDefinitionContext> in(KubernetesClient client) {
        return Stream.of("v1", "v1beta1")
                .filter(version -> serves(client, version))
                .findFirst()
                .map(version -> new ResourceDefinitionContext.Builder()
                        .withGroup(group)
                        .withVersion(version)
                        .withKind(kind)
                        .withPlural(plural)
                        .withNamespaced(true)
                        .build());
    }

    private boolean serves(KubernetesClient client, String version) {
        var resources = client.getApiResources(group + "/" + version);
        return resources != null
                && resources.getResources().stream()
                        .anyMatch(resource -> resource.getName().equals(plural));
    }
}
