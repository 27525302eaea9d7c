// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.spurline.cluster.ClusterSpec.Mesh;
import dev.spurline.embedded.internal.mesh.routing.MeshRoute;
import dev.spurline.embedded.internal.mesh.routing.RequestHead;
import dev.spurline.embedded.internal.mesh.routing.RouteCaller;
import dev.spurline.embedded.internal.mesh.routing.RouteKind;
import dev.spurline.embedded.internal.mesh.routing.RouteObjects;
import dev.spurline.embedded.internal.mesh.routing.RouteTable;
import dev.spurline.embedded.internal.mesh.routing.ServiceDetails;
import dev.spurline.embedded.internal.mesh.routing.ServicePort;
import dev.spurline.internal.routing.KeyFormat;
import dev.spurline.internal.routing.PropagatorCorpus;
import dev.spurline.internal.routing.PropagatorCorpus.Passed;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests with what real propagators pass on of the key, at a route that matches it as sandboxes' routes do. */
class EmbeddedPropagatorTests {

    private static final MeshRoute ROUTE = route(
            """
            apiVersion: gateway.networking.k8s.io/v1
            kind: HTTPRoute
            metadata: {namespace: shop, name: a, creationTimestamp: "2026-01-01T00:00:00Z"}
            spec:
              parentRefs: [{group: "", kind: Service, namespace: shop, name: pricing}]
              rules:
              - name: fork
                matches:
                - headers: [{name: baggage, type: RegularExpression, value: '%s'}]
                - headers: [{name: x-spurline-key, type: Exact, value: %s}]
                backendRefs: [{name: pricing-fork, port: 8080}]
              - name: baseline
                backendRefs: [{name: pricing, port: 8080}]
            """.formatted(KeyFormat.baggageRegex("spurline", PropagatorCorpus.KEY.value()), PropagatorCorpus.KEY));

    private static Stream<Passed> passed() {
        return PropagatorCorpus.passed();
    }

    @ParameterizedTest
    @MethodSource("passed")
    void reachTheForkOnBothMeshesUnlessTheCorpusSaysThatTheKeyIsLost(Passed passed) {
        String expected = passed.loses("key") ? "baseline" : "fork";

        assertThat(routed(Mesh.ISTIO, passed)).isEqualTo(expected);
        assertThat(routed(Mesh.LINKERD, passed)).isEqualTo(expected);
    }

    private static String routed(Mesh mesh, Passed passed) {
        return RouteTable.of(
                        mesh,
                        RouteObjects.of(List.of(ROUTE)),
                        new ServicePort("shop", "pricing", 8080),
                        RouteCaller.sidecar("shop", Map.of()),
                        ServiceDetails.of(Map.of()))
                .decide(new Request(passed.headers()))
                .route();
    }

    private static MeshRoute route(String yaml) {
        try {
            return RouteKind.read(new ObjectMapper(new YAMLFactory()).readTree(yaml));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(yaml, e);
        }
    }

    private record Request(Map<String, List<String>> headers) implements RequestHead {

        @Override
        public String method() {
            return "GET";
        }

        @Override
        public String uri() {
            return "/checkout";
        }

        @Override
        public String authority() {
            return "pricing:8080";
        }

        @Override
        public List<String> header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
        }
    }
}
