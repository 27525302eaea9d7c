// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers.scheduling;

import dev.spurline.embedded.internal.labels.LabelRequirement;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirement;
import io.fabric8.kubernetes.api.model.NodeSelectorTerm;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says whether a node satisfies what a pod's node affinity requires: terms are alternatives, an empty one matches nothing;
 * {@code k8s.io/component-helpers/scheduling/corev1/nodeaffinity/nodeaffinity.go}.
 *
 * <p>Source: {@code k8s.io/component-helpers/scheduling/corev1/nodeaffinity/nodeaffinity.go} (nodeSelectorTerm).
 */
final class NodeAffinityTerms {

    private NodeAffinityTerms() {}

    static boolean match(Pod pod, NodeInfo offer) {
        return Optional.ofNullable(pod.getSpec().getAffinity())
                .map(affinity -> affinity.getNodeAffinity())
                .map(affinity -> affinity.getRequiredDuringSchedulingIgnoredDuringExecution())
                .map(required -> required.getNodeSelectorTerms().stream().anyMatch(term -> matches(term, offer)))
                .orElse(true);
    }

    private static boolean matches(NodeSelectorTerm term, NodeInfo offer) {
        boolean empty =
                term.getMatchExpressions().isEmpty() && term.getMatchFields().isEmpty();
        return !empty
                && term.getMatchExpressions().stream()
                        .allMatch(
                                requirement -> holds(requirement, offer.labels().get(requirement.getKey())))
                && term.getMatchFields().stream().allMatch(requirement -> holds(requirement, offer.node()));
    }

    private static boolean holds(NodeSelectorRequirement requirement, @Nullable String value) {
        return LabelRequirement.of(requirement.getKey(), requirement.getOperator(), requirement.getValues())
                .matches(value);
    }
}
