// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.RoutingKey;
import dev.spurline.internal.survey.SpurlineLabels;
import dev.spurline.internal.text.JsonTrees;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ObjectTrimmingTests {

    private static final Map<String, String> OF_SANDBOX = SpurlineLabels.of(new RoutingKey("k7f3q5tbma"), "engine");
    private static final String ROUTE = """
            apiVersion: gateway.networking.k8s.io/v1
            kind: HTTPRoute
            metadata: {name: back, namespace: hops}
            spec:
              parentRefs: [{name: back}]
              rules: [{backendRefs: [{name: back, port: 80}]}]
            status: {parents: []}
            """;
    private static final String SHARED = """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: spurline-back, namespace: hops}
            spec: {hosts: [back], http: [{route: [{destination: {host: back}}]}]}
            """;

    @Test
    void theTemplateOfASandboxIsNotKept() {
        Deployment deployment = deployment(OF_SANDBOX);

        ObjectTrimming.trim(deployment);

        assertThat(deployment.getSpec().getTemplate()).isNull();
        assertThat(deployment.getSpec().getReplicas()).isOne();
    }

    /** Files that a failure leaves show it. */
    @Test
    void theRouteOfASandboxIsKept() {
        GenericKubernetesResource route = custom(ROUTE, OF_SANDBOX);

        ObjectTrimming.trim(route);

        assertThat(route).isEqualTo(custom(ROUTE, OF_SANDBOX));
    }

    @Test
    void whatOthersHaveWrittenIsKept() {
        Deployment deployment = deployment(Map.of());
        GenericKubernetesResource route = custom(ROUTE, Map.of());

        ObjectTrimming.trim(deployment);
        ObjectTrimming.trim(route);

        assertThat(deployment.getSpec().getTemplate()).isNotNull();
        assertThat(route).isEqualTo(custom(ROUTE, Map.of()));
    }

    @Test
    void whatSandboxesShareIsKept() {
        GenericKubernetesResource root = custom(SHARED, SpurlineLabels.shared("back"));

        ObjectTrimming.trim(root);

        assertThat(root).isEqualTo(custom(SHARED, SpurlineLabels.shared("back")));
    }

    @Test
    void whoOwnsWhichFieldIsForgotten() {
        Deployment deployment = deployment(Map.of());

        ObjectTrimming.trim(deployment);

        assertThat(deployment.getMetadata().getManagedFields()).isEmpty();
    }

    private static Deployment deployment(Map<String, String> labels) {
        return new DeploymentBuilder()
                .withNewMetadata()
                .withLabels(labels)
                .addNewManagedField()
                .withManager("kubectl")
                .endManagedField()
                .endMetadata()
                .withNewSpec()
                .withReplicas(1)
                .withNewTemplate()
                .endTemplate()
                .endSpec()
                .build();
    }

    private static GenericKubernetesResource custom(String yaml, Map<String, String> labels) {
        GenericKubernetesResource object = JsonTrees.value(JsonTrees.parse(yaml), GenericKubernetesResource.class);
        object.getMetadata().setLabels(labels);
        return object;
    }
}
