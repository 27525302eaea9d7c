// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers.workload;

import dev.spurline.embedded.internal.client.ApiTimes;
import dev.spurline.embedded.internal.client.Selectors;
import dev.spurline.embedded.internal.controllers.runtime.PodLifecycle;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetCondition;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetConditionBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetStatus;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetStatusBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Computes the status of a ReplicaSet from its pods.
 *
 * <p>Source: calculateStatus in {@code pkg/controller/replicaset/replica_set_utils.go}.
 */
final class ReplicaSetStatusView {

    private static final String FAILURE = "ReplicaFailure";

    private ReplicaSetStatusView() {}

    /**
     * Returns the status.
     *
     * @param failure what went wrong when pods were to be made or deleted
     */
    static ReplicaSetStatus of(ReplicaSet set, Collection<Pod> pods, Optional<ReplicaFailure> failure, Instant now) {
        List<Pod> active = pods.stream().filter(PodLifecycle::active).toList();
        int minReady = ReplicaCounts.orZero(set.getSpec().getMinReadySeconds());
        var labels = set.getSpec().getTemplate().getMetadata().getLabels();
        return new ReplicaSetStatusBuilder()
                .withReplicas(active.size())
                .withFullyLabeledReplicas(count(active.stream()
                        .filter(pod -> Selectors.contains(pod.getMetadata().getLabels(), labels))
                        .count()))
                .withReadyReplicas(
                        count(active.stream().filter(PodLifecycle::ready).count()))
                .withAvailableReplicas(count(active.stream()
                        .filter(pod -> PodLifecycle.available(pod, minReady, now))
                        .count()))
                .withTerminatingReplicas(
                        (int) pods.stream().filter(PodLifecycle::terminating).count())
                .withObservedGeneration(set.getMetadata().getGeneration())
                .withConditions(conditions(set, failure, now))
                .build();
    }

    private static List<ReplicaSetCondition> conditions(ReplicaSet set, Optional<ReplicaFailure> failure, Instant now) {
        List<ReplicaSetCondition> present =
                set.getStatus() == null ? List.of() : set.getStatus().getConditions();
        boolean known = present.stream().anyMatch(condition -> FAILURE.equals(condition.getType()));
        if (known && failure.isPresent()) {
            return present;
        }
        List<ReplicaSetCondition> conditions = new ArrayList<>(present);
        conditions.removeIf(condition -> FAILURE.equals(condition.getType()));
        failure.map(found -> condition(found, now)).ifPresent(conditions::add);
        return conditions;
    }

    private static ReplicaSetCondition condition(ReplicaFailure failure, Instant now) {
        return new ReplicaSetConditionBuilder()
                .withType(FAILURE)
                .withStatus("True")
                .withReason(failure.reason())
                .withMessage(failure.message())
                .withLastTransitionTime(ApiTimes.seconds(now))
                .build();
    }

    private static @Nullable Integer count(long number) {
        return ReplicaCounts.orAbsent((int) number);
    }

    /** Why there are not as many pods as wanted. */
    record ReplicaFailure(String reason, String message) {}
}
