// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.ServiceMesh;
import dev.spurline.internal.text.JsonTrees;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a mesh counts a route for a Service, by what its controller has written into the status. */
class GatewayApiAttachmentsTests {

    @ParameterizedTest(name = "Linkerd: parent {0}, judged {1} as {2}: {3}")
    @CsvSource(textBlock = """
            ''         | ''         | True  | true
            'port: 80' | 'port: 80' | True  | true
            'port: 80' | ''         | True  | true
            ''         | 'port: 80' | True  | true
            'port: 80' | 'port: 81' | True  | false
            'port: 80' | 'port: 80' | False | false
            ''         | 'port: 80' | False | false
            """, delimiter = '|')
    void linkerdCountsWhatItAcceptedForEachPortThatMeets(String now, String judged, String status, boolean counts) {
        assertThat(inForce(ServiceMesh.LINKERD, "linkerd.io/policy-controller", now, judged, status))
                .isEqualTo(counts);
    }

    @ParameterizedTest(name = "Istio: parent {0}, judged {1} as {2}: {3}")
    @CsvSource(textBlock = """
            'port: 80' | 'port: 80' | True  | true
            'port: 80' | 'port: 80' | False | false
            'port: 80' | ''         | False | true
            ''         | 'port: 80' | False | true
            """, delimiter = '|')
    void istioCountsWhatItHasNotRefused(String now, String judged, String status, boolean counts) {
        assertThat(inForce(ServiceMesh.ISTIO, "istio.io/gateway-controller", now, judged, status))
                .isEqualTo(counts);
    }

    @ParameterizedTest
    @CsvSource({"LINKERD, false", "ISTIO, true"})
    void whatAnotherControllerSaysDoesNotMatter(ServiceMesh mesh, boolean counts) {
        assertThat(inForce(mesh, "example.com/other", "", "", counts ? "False" : "True"))
                .isEqualTo(counts);
    }

    private static boolean inForce(ServiceMesh mesh, String controller, String now, String judged, String status) {
        GenericKubernetesResource route = JsonTrees.value(
                JsonTrees.parse("""
                apiVersion: gateway.networking.k8s.io/v1
                kind: HTTPRoute
                metadata: {name: r, namespace: shop}
                spec:
                  parentRefs: [{group: "", kind: Service, name: pricing, %s}]
                status:
                  parents:
                  - controllerName: %s
                    parentRef: {group: "", kind: Service, name: pricing, namespace: shop, %s}
                    conditions: [{type: Accepted, status: "%s"}]
                """.formatted(now, controller, judged, status)), GenericKubernetesResource.class);
        Map<String, AttachedRoute> attached = new HashMap<>();
        GatewayApiAttachments.find(CustomKind.HTTP_ROUTE, route, ServiceMesh.ISTIO, attached::put);
        return GatewayApiAttachments.inForce(
                Objects.requireNonNull(attached.get("shop/pricing")), "shop/pricing", mesh);
    }
}
