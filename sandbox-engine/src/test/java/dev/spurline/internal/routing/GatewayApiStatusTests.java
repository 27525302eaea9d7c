// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.internal.survey.ServiceMesh;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;

class GatewayApiStatusTests {

    @Test
    void istioAcceptsForAGeneration() {
        assertThat(status("istio.io/gateway-controller", "observedGeneration: 2,", "\"True\"", "\"True\""))
                .isEqualTo(new RouteAcceptance.Accepted("istio.io/gateway-controller"));
        assertThat(status("istio.io/gateway-controller", "observedGeneration: 1,", "\"True\"", "\"True\""))
                .isEqualTo(new RouteAcceptance.Pending());
    }

    @Test
    void linkerdNeverSaysForWhichGeneration() {
        assertThat(status("linkerd.io/policy-controller", "", "\"True\"", "\"True\""))
                .isEqualTo(new RouteAcceptance.Accepted("linkerd.io/policy-controller"));
    }

    @Test
    void aBackendThatIsNotFoundIsARefusal() {
        assertThat(status("istio.io/c", "", "\"True\"", "\"False\""))
                .isEqualTo(new RouteAcceptance.Refused(
                        "HTTPRoute [shop/r]: istio.io/c says [ResolvedRefs] is [False], [Why]: because"));
    }

    @Test
    void aControllerThatDoesNotDecideIsNotHeard() {
        assertThat(status("gateway.envoyproxy.io/controller", "", "\"False\"", "\"True\""))
                .isEqualTo(new RouteAcceptance.Pending());
    }

    @Test
    void silenceIsNoAnswer() {
        GenericKubernetesResource route = Serialization.unmarshal(
                "---\n{apiVersion: a/v1, kind: HTTPRoute, metadata: {name: r, generation: 1}}",
                GenericKubernetesResource.class);

        assertThat(GatewayApiStatus.read(route, ServiceMesh.ISTIO, "HTTPRoute [shop/r]"))
                .isEqualTo(new RouteAcceptance.Pending());
    }

    private static RouteAcceptance status(String controller, String observed, String accepted, String resolved) {
        String yaml = """
                apiVersion: gateway.example/v1
                kind: HTTPRoute
                metadata: {name: r, generation: 2}
                status:
                  parents:
                  - controllerName: %s
                    conditions:
                    - {type: Accepted, %s status: %s, reason: Why, message: because}
                    - {type: ResolvedRefs, %s status: %s, reason: Why, message: because}
                """.formatted(controller, observed, accepted, observed, resolved);
        return GatewayApiStatus.read(
                Serialization.unmarshal(yaml, GenericKubernetesResource.class),
                controller.startsWith("linkerd") ? ServiceMesh.LINKERD : ServiceMesh.ISTIO,
                "HTTPRoute [shop/r]");
    }
}
