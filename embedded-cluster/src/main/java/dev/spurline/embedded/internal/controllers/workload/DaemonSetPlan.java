// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers.workload;

import dev.spurline.embedded.internal.client.Selectors;
import dev.spurline.embedded.internal.controllers.runtime.PodLifecycle;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirement;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetStatus;
import io.fabric8.kubernetes.api.model.apps.DaemonSetStatusBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which pods of a DaemonSet are missing and which are too many.
 *
 * <p>Source: {@code pkg/controller/daemon/daemon_controller.go}.
 *
 * @param missing pods to be made, each for one node
 * @param surplus pods to be deleted
 */
record DaemonSetPlan(List<Pod> missing, List<Pod> surplus) {

    private static final String HASH = "controller-revision-hash";
    private static final List<String> TOLERATED =
            List.of("node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable");

    static DaemonSetPlan of(DaemonSet set, Collection<Node> nodes, Collection<Pod> pods) {
        Map<String, List<Pod>> byNode =
                pods.stream().filter(PodLifecycle::active).collect(Collectors.groupingBy(DaemonSetPlan::target));
        List<Pod> missing = nodes.stream()
                .filter(node -> eligible(set, node))
                .map(node -> node.getMetadata().getName())
                .filter(node -> !byNode.containsKey(node))
                .map(node -> pod(set, node))
                .toList();
        return new DaemonSetPlan(missing, surplus(set, nodes, byNode));
    }

    private static List<Pod> surplus(DaemonSet set, Collection<Node> nodes, Map<String, List<Pod>> byNode) {
        List<Pod> surplus = new ArrayList<>();
        List<String> eligible = nodes.stream()
                .filter(node -> eligible(set, node))
                .map(node -> node.getMetadata().getName())
                .toList();
        byNode.forEach((node, present) ->
                surplus.addAll(eligible.contains(node) ? present.subList(1, present.size()) : present));
        boolean allReady = byNode.values().stream().flatMap(List::stream).allMatch(PodLifecycle::ready);
        byNode.values().stream()
                .flatMap(List::stream)
                .filter(pod -> rolls(set) && surplus.isEmpty() && !updated(set, pod))
                .filter(pod -> allReady || !PodLifecycle.ready(pod))
                .findFirst()
                .ifPresent(surplus::add);
        return surplus;
    }

    private static boolean rolls(DaemonSet set) {
        return set.getSpec().getUpdateStrategy() == null
                || !"OnDelete".equals(set.getSpec().getUpdateStrategy().getType());
    }

    private static boolean updated(DaemonSet set, Pod pod) {
        return TemplateHash.of(set.getSpec().getTemplate(), null)
                .equals(pod.getMetadata().getLabels().get(HASH));
    }

    private static boolean eligible(DaemonSet set, Node node) {
        var spec = set.getSpec().getTemplate().getSpec();
        return Selectors.contains(node.getMetadata().getLabels(), spec.getNodeSelector());
    }

    /** Returns the node that a pod is on, or is made for. */
    private static String target(Pod pod) {
        if (PodLifecycle.bound(pod)) {
            return pod.getSpec().getNodeName();
        }
        return Optional.ofNullable(pod.getSpec().getAffinity())
                .map(affinity -> affinity.getNodeAffinity())
                .map(affinity -> affinity.getRequiredDuringSchedulingIgnoredDuringExecution())
                .map(required -> required.getNodeSelectorTerms().stream())
                .orElseGet(Stream::empty)
                .flatMap(term -> term.getMatchFields().stream())
                .map(field -> field.getValues().get(0))
                .findFirst()
                .orElse("");
    }

    private static Pod pod(DaemonSet set, String node) {
        PodBuilder pod = new PodBuilder(PodLifecycle.from(set.getSpec().getTemplate(), set))
                .editMetadata()
                .addToLabels(HASH, TemplateHash.of(set.getSpec().getTemplate(), null))
                .endMetadata()
                .editSpec()
                .editOrNewAffinity()
                .editOrNewNodeAffinity()
                .withNewRequiredDuringSchedulingIgnoredDuringExecution()
                .addNewNodeSelectorTerm()
                .addToMatchFields(new NodeSelectorRequirement("metadata.name", "In", List.of(node)))
                .endNodeSelectorTerm()
                .endRequiredDuringSchedulingIgnoredDuringExecution()
                .endNodeAffinity()
                .endAffinity()
                .endSpec();
        TOLERATED.forEach(taint -> pod.editSpec()
                .addNewToleration()
                .withKey(taint)
                .withOperator("Exists")
                .withEffect("NoExecute")
                .endToleration()
                .endSpec());
        return pod.build();
    }

    static DaemonSetStatus status(DaemonSet set, Collection<Node> nodes, Collection<Pod> active, Instant now) {
        int desired = (int) nodes.stream().filter(node -> eligible(set, node)).count();
        int minReady = ReplicaCounts.orZero(set.getSpec().getMinReadySeconds());
        int available = (int) active.stream()
                .filter(pod -> PodLifecycle.available(pod, minReady, now))
                .count();
        return new DaemonSetStatusBuilder()
                .withObservedGeneration(set.getMetadata().getGeneration())
                .withDesiredNumberScheduled(desired)
                .withCurrentNumberScheduled(active.size())
                .withNumberMisscheduled(0)
                .withNumberReady(
                        (int) active.stream().filter(PodLifecycle::ready).count())
                .withNumberAvailable(ReplicaCounts.orAbsent(available))
                .withNumberUnavailable(ReplicaCounts.orAbsent(Math.max(0, desired - available)))
                .withUpdatedNumberScheduled(ReplicaCounts.orAbsent(
                        (int) active.stream().filter(pod -> updated(set, pod)).count()))
                .build();
    }
}
