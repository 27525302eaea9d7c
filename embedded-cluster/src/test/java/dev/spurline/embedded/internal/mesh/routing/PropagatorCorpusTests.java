/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
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
