// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers.workload;

import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.util.Collection;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Counts replicas of ReplicaSets.
 *
 * <p>Source: {@code pkg/controller/deployment/util/deployment_util.go} (GetReplicaCountForReplicaSets).
 */
final class ReplicaCounts {

    private ReplicaCounts() {}

    static int wanted(ReplicaSet set) {
        return set.getSpec().getReplicas() == null ? 1 : set.getSpec().getReplicas();
    }

    static int actual(ReplicaSet set) {
        return set.getStatus() == null ? 0 : orZero(set.getStatus().getReplicas());
    }

    static int ready(ReplicaSet set) {
        return set.getStatus() == null ? 0 : orZero(set.getStatus().getReadyReplicas());
    }

    static int available(ReplicaSet set) {
        return set.getStatus() == null ? 0 : orZero(set.getStatus().getAvailableReplicas());
    }

    static int terminating(ReplicaSet set) {
        return set.getStatus() == null ? 0 : orZero(set.getStatus().getTerminatingReplicas());
    }

    static int sum(Collection<ReplicaSet> sets, ToIntFunction<ReplicaSet> count) {
        return sets.stream().mapToInt(count).sum();
    }

    static int orZero(@Nullable Integer number) {
        return number == null ? 0 : number;
    }

    /** The API leaves zeros out of most counts. */
    static @Nullable Integer orAbsent(int number) {
        return number == 0 ? null : number;
    }
}
