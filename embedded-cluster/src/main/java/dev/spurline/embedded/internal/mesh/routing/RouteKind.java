// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.routing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.cluster.ClusterSpec.Mesh;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;

/** The kinds of route objects that a mesh reads, and how each is read. GRPCRoute comes first, as it does where
 * both stand on one Service. */
public enum RouteKind {
    GRPC_ROUTE("gateway.networking.k8s.io", "GRPCRoute", RouteReader::read),
    HTTP_ROUTE("gateway.networking.k8s.io", "HTTPRoute", RouteReader::read),
    /** Linkerd's own, from before it read those of the Gateway API; it still follows both. */
    LINKERD_HTTP_ROUTE("policy.linkerd.io", "HTTPRoute", RouteReader::read);

    private final String group;
    private final String kind;

    @SuppressWarnings("ImmutableEnumChecker") // A static method has no state.
    private final BiFunction<RouteKind, JsonNode, MeshRoute> reader;

    RouteKind(String group, String kind, BiFunction<RouteKind, JsonNode, MeshRoute> reader) {
        this.group = group;
        this.kind = kind;
        this.reader = reader;
    }

    /**
     * Reads a route.
     *
     * @throws IllegalArgumentException if the object is of none of these kinds
     */
    public static MeshRoute read(JsonNode object) {
        return Arrays.stream(values())
                .filter(route -> route.holds(object))
                .findFirst()
                .map(route -> route.reader.apply(route, object))
                .orElseThrow(() -> new IllegalArgumentException("[%s %s] is no route"
                        .formatted(
                                object.path("apiVersion").asText(),
                                object.path("kind").asText())));
    }

    private boolean holds(JsonNode object) {
        return object.path("kind").asText().equals(kind)
                && object.path("apiVersion").asText().startsWith(group + "/");
    }

    /** Returns the kinds that a mesh reads. */
    public static List<RouteKind> of(Mesh mesh) {
        return mesh == Mesh.LINKERD ? List.of(values()) : List.of(GRPC_ROUTE, HTTP_ROUTE);
    }

    /**
     * Returns what a filter of this kind is to the mesh: of its own kind Linkerd takes changes to the answer for changes to the
     * request.
     *
     * <p>Source: convert_linkerd_filter in {@code policy-controller/k8s/index/src/outbound/index/http.rs} of linkerd2.
     */
    RouteFilter filter(RouteFilter filter) {
        return this == LINKERD_HTTP_ROUTE && filter instanceof RouteFilter.Headers headers
                ? new RouteFilter.Headers(false, headers.add(), headers.set(), headers.remove())
                : filter;
    }

    /** Returns whether it routes gRPC calls alone. */
    boolean grpc() {
        return this == GRPC_ROUTE;
    }

    /** Returns the kind as objects carry it. */
    public String kind() {
        return kind;
    }

    /** Returns the kind and its group, {@code HTTPRoute.gateway.networking.k8s.io}. */
    public String qualified() {
        return kind + "." + group;
    }
}
