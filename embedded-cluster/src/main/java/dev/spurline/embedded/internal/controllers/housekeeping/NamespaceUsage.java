// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers.housekeeping;

import dev.spurline.embedded.internal.client.DiscoveredKind;
import dev.spurline.embedded.internal.controllers.runtime.PodLifecycle;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is used in a namespace, in the terms of quotas.
 *
 * <p>Source: kubernetes.io/docs/concepts/policy/resource-quotas.
 */
final class NamespaceUsage {

    /** Kinds that a quota may count by their plain name. */
    private static final Set<String> COUNTED = Set.of(
            "pods",
            "services",
            "configmaps",
            "secrets",
            "persistentvolumeclaims",
            "replicationcontrollers",
            "resourcequotas");

    private final Map<DiscoveredKind, ? extends Collection<? extends HasMetadata>> contents;

    NamespaceUsage(Map<DiscoveredKind, ? extends Collection<? extends HasMetadata>> contents) {
        this.contents = contents;
    }

    /** Returns how much of something is used, empty if that is nothing that is counted here. */
    Optional<Quantity> of(String name) {
        if (name.startsWith("count/")) {
            return Optional.of(number(count(name.substring("count/".length()))));
        }
        if (COUNTED.contains(name)) {
            return Optional.of(number(count(name)));
        }
        if (name.startsWith("limits.")) {
            return Optional.of(sum(name.substring("limits.".length()), true));
        }
        String resource = name.startsWith("requests.") ? name.substring("requests.".length()) : name;
        return Set.of("cpu", "memory", "ephemeral-storage").contains(resource) || name.startsWith("requests.")
                ? Optional.of(sum(resource, false))
                : Optional.empty();
    }

    private long count(String plural) {
        return contents.entrySet().stream()
                .filter(entry -> entry.getKey().qualifiedPlural().equals(plural))
                .flatMap(entry -> entry.getValue().stream())
                .filter(object -> !(object instanceof Pod pod) || !PodLifecycle.finished(pod))
                .count();
    }

    private Quantity sum(String resource, boolean limits) {
        return pods().flatMap(pod -> pod.getSpec().getContainers().stream())
                .flatMap(container -> amount(container, resource, limits).stream())
                .reduce(Quantity::add)
                .orElseGet(() -> number(0));
    }

    private Stream<Pod> pods() {
        return contents.values().stream()
                .flatMap(Collection::stream)
                .filter(Pod.class::isInstance)
                .map(Pod.class::cast)
                .filter(pod -> !PodLifecycle.finished(pod));
    }

    private static Optional<Quantity> amount(Container container, String resource, boolean limits) {
        return Optional.ofNullable(container.getResources())
                .map(resources -> limits ? resources.getLimits() : resources.getRequests())
                .map(amounts -> amounts.get(resource));
    }

    private static Quantity number(long amount) {
        return new Quantity(Long.toString(amount));
    }
}
