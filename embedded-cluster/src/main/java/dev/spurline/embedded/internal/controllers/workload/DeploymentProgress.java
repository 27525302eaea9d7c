// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers.workload;

import dev.spurline.embedded.internal.client.Times;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentConditionBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetCondition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Computes the status of a Deployment: counts, and the conditions with Kubernetes' reasons, messages and order.
 *
 * <p>Source: {@code pkg/controller/deployment/progress.go} and {@code sync.go} (calculateStatus).
 */
final class DeploymentProgress {

    private static final int DEFAULT_SECONDS = 600;
    private static final String PROGRESSING = "Progressing";
    private static final String AVAILABLE = "Available";
    private static final String REPLICA_FAILURE = "ReplicaFailure";
    private static final String COMPLETE = "NewReplicaSetAvailable";
    private static final String TIMED_OUT = "ProgressDeadlineExceeded";

    private final Deployment deployment;
    private final Generation generation;
    private final Instant now;
    private final Conditions conditions;

    private DeploymentProgress(Deployment deployment, Generation generation, Instant now) {
        this.deployment = deployment;
        this.generation = generation;
        this.now = now;
        this.conditions = new Conditions(before(deployment).getConditions());
    }

    /** Returns the status; equal to the present one if there is nothing new to say. */
    static DeploymentStatus of(Deployment deployment, Generation generation, Instant now) {
        return new DeploymentProgress(deployment, generation, now).status();
    }

    /** Returns the status after a ReplicaSet was made, found or refused, before anything else is counted. */
    static DeploymentStatus noting(Deployment deployment, String status, String reason, String message, Instant now) {
        Conditions conditions = new Conditions(before(deployment).getConditions());
        conditions.set(condition(PROGRESSING, status, reason, message, now));
        return new DeploymentStatusBuilder(before(deployment))
                .withConditions(conditions.list())
                .build();
    }

    /** Whether all pods are of the present template and available. */
    static boolean complete(Deployment deployment, DeploymentStatus status) {
        int replicas = Generation.replicas(deployment);
        return Replicas.orZero(status.getUpdatedReplicas()) == replicas
                && Replicas.orZero(status.getReplicas()) == replicas
                && Replicas.orZero(status.getAvailableReplicas()) == replicas;
    }

    /** Returns when a rollout that does not progress has to be called failed. */
    static Optional<Instant> deadline(Deployment deployment, DeploymentStatus status) {
        return new Conditions(status.getConditions())
                .get(PROGRESSING)
                .filter(condition -> hasDeadline(deployment))
                .filter(condition ->
                        !COMPLETE.equals(condition.getReason()) && !TIMED_OUT.equals(condition.getReason()))
                .map(condition -> Times.parse(condition.getLastUpdateTime()).plusSeconds(seconds(deployment)));
    }

    private DeploymentStatus status() {
        DeploymentStatus status = counts();
        available(status);
        progress(status);
        failures();
        status.setConditions(conditions.list());
        return status;
    }

    private DeploymentStatus counts() {
        List<ReplicaSet> all = generation.all();
        int available = Replicas.sum(all, Replicas::available);
        int unavailable = Math.max(0, Replicas.sum(all, Replicas::wanted) - available);
        return new DeploymentStatusBuilder()
                .withObservedGeneration(deployment.getMetadata().getGeneration())
                .withReplicas(Replicas.orAbsent(Replicas.sum(all, Replicas::actual)))
                .withUpdatedReplicas(Replicas.orAbsent(
                        generation.current().map(Replicas::actual).orElse(0)))
                .withReadyReplicas(Replicas.orAbsent(Replicas.sum(all, Replicas::ready)))
                .withAvailableReplicas(Replicas.orAbsent(available))
                .withUnavailableReplicas(Replicas.orAbsent(unavailable))
                .withTerminatingReplicas(Replicas.sum(all, Replicas::terminating))
                .withCollisionCount(before(deployment).getCollisionCount())
                .build();
    }

    private void available(DeploymentStatus status) {
        int minimum = Generation.replicas(deployment) - Rolling.of(deployment).unavailable();
        boolean enough = Replicas.orZero(status.getAvailableReplicas()) >= minimum;
        conditions.set(
                enough
                        ? condition(
                                AVAILABLE,
                                "True",
                                "MinimumReplicasAvailable",
                                "Deployment has minimum availability.",
                                now)
                        : condition(
                                AVAILABLE,
                                "False",
                                "MinimumReplicasUnavailable",
                                "Deployment does not have minimum availability.",
                                now));
    }

    private void progress(DeploymentStatus status) {
        DeploymentCondition present = conditions.get(PROGRESSING).orElse(null);
        if (!hasDeadline(deployment)) {
            conditions.remove(PROGRESSING);
            return;
        }
        boolean settled = present != null
                && COMPLETE.equals(present.getReason())
                && Replicas.orZero(status.getReplicas()) == Replicas.orZero(status.getUpdatedReplicas());
        if (settled || Boolean.TRUE.equals(deployment.getSpec().getPaused())) {
            return;
        }
        if (complete(deployment, status)) {
            conditions.set(condition(PROGRESSING, "True", COMPLETE, subject() + " has successfully progressed.", now));
        } else if (progressed(status)) {
            advance(present);
        } else if (timedOut(present)) {
            conditions.set(condition(PROGRESSING, "False", TIMED_OUT, subject() + " has timed out progressing.", now));
        }
    }

    /** Progress moves the deadline, even if status and reason stay as they were. */
    private void advance(@Nullable DeploymentCondition present) {
        var condition = condition(PROGRESSING, "True", "ReplicaSetUpdated", subject() + " is progressing.", now);
        if (present != null && "True".equals(present.getStatus())) {
            condition.setLastTransitionTime(present.getLastTransitionTime());
        }
        conditions.remove(PROGRESSING);
        conditions.set(condition);
    }

    private boolean progressed(DeploymentStatus status) {
        DeploymentStatus before = before(deployment);
        int oldBefore = Replicas.orZero(before.getReplicas()) - Replicas.orZero(before.getUpdatedReplicas());
        int oldNow = Replicas.orZero(status.getReplicas()) - Replicas.orZero(status.getUpdatedReplicas());
        return Replicas.orZero(status.getUpdatedReplicas()) > Replicas.orZero(before.getUpdatedReplicas())
                || oldNow < oldBefore
                || Replicas.orZero(status.getReadyReplicas()) > Replicas.orZero(before.getReadyReplicas())
                || Replicas.orZero(status.getAvailableReplicas()) > Replicas.orZero(before.getAvailableReplicas());
    }

    private boolean timedOut(@Nullable DeploymentCondition present) {
        if (present == null || COMPLETE.equals(present.getReason())) {
            return false;
        }
        return TIMED_OUT.equals(present.getReason())
                || !Times.parse(present.getLastUpdateTime())
                        .plusSeconds(seconds(deployment))
                        .isAfter(now);
    }

    private void failures() {
        Optional<ReplicaSetCondition> failure = generation.current().stream()
                .flatMap(set -> failure(set).stream())
                .findFirst()
                .or(() -> generation.old().stream()
                        .flatMap(set -> failure(set).stream())
                        .findFirst());
        failure.ifPresentOrElse(
                condition -> conditions.set(new DeploymentConditionBuilder()
                        .withType(REPLICA_FAILURE)
                        .withStatus(condition.getStatus())
                        .withReason(condition.getReason())
                        .withMessage(condition.getMessage())
                        .withLastUpdateTime(condition.getLastTransitionTime())
                        .withLastTransitionTime(condition.getLastTransitionTime())
                        .build()),
                () -> conditions.remove(REPLICA_FAILURE));
    }

    private static Optional<ReplicaSetCondition> failure(ReplicaSet set) {
        return set.getStatus() == null
                ? Optional.empty()
                : set.getStatus().getConditions().stream()
                        .filter(condition -> REPLICA_FAILURE.equals(condition.getType()))
                        .findFirst();
    }

    private String subject() {
        return generation
                .current()
                .map(set -> "ReplicaSet \"" + set.getMetadata().getName() + "\"")
                .orElseGet(() -> "Deployment \"" + deployment.getMetadata().getName() + "\"");
    }

    private static boolean hasDeadline(Deployment deployment) {
        return seconds(deployment) != Integer.MAX_VALUE;
    }

    private static int seconds(Deployment deployment) {
        Integer seconds = deployment.getSpec().getProgressDeadlineSeconds();
        return seconds == null ? DEFAULT_SECONDS : seconds;
    }

    private static DeploymentStatus before(Deployment deployment) {
        return deployment.getStatus() == null ? new DeploymentStatus() : deployment.getStatus();
    }

    private static DeploymentCondition condition(
            String type, String status, String reason, String message, Instant now) {
        return new DeploymentConditionBuilder()
                .withType(type)
                .withStatus(status)
                .withReason(reason)
                .withMessage(message)
                .withLastUpdateTime(Times.seconds(now))
                .withLastTransitionTime(Times.seconds(now))
                .build();
    }
}
