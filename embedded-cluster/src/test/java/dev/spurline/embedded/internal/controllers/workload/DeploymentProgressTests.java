// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The status of Deployments and ReplicaSets that cannot go on, without a cluster. */
class DeploymentProgressTests {

    private static final Instant NOW = Instant.parse("2026-11-21T22:00:00Z");
    private static final String REFUSED =
            "pods \"d-5bc7558d7f-7mwpj\" is forbidden: failed quota: q: must specify requests.cpu for: main";

    @Test
    void a_refused_pod_is_told_in_the_order_of_kubernetes() {
        ReplicaSet set = refused(set());
        Deployment created = new DeploymentBuilder(deployment())
                .withStatus(DeploymentProgress.noting(
                        deployment(), "True", "NewReplicaSetCreated", "Created new replica set \"d-x\"", NOW))
                .build();

        DeploymentStatus status =
                DeploymentProgress.of(created, new DeploymentReplicaSets(Optional.of(set), List.of()), NOW);

        assertThat(status.getConditions())
                .extracting(
                        DeploymentCondition::getType,
                        DeploymentCondition::getStatus,
                        DeploymentCondition::getReason,
                        DeploymentCondition::getMessage)
                .containsExactly(
                        tuple("Progressing", "True", "NewReplicaSetCreated", "Created new replica set \"d-x\""),
                        tuple(
                                "Available",
                                "False",
                                "MinimumReplicasUnavailable",
                                "Deployment does not have minimum availability."),
                        tuple("ReplicaFailure", "True", "FailedCreate", REFUSED));
        assertThat(status.getReplicas()).isNull();
        assertThat(status.getUnavailableReplicas()).isEqualTo(1);
        assertThat(status.getTerminatingReplicas()).isZero();
    }

    @Test
    void the_first_refusal_stays_until_it_is_over() {
        ReplicaSet set = refused(set());
        var again = Optional.of(new ReplicaSetStatusView.ReplicaFailure("FailedCreate", "another message"));

        ReplicaSetStatus still = ReplicaSetStatusView.of(set, List.of(), again, NOW);
        ReplicaSetStatus over = ReplicaSetStatusView.of(set, List.of(), Optional.empty(), NOW);

        assertThat(still.getConditions())
                .singleElement()
                .satisfies(condition -> assertThat(condition.getMessage()).isEqualTo(REFUSED));
        assertThat(over.getConditions()).isEmpty();
    }

    @Test
    void a_rollout_that_stands_still_fails_at_its_deadline() {
        DeploymentReplicaSets generation = new DeploymentReplicaSets(Optional.of(set()), List.of());
        Deployment created = new DeploymentBuilder(deployment())
                .withStatus(DeploymentProgress.noting(deployment(), "True", "NewReplicaSetCreated", "x", NOW))
                .build();

        DeploymentStatus before = DeploymentProgress.of(created, generation, NOW.plusSeconds(599));
        DeploymentStatus after = DeploymentProgress.of(created, generation, NOW.plusSeconds(600));

        assertThat(DeploymentProgress.deadline(created, created.getStatus())).contains(NOW.plusSeconds(600));
        assertThat(before.getConditions())
                .extracting(DeploymentCondition::getReason)
                .contains("NewReplicaSetCreated");
        assertThat(after.getConditions())
                .extracting(
                        DeploymentCondition::getType,
                        DeploymentCondition::getStatus,
                        DeploymentCondition::getReason,
                        DeploymentCondition::getMessage)
                .contains(tuple(
                        "Progressing",
                        "False",
                        "ProgressDeadlineExceeded",
                        "ReplicaSet \"d-x\" has timed out progressing."));
    }

    private static ReplicaSet refused(ReplicaSet set) {
        var failure = Optional.of(new ReplicaSetStatusView.ReplicaFailure("FailedCreate", REFUSED));
        return new ReplicaSetBuilder(set)
                .withStatus(ReplicaSetStatusView.of(set, List.of(), failure, NOW))
                .build();
    }

    private static ReplicaSet set() {
        ReplicaSet draft = new DeploymentReplicaSets(Optional.empty(), List.of()).next(deployment(), 1);
        return new ReplicaSetBuilder(draft)
                .editMetadata()
                .withName("d-x")
                .endMetadata()
                .build();
    }

    private static Deployment deployment() {
        return new DeploymentBuilder()
                .withNewMetadata()
                .withName("d")
                .withNamespace("shop")
                .withUid("d")
                .withGeneration(1L)
                .endMetadata()
                .withNewSpec()
                .withReplicas(1)
                .withProgressDeadlineSeconds(600)
                .withNewSelector()
                .addToMatchLabels("app", "d")
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .addToLabels("app", "d")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("main")
                .withImage("x:1")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }
}
