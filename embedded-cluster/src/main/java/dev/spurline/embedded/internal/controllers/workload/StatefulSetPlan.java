// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers.workload;

import dev.spurline.embedded.internal.controllers.runtime.OwnerReferences;
import dev.spurline.embedded.internal.controllers.runtime.PodLifecycle;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatus;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatusBuilder;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a StatefulSet does next: one pod up or down at a time, in order, unless its pods may come and go in parallel.
 *
 * <p>Source: {@code pkg/controller/statefulset/stateful_set_control.go}.
 *
 * @param missing the numbers of the pods to be made
 * @param surplus the pods to be deleted
 */
record StatefulSetPlan(List<Integer> missing, List<Pod> surplus) {

    private static final StatefulSetPlan WAIT = new StatefulSetPlan(List.of(), List.of());

    static StatefulSetPlan of(StatefulSet set, Collection<Pod> pods) {
        Map<Integer, Pod> byOrdinal = byOrdinal(set, pods);
        List<Pod> ended = pods.stream()
                .filter(pod -> PodLifecycle.finished(pod) && !OwnerReferences.deleting(pod))
                .toList();
        if (!ended.isEmpty()) {
            return new StatefulSetPlan(List.of(), ended);
        }
        return "Parallel".equals(set.getSpec().getPodManagementPolicy())
                ? parallel(set, byOrdinal)
                : ordered(set, byOrdinal);
    }

    private static StatefulSetPlan parallel(StatefulSet set, Map<Integer, Pod> pods) {
        List<Integer> missing = ordinals(set)
                .filter(ordinal -> !pods.containsKey(ordinal))
                .boxed()
                .toList();
        List<Pod> surplus =
                excess(set, pods).filter(pod -> !OwnerReferences.deleting(pod)).toList();
        return missing.isEmpty() && surplus.isEmpty() ? outdated(set, pods) : new StatefulSetPlan(missing, surplus);
    }

    private static StatefulSetPlan ordered(StatefulSet set, Map<Integer, Pod> pods) {
        for (int ordinal : ordinals(set).toArray()) {
            Pod pod = pods.get(ordinal);
            if (pod == null) {
                return new StatefulSetPlan(List.of(ordinal), List.of());
            }
            if (!PodLifecycle.ready(pod) || OwnerReferences.deleting(pod)) {
                boolean broken = !OwnerReferences.deleting(pod) && !current(set, pod) && rolls(set);
                return broken ? new StatefulSetPlan(List.of(), List.of(pod)) : WAIT;
            }
        }
        Optional<Pod> last = excess(set, pods).findFirst();
        if (last.isPresent()) {
            return OwnerReferences.deleting(last.get()) ? WAIT : new StatefulSetPlan(List.of(), List.of(last.get()));
        }
        return outdated(set, pods);
    }

    /** The pod with the highest number that has an older template, if all others are ready. */
    private static StatefulSetPlan outdated(StatefulSet set, Map<Integer, Pod> pods) {
        boolean settled =
                pods.values().stream().allMatch(pod -> PodLifecycle.ready(pod) && !OwnerReferences.deleting(pod));
        if (!rolls(set) || !settled) {
            return WAIT;
        }
        return pods.entrySet().stream()
                .filter(entry -> entry.getKey() >= partition(set) && !current(set, entry.getValue()))
                .max(Map.Entry.comparingByKey())
                .map(entry -> new StatefulSetPlan(List.of(), List.of(entry.getValue())))
                .orElse(WAIT);
    }

    private static Stream<Pod> excess(StatefulSet set, Map<Integer, Pod> pods) {
        int end = start(set) + replicas(set);
        return pods.entrySet().stream()
                .filter(entry -> entry.getKey() >= end || entry.getKey() < start(set))
                .sorted(Map.Entry.<Integer, Pod>comparingByKey(Comparator.reverseOrder()))
                .map(Map.Entry::getValue);
    }

    private static IntStream ordinals(StatefulSet set) {
        return IntStream.range(start(set), start(set) + replicas(set));
    }

    private static int start(StatefulSet set) {
        var ordinals = set.getSpec().getOrdinals();
        return ordinals == null ? 0 : ReplicaCounts.orZero(ordinals.getStart());
    }

    private static int replicas(StatefulSet set) {
        return set.getSpec().getReplicas() == null ? 1 : set.getSpec().getReplicas();
    }

    private static boolean rolls(StatefulSet set) {
        var strategy = set.getSpec().getUpdateStrategy();
        return strategy == null || !"OnDelete".equals(strategy.getType());
    }

    private static int partition(StatefulSet set) {
        return Optional.ofNullable(set.getSpec().getUpdateStrategy())
                .map(strategy -> strategy.getRollingUpdate())
                .map(rolling -> rolling.getPartition())
                .orElse(0);
    }

    private static boolean current(StatefulSet set, Pod pod) {
        return StatefulSetPod.revision(set).equals(pod.getMetadata().getLabels().get(StatefulSetPod.REVISION));
    }

    private static Map<Integer, Pod> byOrdinal(StatefulSet set, Collection<Pod> pods) {
        Map<Integer, Pod> byOrdinal = new TreeMap<>();
        pods.stream()
                .filter(pod -> StatefulSetPod.ordinal(set, pod) >= 0)
                .forEach(pod -> byOrdinal.put(StatefulSetPod.ordinal(set, pod), pod));
        return byOrdinal;
    }

    static StatefulSetStatus status(StatefulSet set, Collection<Pod> pods, Instant now) {
        int minReady = ReplicaCounts.orZero(set.getSpec().getMinReadySeconds());
        String update = StatefulSetPod.revision(set);
        List<Pod> created =
                pods.stream().filter(pod -> !PodLifecycle.finished(pod)).toList();
        int updated = count(created.stream().filter(pod -> PodLifecycle.active(pod) && current(set, pod)));
        boolean done = updated == replicas(set)
                && created.size() == updated
                && created.stream().allMatch(PodLifecycle::ready);
        String before = set.getStatus() == null ? null : set.getStatus().getCurrentRevision();
        String present = done || before == null ? update : before;
        return new StatefulSetStatusBuilder()
                .withObservedGeneration(set.getMetadata().getGeneration())
                .withReplicas(created.size())
                .withReadyReplicas(ReplicaCounts.orAbsent(count(created.stream().filter(PodLifecycle::ready))))
                .withAvailableReplicas(
                        count(created.stream().filter(pod -> PodLifecycle.available(pod, minReady, now))))
                .withCurrentReplicas(ReplicaCounts.orAbsent(count(created.stream()
                        .filter(pod -> PodLifecycle.active(pod)
                                && present.equals(pod.getMetadata().getLabels().get(StatefulSetPod.REVISION))))))
                .withUpdatedReplicas(ReplicaCounts.orAbsent(updated))
                .withCurrentRevision(present)
                .withUpdateRevision(update)
                .withCollisionCount(0)
                .build();
    }

    private static int count(Stream<Pod> pods) {
        return (int) pods.count();
    }
}
