// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers.workload;

import dev.spurline.embedded.internal.controllers.workload.DeploymentRollout.Step;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Spreads a new number of replicas over the ReplicaSets of a rollout that is under way, in proportion to their sizes.
 *
 * <p>Source: {@code pkg/controller/deployment/sync.go} (scale) and {@code util/deployment_util.go}.
 */
final class ProportionalScaling {

    private ProportionalScaling() {}

    static List<Step> resize(Deployment deployment, List<ReplicaSet> active) {
        int replicas = DeploymentReplicaSets.replicas(deployment);
        int allowed = replicas == 0
                ? 0
                : replicas + RollingUpdateLimits.of(deployment).surge();
        int toAdd = allowed - ReplicaCounts.sum(active, ReplicaCounts::wanted);
        List<ReplicaSet> sorted = active.stream().sorted(order(toAdd)).toList();
        int[] sizes = sizes(deployment, sorted, toAdd);
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < sizes.length; i++) {
            steps.add(new Step.Scale(sorted.get(i), sizes[i]));
        }
        return steps;
    }

    private static int[] sizes(Deployment deployment, List<ReplicaSet> sorted, int toAdd) {
        int[] sizes = sorted.stream().mapToInt(ReplicaCounts::wanted).toArray();
        int added = 0;
        for (int i = 0; i < sizes.length && toAdd != 0; i++) {
            int share = share(deployment, sorted.get(i), toAdd - added);
            sizes[i] += share;
            added += share;
        }
        if (sizes.length > 0) {
            sizes[0] = Math.max(0, sizes[0] + toAdd - added);
        }
        return sizes;
    }

    /** Larger ones first; of equal ones the newer if there is something to add, the older if to take away. */
    private static Comparator<ReplicaSet> order(int toAdd) {
        Comparator<ReplicaSet> byAge =
                toAdd > 0 ? DeploymentReplicaSets.BY_AGE.reversed() : DeploymentReplicaSets.BY_AGE;
        return Comparator.comparing(ReplicaCounts::wanted).reversed().thenComparing(byAge);
    }

    private static int share(Deployment deployment, ReplicaSet set, int left) {
        int replicas = DeploymentReplicaSets.replicas(deployment);
        if (replicas == 0) {
            return -ReplicaCounts.wanted(set);
        }
        String noted = DeploymentReplicaSets.annotations(set).get(DeploymentReplicaSets.MAXIMUM);
        int whole = noted == null ? replicas : Integer.parseInt(noted);
        int surge = RollingUpdateLimits.of(deployment).surge();
        int size = (int) Math.round((double) ReplicaCounts.wanted(set) * (replicas + surge) / Math.max(1, whole));
        int share = size - ReplicaCounts.wanted(set);
        return left > 0 ? Math.min(share, left) : Math.max(share, left);
    }
}
