// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers.housekeeping;

import dev.spurline.embedded.internal.client.ApiTimes;
import dev.spurline.embedded.internal.client.DiscoveredKind;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Says in the conditions of a namespace what keeps it from going.
 *
 * <p>Source: {@code pkg/controller/namespace/deletion/status_condition_utils.go}.
 */
final class RemainingContent {

    private RemainingContent() {}

    /** Returns the conditions, empty if the namespace already carries them. */
    static List<Map<String, String>> conditions(
            Namespace namespace, Map<DiscoveredKind, ? extends Collection<? extends HasMetadata>> contents) {
        Map<String, Integer> counts = new TreeMap<>();
        Map<String, Integer> finalizers = new TreeMap<>();
        contents.forEach((kind, objects) -> {
            if (!objects.isEmpty()) {
                counts.put(kind.qualifiedPlural() + ".", objects.size());
            }
            objects.stream()
                    .flatMap(object -> object.getMetadata().getFinalizers().stream())
                    .forEach(finalizer -> finalizers.merge(finalizer, 1, Integer::sum));
        });
        List<Map<String, String>> conditions = new ArrayList<>();
        conditions.add(condition(
                "NamespaceDeletionDiscoveryFailure",
                "False",
                "ResourcesDiscovered",
                "All resources successfully discovered"));
        conditions.add(condition(
                "NamespaceDeletionGroupVersionParsingFailure",
                "False",
                "ParsedGroupVersions",
                "All legacy kube types successfully parsed"));
        conditions.add(condition(
                "NamespaceDeletionContentFailure",
                "False",
                "ContentDeleted",
                "All content successfully deleted, may be waiting on finalization"));
        conditions.add(
                counts.isEmpty()
                        ? condition(
                                "NamespaceContentRemaining",
                                "False",
                                "ContentRemoved",
                                "All content successfully removed")
                        : condition(
                                "NamespaceContentRemaining",
                                "True",
                                "SomeResourcesRemain",
                                "Some resources are remaining: " + list(counts, " has %d resource instances")));
        conditions.add(
                finalizers.isEmpty()
                        ? condition(
                                "NamespaceFinalizersRemaining",
                                "False",
                                "ContentHasNoFinalizers",
                                "All content-preserving finalizers finished")
                        : condition(
                                "NamespaceFinalizersRemaining",
                                "True",
                                "SomeFinalizersRemain",
                                "Some content in the namespace has finalizers remaining: "
                                        + list(finalizers, " in %d resource instances")));
        return known(namespace, conditions) ? List.of() : conditions;
    }

    private static boolean known(Namespace namespace, List<Map<String, String>> conditions) {
        return namespace.getStatus() != null
                && conditions.stream()
                        .allMatch(wanted -> namespace.getStatus().getConditions().stream()
                                .anyMatch(present -> present.getType().equals(wanted.get("type"))
                                        && String.valueOf(present.getMessage()).equals(wanted.get("message"))));
    }

    private static String list(Map<String, Integer> counts, String format) {
        return counts.entrySet().stream()
                .map(entry -> entry.getKey() + format.formatted(entry.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static Map<String, String> condition(String type, String status, String reason, String message) {
        return Map.of(
                "type",
                type,
                "status",
                status,
                "reason",
                reason,
                "message",
                message,
                "lastTransitionTime",
                ApiTimes.now());
    }
}
