// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers.scheduling;

import io.fabric8.kubernetes.api.model.NodeSelectorRequirement;
import io.fabric8.kubernetes.api.model.NodeSelectorTerm;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says whether a node satisfies what a pod's node affinity requires. */
final class NodeAffinityTerms {

    private NodeAffinityTerms() {}

    static boolean match(Pod pod, Offer offer) {
        return Optional.ofNullable(pod.getSpec().getAffinity())
                .map(affinity -> affinity.getNodeAffinity())
                .map(affinity -> affinity.getRequiredDuringSchedulingIgnoredDuringExecution())
                .map(required -> required.getNodeSelectorTerms().stream().anyMatch(term -> matches(term, offer)))
                .orElse(true);
    }

    private static boolean matches(NodeSelectorTerm term, Offer offer) {
        boolean empty =
                term.getMatchExpressions().isEmpty() && term.getMatchFields().isEmpty();
        return !empty
                && term.getMatchExpressions().stream()
                        .allMatch(
                                requirement -> holds(requirement, offer.labels().get(requirement.getKey())))
                && term.getMatchFields().stream().allMatch(requirement -> holds(requirement, offer.node()));
    }

    private static boolean holds(NodeSelectorRequirement requirement, @Nullable String value) {
        return switch (requirement.getOperator()) {
            case "In" -> value != null && requirement.getValues().contains(value);
            case "NotIn" -> value == null || !requirement.getValues().contains(value);
            case "Exists" -> value != null;
            case "DoesNotExist" -> value == null;
            case "Gt" ->
                number(value).filter(number -> number > bound(requirement)).isPresent();
            case "Lt" ->
                number(value).filter(number -> number < bound(requirement)).isPresent();
            default -> false;
        };
    }

    private static long bound(NodeSelectorRequirement requirement) {
        return Long.parseLong(requirement.getValues().get(0));
    }

    private static Optional<Long> number(@Nullable String value) {
        return value != null && value.matches("-?\\d{1,18}") ? Optional.of(Long.parseLong(value)) : Optional.empty();
    }
}
