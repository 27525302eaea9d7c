// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.embedded.internal.controllers.workload.DeploymentRollout.Step;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pure decisions of a rollout, without a cluster. */
class RollingUpdateLimitsTests {

    @ParameterizedTest
    @CsvSource({
        "1, 25%, 25%, 1, 0",
        "4, 25%, 25%, 1, 1",
        "10, 25%, 25%, 3, 2",
        "3, 0, 0, 0, 1",
        "5, 2, 40%, 2, 2",
        "2, 0, 5, 0, 2"
    })
    void surge_is_rounded_up_and_unavailable_down(int replicas, String surge, String unavailable, int more, int fewer) {
        assertThat(RollingUpdateLimits.of(deployment(replicas, surge, unavailable, "x:1")))
                .isEqualTo(new RollingUpdateLimits(more, fewer));
    }

    @Test
    void the_first_replica_set_has_all_replicas_at_once() {
        Deployment deployment = deployment(3, "25%", "25%", "x:1");

        List<Step> steps =
                DeploymentRollout.decide(deployment, new DeploymentReplicaSets(Optional.empty(), List.of()), false);

        assertThat(steps)
                .singleElement()
                .isInstanceOfSatisfying(
                        Step.Create.class,
                        create ->
                                assertThat(create.set().getSpec().getReplicas()).isEqualTo(3));
    }

    @Test
    void a_new_template_starts_with_as_many_as_the_surge_allows() {
        Deployment deployment = deployment(4, "50%", "0", "x:2");
        DeploymentReplicaSets generation =
                new DeploymentReplicaSets(Optional.empty(), List.of(set(deployment, "old", "1", 4, 4, 4)));

        List<Step> steps = DeploymentRollout.decide(deployment, generation, false);

        assertThat(steps).singleElement().isInstanceOfSatisfying(Step.Create.class, create -> {
            assertThat(create.set().getSpec().getReplicas()).isEqualTo(2);
            assertThat(create.set().getMetadata().getAnnotations()).containsEntry(DeploymentReplicaSets.REVISION, "2");
        });
    }

    @Test
    void old_pods_go_only_as_new_ones_become_available() {
        Deployment deployment = deployment(4, "2", "0", "x:2");
        ReplicaSet old = set(deployment, "old", "1", 4, 4, 4);

        assertThat(decide(deployment, set(deployment, "new", "2", 2, 2, 0), old))
                .isEmpty();
        assertThat(decide(deployment, set(deployment, "new", "2", 2, 2, 1), old))
                .containsExactly(new Step.Scale(old, 3));
    }

    @Test
    void unhealthy_old_pods_go_first_and_do_not_count_as_available() {
        Deployment deployment = deployment(4, "1", "1", "x:2");
        ReplicaSet old = set(deployment, "old", "1", 4, 4, 2);

        List<Step> steps = decide(deployment, set(deployment, "new", "2", 1, 1, 1), old);

        assertThat(steps).containsExactly(new Step.Scale(old, 2));
    }

    @Test
    void a_larger_deployment_is_spread_over_the_replica_sets_of_a_rollout() {
        Deployment before = deployment(10, "0", "2", "x:2");
        ReplicaSet old = set(before, "old", "1", 8, 8, 8);
        ReplicaSet fresh = set(before, "new", "2", 2, 2, 0);
        Deployment deployment = deployment(20, "0", "2", "x:2");

        List<Step> steps = decide(deployment, fresh, old);

        assertThat(steps).containsExactly(new Step.Scale(old, 16), new Step.Scale(fresh, 4));
    }

    private static List<Step> decide(Deployment deployment, ReplicaSet current, ReplicaSet old) {
        return DeploymentRollout.decide(
                deployment, new DeploymentReplicaSets(Optional.of(current), List.of(old)), false);
    }

    private static ReplicaSet set(
            Deployment deployment, String name, String revision, int wanted, int actual, int available) {
        ReplicaSet draft = new DeploymentReplicaSets(Optional.empty(), List.of()).next(deployment, wanted);
        return new ReplicaSetBuilder(draft)
                .editMetadata()
                .withName(name)
                .withUid(name)
                .withCreationTimestamp("2026-11-21T22:00:0" + revision + "Z")
                .addToAnnotations(DeploymentReplicaSets.REVISION, revision)
                .endMetadata()
                .withNewStatus()
                .withReplicas(actual)
                .withReadyReplicas(available)
                .withAvailableReplicas(available)
                .endStatus()
                .build();
    }

    private static Deployment deployment(int replicas, String surge, String unavailable, String image) {
        return new DeploymentBuilder()
                .withNewMetadata()
                .withName("web")
                .withNamespace("shop")
                .withUid("web")
                .endMetadata()
                .withNewSpec()
                .withReplicas(replicas)
                .withNewSelector()
                .addToMatchLabels("app", "web")
                .endSelector()
                .withNewStrategy()
                .withType("RollingUpdate")
                .withNewRollingUpdate()
                .withMaxSurge(number(surge))
                .withMaxUnavailable(number(unavailable))
                .endRollingUpdate()
                .endStrategy()
                .withNewTemplate()
                .withNewMetadata()
                .addToLabels("app", "web")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("main")
                .withImage(image)
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }

    private static IntOrString number(String text) {
        return text.endsWith("%") ? new IntOrString(text) : new IntOrString(Integer.parseInt(text));
    }
}
