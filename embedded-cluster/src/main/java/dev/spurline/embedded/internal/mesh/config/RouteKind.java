// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.config;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.embedded.internal.client.DiscoveredKind;
import dev.spurline.embedded.internal.client.DiscoveredKinds;
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
    HTTP_ROUTE("gateway.networking.k8s.io", "HTTPRoute", RouteReader::read),
    GRPC_ROUTE("gateway.networking.k8s.io", "GRPCRoute", RouteReader::read);

    private final String group;
    private final String kind;

    @SuppressWarnings("ImmutableEnumChecker") // A static method has no state.
    private final Function<JsonNode, MeshRoute> reader;

    RouteKind(String group, String kind, Function<JsonNode, MeshRoute> reader) {
        this.group = group;
        this.kind = kind;
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
                .flatMap(version -> DiscoveredKinds.of(client, group + "/" + version).stream())
                .filter(served -> served.kind().equals(kind))
                .findFirst()
                .map(DiscoveredKind::context);
    }
}
