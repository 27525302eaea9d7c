// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers.workload;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Decides how a Deployment goes on from the ReplicaSets it has, as the Deployment controller of Kubernetes does.
 *
 * <p>Source: {@code pkg/controller/deployment/rolling.go} and {@code recreate.go}.
 */
final class DeploymentRollout {

    private static final int DEFAULT_HISTORY = 10;

    private DeploymentRollout() {}

    /** What to do with the ReplicaSets next. */
    sealed interface Step {

        /** A new ReplicaSet for the present template. */
        record Create(ReplicaSet set) implements Step {}

        /** Another number of replicas. */
        record Scale(ReplicaSet set, int replicas) implements Step {}

        /** The number stays, its annotations have to follow the Deployment. */
        record Annotate(ReplicaSet set) implements Step {}

        /** An old ReplicaSet that history need not keep. */
        record Delete(ReplicaSet set) implements Step {}
    }

    /**
     * Decides the next steps.
     *
     * @param oldPodsRun whether pods of old ReplicaSets still run, which a Recreate waits for
     */
    static List<Step> decide(Deployment deployment, DeploymentReplicaSets generation, boolean oldPodsRun) {
        if (Boolean.TRUE.equals(deployment.getSpec().getPaused()) || resized(deployment, generation)) {
            return resize(deployment, generation);
        }
        return RollingUpdateLimits.rolls(deployment)
                ? roll(deployment, generation)
                : recreate(deployment, generation, oldPodsRun);
    }

    private static List<Step> roll(Deployment deployment, DeploymentReplicaSets generation) {
        Optional<Step> created = createOrNote(deployment, generation);
        if (created.isPresent()) {
            return List.of(created.get());
        }
        ReplicaSet current = generation.current().orElseThrow();
        int wanted = newReplicas(deployment, generation, ReplicaCounts.wanted(current));
        if (wanted != ReplicaCounts.wanted(current)) {
            return List.of(new Step.Scale(current, wanted));
        }
        return shrinkOld(deployment, generation, current);
    }

    private static List<Step> recreate(Deployment deployment, DeploymentReplicaSets generation, boolean oldPodsRun) {
        List<Step> down = generation.activeOld().stream()
                .map(set -> (Step) new Step.Scale(set, 0))
                .toList();
        if (!down.isEmpty() || oldPodsRun) {
            return down;
        }
        Optional<Step> created = createOrNote(deployment, generation);
        if (created.isPresent()) {
            return List.of(created.get());
        }
        ReplicaSet current = generation.current().orElseThrow();
        int replicas = DeploymentReplicaSets.replicas(deployment);
        return ReplicaCounts.wanted(current) == replicas ? List.of() : List.of(new Step.Scale(current, replicas));
    }

    private static Optional<Step> createOrNote(Deployment deployment, DeploymentReplicaSets generation) {
        if (generation.current().isEmpty()) {
            int replicas = newReplicas(deployment, generation, 0);
            return Optional.of(new Step.Create(generation.next(deployment, replicas)));
        }
        ReplicaSet current = generation.current().get();
        ReplicaSet noted = DeploymentReplicaSets.noted(current, deployment, generation.revision());
        return noted.equals(current) ? Optional.empty() : Optional.of(new Step.Annotate(noted));
    }

    /** As many new pods as the surge leaves room for. */
    private static int newReplicas(Deployment deployment, DeploymentReplicaSets generation, int present) {
        int replicas = DeploymentReplicaSets.replicas(deployment);
        if (present >= replicas || !RollingUpdateLimits.rolls(deployment)) {
            return replicas;
        }
        int room = replicas
                + RollingUpdateLimits.of(deployment).surge()
                - ReplicaCounts.sum(generation.all(), ReplicaCounts::wanted);
        return present + Math.max(0, Math.min(room, replicas - present));
    }

    private static List<Step> shrinkOld(Deployment deployment, DeploymentReplicaSets generation, ReplicaSet current) {
        int minimum = DeploymentReplicaSets.replicas(deployment)
                - RollingUpdateLimits.of(deployment).unavailable();
        int newUnavailable = ReplicaCounts.wanted(current) - ReplicaCounts.available(current);
        int room = ReplicaCounts.sum(generation.all(), ReplicaCounts::wanted) - minimum - newUnavailable;
        if (room <= 0 || generation.activeOld().isEmpty()) {
            return List.of();
        }
        int[] sizes = generation.old().stream().mapToInt(ReplicaCounts::wanted).toArray();
        dropUnhealthy(generation.old(), sizes, room);
        dropHealthy(sizes, ReplicaCounts.sum(generation.all(), ReplicaCounts::available) - minimum);
        return scales(generation.old(), sizes);
    }

    private static void dropUnhealthy(List<ReplicaSet> old, int[] sizes, int room) {
        int left = room;
        for (int i = 0; i < sizes.length && left > 0; i++) {
            int drop = Math.min(left, Math.max(0, sizes[i] - ReplicaCounts.available(old.get(i))));
            sizes[i] -= drop;
            left -= drop;
        }
    }

    private static void dropHealthy(int[] sizes, int room) {
        int left = room;
        for (int i = 0; i < sizes.length && left > 0; i++) {
            int drop = Math.min(left, sizes[i]);
            sizes[i] -= drop;
            left -= drop;
        }
    }

    private static List<Step> scales(List<ReplicaSet> sets, int[] sizes) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < sizes.length; i++) {
            if (sizes[i] != ReplicaCounts.wanted(sets.get(i))) {
                steps.add(new Step.Scale(sets.get(i), sizes[i]));
            }
        }
        return steps;
    }

    /** Whether the wished number changed since the ReplicaSets were last scaled. */
    private static boolean resized(Deployment deployment, DeploymentReplicaSets generation) {
        String replicas = Integer.toString(DeploymentReplicaSets.replicas(deployment));
        return generation.active().stream()
                .map(set -> DeploymentReplicaSets.annotations(set).get(DeploymentReplicaSets.DESIRED))
                .anyMatch(desired -> desired != null && !desired.equals(replicas));
    }

    private static List<Step> resize(Deployment deployment, DeploymentReplicaSets generation) {
        int replicas = DeploymentReplicaSets.replicas(deployment);
        Optional<ReplicaSet> only = onlyActive(generation);
        if (only.isPresent()) {
            return ReplicaCounts.wanted(only.get()) == replicas && noted(deployment, only.get())
                    ? List.of()
                    : List.of(new Step.Scale(only.get(), replicas));
        }
        if (generation.current().filter(set -> saturated(deployment, set)).isPresent()) {
            return generation.activeOld().stream()
                    .map(set -> (Step) new Step.Scale(set, 0))
                    .toList();
        }
        return RollingUpdateLimits.rolls(deployment)
                ? ProportionalScaling.resize(deployment, generation.active())
                : List.of();
    }

    private static boolean noted(Deployment deployment, ReplicaSet set) {
        return DeploymentReplicaSets.scaled(set, deployment, ReplicaCounts.wanted(set))
                .equals(set);
    }

    private static Optional<ReplicaSet> onlyActive(DeploymentReplicaSets generation) {
        List<ReplicaSet> active = generation.active();
        if (active.size() > 1) {
            return Optional.empty();
        }
        return active.stream()
                .findFirst()
                .or(generation::current)
                .or(() -> generation.old().stream().max(DeploymentReplicaSets.BY_AGE));
    }

    private static boolean saturated(Deployment deployment, ReplicaSet set) {
        int replicas = DeploymentReplicaSets.replicas(deployment);
        return ReplicaCounts.wanted(set) == replicas
                && Integer.toString(replicas)
                        .equals(DeploymentReplicaSets.annotations(set).get(DeploymentReplicaSets.DESIRED))
                && ReplicaCounts.available(set) == replicas;
    }

    /** Returns the old ReplicaSets beyond what the history keeps, once the rollout is complete. */
    static List<Step> forget(Deployment deployment, DeploymentReplicaSets generation) {
        Integer given = deployment.getSpec().getRevisionHistoryLimit();
        int limit = given == null ? DEFAULT_HISTORY : given;
        List<ReplicaSet> alive = generation.old().stream()
                .filter(set -> set.getMetadata().getDeletionTimestamp() == null)
                .sorted(Comparator.comparingLong(DeploymentReplicaSets::revision))
                .toList();
        return alive.stream()
                .limit(Math.max(0, alive.size() - limit))
                .filter(DeploymentRollout::idle)
                .map(set -> (Step) new Step.Delete(set))
                .toList();
    }

    private static boolean idle(ReplicaSet set) {
        return ReplicaCounts.wanted(set) == 0
                && ReplicaCounts.actual(set) == 0
                && set.getStatus() != null
                && set.getStatus().getObservedGeneration() != null
                && set.getStatus().getObservedGeneration() >= set.getMetadata().getGeneration();
    }
}
