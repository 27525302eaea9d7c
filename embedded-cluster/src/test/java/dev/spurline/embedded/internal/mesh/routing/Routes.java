// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.routing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.spurline.cluster.ClusterSpec.Mesh;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes routes and requests briefly. */
public final class Routes {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    /** The port that the tests' routes are about. */
    public static final ServicePort PRICING = new ServicePort("shop", "pricing", 8080);

    private Routes() {}

    /** Returns an HTTPRoute on pricing.shop. */
    public static MeshRoute http(String namespace, String name, String rules) {
        return route("HTTPRoute", namespace, name, "2026-01-01T00:00:00Z", "", rules);
    }

    /** Returns an HTTPRoute on pricing.shop with a date of creation. */
    public static MeshRoute http(String namespace, String name, String created, String rules) {
        return route("HTTPRoute", namespace, name, created, "", rules);
    }

    /** Returns a GRPCRoute on pricing.shop. */
    public static MeshRoute grpc(String name, String rules) {
        return route("GRPCRoute", "shop", name, "2026-01-01T00:00:00Z", "", rules);
    }

    /** Returns any route; {@code port} is empty or a number. */
    public static MeshRoute route(
            String kind, String namespace, String name, String created, String port, String rules) {
        String yaml =
                """
            apiVersion: gateway.networking.k8s.io/v1
            kind: %s
            metadata: {namespace: %s, name: %s, creationTimestamp: "%s"}
            spec:
              parentRefs: [{group: "", kind: Service, namespace: shop, name: pricing%s}]
              rules:
            %s
            """.formatted(kind, namespace, name, created, port.isEmpty() ? "" : ", port: " + port, rules.indent(2));
        try {
            return RouteKind.read(YAML.readTree(yaml));
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException(yaml, malformed);
        }
    }

    /** Returns the table of a namespace's sidecars for pricing.shop, whose Service has these annotations. */
    public static RouteTable table(
            Mesh mesh, Collection<MeshRoute> routes, String callerNamespace, Map<String, String> annotations) {
        return RouteTable.of(
                mesh,
                RouteObjects.of(routes),
                PRICING,
                RouteCaller.sidecar(callerNamespace, Map.of()),
                ServiceDetails.of(annotations));
    }

    /** A request of a method, an URI and header lines. */
    public record Request(String method, String uri, Map<String, List<String>> headers) implements RequestHead {

        /** Returns a GET. */
        public static Request get(String uri, String... headers) {
            return of("GET", uri, headers);
        }

        /** Returns a request; headers are names and values in turn. */
        public static Request of(String method, String uri, String... headers) {
            Map<String, List<String>> lines = new HashMap<>();
            for (int index = 0; index < headers.length; index += 2) {
                lines.computeIfAbsent(headers[index].toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                        .add(headers[index + 1]);
            }
            return new Request(method, uri, lines);
        }

        @Override
        public String authority() {
            return "127.0.0.1:40123";
        }

        @Override
        public List<String> header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
        }
    }
}
