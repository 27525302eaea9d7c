// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import dev.spurline.internal.survey.CustomKind;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The VirtualServices of others that callers of a Service follow: exactly one a namespace, or none.
 *
 * @param byCaller the VirtualService by the callers' namespace; namespaces whose callers follow none are missing
 * @param usual for whom a VirtualService is that does not say it
 */
record FollowedVirtualServices(SortedMap<String, AttachedRoute> byCaller, List<String> usual) {

    /** configCompareByCreationTime in pilot/pkg/model/config.go of Istio. */
    private static final Comparator<AttachedRoute> BY_AGE = Comparator.comparing(AttachedRoute::created)
            .thenComparing(AttachedRoute::name)
            .thenComparing(AttachedRoute::namespace);

    /** Finds them for the callers of a sandbox. */
    static FollowedVirtualServices of(RoutedService service, SandboxRouting sandbox) {
        return of(service, sandbox.callers(service), MeshDefaults.exportTo(sandbox.survey()));
    }

    /**
     * Finds them.
     *
     * @param service the Service
     * @param callers the namespaces of its callers
     * @param usual for whom a VirtualService is that does not say it
     */
    static FollowedVirtualServices of(RoutedService service, Collection<String> callers, List<String> usual) {
        List<AttachedRoute> all =
                service.attached().of(Set.of(CustomKind.VIRTUAL_SERVICE)).all();
        SortedMap<String, AttachedRoute> byCaller = new TreeMap<>();
        callers.forEach(caller -> followed(all, caller, usual).ifPresent(route -> byCaller.put(caller, route)));
        return new FollowedVirtualServices(byCaller, usual);
    }

    private static Optional<AttachedRoute> followed(List<AttachedRoute> all, String caller, List<String> usual) {
        return all.stream()
                .filter(route -> Visibility.of(route.object(), caller, usual) != Visibility.HIDDEN)
                .min(Comparator.<AttachedRoute, Visibility>comparing(
                                route -> Visibility.of(route.object(), caller, usual))
                        .thenComparing(BY_AGE));
    }

    /** Returns all that are followed by some callers. */
    List<AttachedRoute> all() {
        return byCaller.values().stream().distinct().toList();
    }

    /**
     * Returns the namespaces whose callers would not follow a later one of ours, with what they follow instead: what is as close
     * to them as ours would be is older.
     *
     * @param home the namespace of ours, which would be exported by name
     */
    SortedMap<String, AttachedRoute> unbeatable(String home) {
        SortedMap<String, AttachedRoute> unbeatable = new TreeMap<>();
        byCaller.forEach((caller, route) -> {
            Visibility ours = caller.equals(home) ? Visibility.PRIVATE : Visibility.BY_NAME;
            if (Visibility.of(route.object(), caller, usual).compareTo(ours) <= 0) {
                unbeatable.put(caller, route);
            }
        });
        return unbeatable;
    }
}
