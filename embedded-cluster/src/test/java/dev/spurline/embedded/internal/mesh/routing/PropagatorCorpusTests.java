// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.routing;

import static dev.spurline.embedded.internal.mesh.routing.Routes.PRICING;
import static dev.spurline.embedded.internal.mesh.routing.Routes.http;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.ClusterSpec.Mesh;
import dev.spurline.embedded.internal.mesh.routing.Routes.Request;
import dev.spurline.internal.routing.KeyFormat;
import dev.spurline.internal.routing.PropagatorCorpus;
import dev.spurline.internal.routing.PropagatorCorpus.Passed;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests with what real propagators pass on of the key, at a route that matches it as sandboxes' routes do. */
class PropagatorCorpusTests {

    private static final MeshRoute ROUTE = http("shop", "a", """
            - name: fork
              matches:
              - headers: [{name: baggage, type: RegularExpression, value: '%s'}]
              - headers: [{name: x-spurline-key, type: Exact, value: %s}]
              backendRefs: [{name: pricing-fork, port: 8080}]
            - name: baseline
              backendRefs: [{name: pricing, port: 8080}]
            """.formatted(
                    KeyFormat.baggageRegex("spurline", PropagatorCorpus.KEY.value()), PropagatorCorpus.KEY));

    private static Stream<Passed> passed() {
        return PropagatorCorpus.passed();
    }

    @ParameterizedTest
    @MethodSource("passed")
    void reachTheForkOnBothMeshesUnlessTheCorpusSaysThatTheKeyIsLost(Passed passed) {
        String expected = passed.loses("key") ? "baseline" : "fork";

        assertThat(route(Mesh.ISTIO, passed)).isEqualTo(expected);
        assertThat(route(Mesh.LINKERD, passed)).isEqualTo(expected);
    }

    private static String route(Mesh mesh, Passed passed) {
        return RouteTable.of(mesh, List.of(ROUTE), PRICING, "shop", Map.of())
                .decide(new Request("GET", "/checkout", passed.headers()))
                .route();
    }
}
