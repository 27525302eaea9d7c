// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers.workload;

import dev.spurline.embedded.internal.client.ApiTimes;
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
    private final DeploymentReplicaSets generation;
    private final Instant now;
    private final DeploymentConditions conditions;

    private DeploymentProgress(Deployment deployment, DeploymentReplicaSets generation, Instant now) {
        this.deployment = deployment;
        this.generation = generation;
        this.now = now;
        this.conditions = new DeploymentConditions(before(deployment).getConditions());
    }

    /** Returns the status; equal to the present one if there is nothing new to say. */
    static DeploymentStatus of(Deployment deployment, DeploymentReplicaSets generation, Instant now) {
        return new DeploymentProgress(deployment, generation, now).status();
    }

    /** Returns the status after a ReplicaSet was made, found or refused, before anything else is counted. */
    static DeploymentStatus noting(Deployment deployment, String status, String reason, String message, Instant now) {
        DeploymentConditions conditions =
                new DeploymentConditions(before(deployment).getConditions());
        conditions.set(condition(PROGRESSING, status, reason, message, now));
        return new DeploymentStatusBuilder(before(deployment))
                .withConditions(conditions.list())
                .build();
    }

    /** Whether all pods are of the present template and available. */
    static boolean complete(Deployment deployment, DeploymentStatus status) {
        int replicas = DeploymentReplicaSets.replicas(deployment);
        return ReplicaCounts.orZero(status.getUpdatedReplicas()) == replicas
                && ReplicaCounts.orZero(status.getReplicas()) == replicas
                && ReplicaCounts.orZero(status.getAvailableReplicas()) == replicas;
    }

    /** Returns when a rollout that does not progress has to be called failed. */
    static Optional<Instant> deadline(Deployment deployment, DeploymentStatus status) {
        return new DeploymentConditions(status.getConditions())
                .get(PROGRESSING)
                .filter(condition -> hasDeadline(deployment))
                .filter(condition ->
                        !COMPLETE.equals(condition.getReason()) && !TIMED_OUT.equals(condition.getReason()))
                .map(condition -> ApiTimes.parse(condition.getLastUpdateTime()).plusSeconds(seconds(deployment)));
    }

    private DeploymentStatus status() {
        DeploymentStatus status = counts();
        recordAvailable(status);
        recordProgress(status);
        failures();
        status.setConditions(conditions.list());
        return status;
    }

    private DeploymentStatus counts() {
        List<ReplicaSet> all = generation.all();
        int available = ReplicaCounts.sum(all, ReplicaCounts::available);
        int unavailable = Math.max(0, ReplicaCounts.sum(all, ReplicaCounts::wanted) - available);
        return new DeploymentStatusBuilder()
                .withObservedGeneration(deployment.getMetadata().getGeneration())
                .withReplicas(ReplicaCounts.orAbsent(ReplicaCounts.sum(all, ReplicaCounts::actual)))
                .withUpdatedReplicas(ReplicaCounts.orAbsent(
                        generation.current().map(ReplicaCounts::actual).orElse(0)))
                .withReadyReplicas(ReplicaCounts.orAbsent(ReplicaCounts.sum(all, ReplicaCounts::ready)))
                .withAvailableReplicas(ReplicaCounts.orAbsent(available))
                .withUnavailableReplicas(ReplicaCounts.orAbsent(unavailable))
                .withTerminatingReplicas(ReplicaCounts.sum(all, ReplicaCounts::terminating))
                .withCollisionCount(before(deployment).getCollisionCount())
                .build();
    }

    private void recordAvailable(DeploymentStatus status) {
        int minimum = DeploymentReplicaSets.replicas(deployment)
                - RollingUpdateLimits.of(deployment).unavailable();
        boolean enough = ReplicaCounts.orZero(status.getAvailableReplicas()) >= minimum;
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

    private void recordProgress(DeploymentStatus status) {
        DeploymentCondition present = conditions.get(PROGRESSING).orElse(null);
        if (!hasDeadline(deployment)) {
            conditions.remove(PROGRESSING);
            return;
        }
        boolean settled = present != null
                && COMPLETE.equals(present.getReason())
                && ReplicaCounts.orZero(status.getReplicas()) == ReplicaCounts.orZero(status.getUpdatedReplicas());
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
        int oldBefore = ReplicaCounts.orZero(before.getReplicas()) - ReplicaCounts.orZero(before.getUpdatedReplicas());
        int oldNow = ReplicaCounts.orZero(status.getReplicas()) - ReplicaCounts.orZero(status.getUpdatedReplicas());
        return ReplicaCounts.orZero(status.getUpdatedReplicas()) > ReplicaCounts.orZero(before.getUpdatedReplicas())
                || oldNow < oldBefore
                || ReplicaCounts.orZero(status.getReadyReplicas()) > ReplicaCounts.orZero(before.getReadyReplicas())
                || ReplicaCounts.orZero(status.getAvailableReplicas())
                        > ReplicaCounts.orZero(before.getAvailableReplicas());
    }

    private boolean timedOut(@Nullable DeploymentCondition present) {
        if (present == null || COMPLETE.equals(present.getReason())) {
            return false;
        }
        return TIMED_OUT.equals(present.getReason())
                || !ApiTimes.parse(present.getLastUpdateTime())
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
                .withLastUpdateTime(ApiTimes.seconds(now))
                .withLastTransitionTime(ApiTimes.seconds(now))
                .build();
    }
}
