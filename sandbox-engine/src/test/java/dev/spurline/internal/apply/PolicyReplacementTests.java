// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.embedded.internal.blueprint.ClusterClient;
import dev.spurline.engine.CustomDefinitions;
import dev.spurline.engine.HopsCluster;
import dev.spurline.engine.TwoHops;
import dev.spurline.internal.plan.PlanDifference;
import dev.spurline.internal.plan.PlanStep;
import dev.spurline.internal.plan.Wave;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.SpurlineLabels;
import dev.spurline.internal.work.EngineThreads;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies of policies follow their originals with the rights that docs/rbac.yaml gives, which are to make and to remove them. */
class PolicyReplacementTests {

    private static final CustomKind KIND = CustomKind.AUTHORIZATION_POLICY;
    private static final String RIGHTS = """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: Role
            metadata: {name: maker}
            rules:
            - {apiGroups: [security.istio.io], resources: [authorizationpolicies], verbs: [create, delete, list]}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {name: maker}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: maker}
            subjects: [{kind: User, name: maker, apiGroup: rbac.authorization.k8s.io}]
            """;

    @TempDir
    Path directory;

    @Test
    void aCopyThatMayNotBePatchedIsReplaced() throws Exception {
        try (HopsCluster hops =
                        HopsCluster.start(directory, new TwoHops(), List.of(CustomDefinitions.of(KIND), RIGHTS));
                EngineThreads workers = new EngineThreads("updater");
                KubernetesClient maker = as("maker", hops.client())) {
            ObjectWriter writer =
                    new ObjectWriter(maker, workers, new SharedRouteWriter(maker, workers, SeenRoutes.NONE));
            PlanStep before = step("DENY");
            PlanStep after = step("ALLOW");
            writer.perform(List.of(before), SandboxOwners.all(Map.of()));

            new PlanUpdater(writer)
                    .apply(PlanDifference.between(List.of(before), List.of(after)), SandboxOwners.all(Map.of()));

            assertThat(hops.client()
                            .genericKubernetesResources(KIND.context("v1"))
                            .inNamespace("hops")
                            .list()
                            .getItems())
                    .singleElement()
                    .satisfies(policy ->
                            assertThat(policy.<Object>get("spec", "action")).isEqualTo("ALLOW"));
        }
    }

    private static KubernetesClient as(String user, KubernetesClient admin) {
        Config config = new ConfigBuilder(admin.getConfiguration())
                .withImpersonateUsername(user)
                .build();
        return ClusterClient.builder().withConfig(config).build();
    }

    private static PlanStep step(String action) {
        GenericKubernetesResource policy = new GenericKubernetesResource();
        policy.setApiVersion(KIND.group() + "/v1");
        policy.setKind(KIND.kind());
        policy.setMetadata(new ObjectMetaBuilder()
                .withName("deny-k7f3q5tbma")
                .withNamespace("hops")
                .withLabels(Map.of(SpurlineLabels.SANDBOX, "k7f3q5tbma"))
                .build());
        policy.setAdditionalProperty("spec", Map.of("action", action));
        return new PlanStep(Wave.NETWORK, policy, "", 0);
    }
}
