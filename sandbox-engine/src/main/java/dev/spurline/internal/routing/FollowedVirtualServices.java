// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.ServiceMesh;
import dev.spurline.internal.survey.Survey;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The VirtualServices of others that callers of a Service follow: exactly one a namespace, or none.
 *
 * @param byCaller the VirtualService by the callers' namespace; namespaces whose callers follow none are missing
 * @param usual for whom a VirtualService is that does not say it
 * @param exact those of them that name the Service, and not a wildcard around it: one of ours names it, too
 */
record FollowedVirtualServices(
        SortedMap<String, AttachedRoute> byCaller, List<String> usual, Set<AttachedRoute> exact) {

    private static final int EXACT = Integer.MAX_VALUE;

    /** configCompareByCreationTime in pilot/pkg/model/config.go of Istio. */
    private static final Comparator<AttachedRoute> BY_AGE = Comparator.comparing(AttachedRoute::created)
            .thenComparing(AttachedRoute::name)
            .thenComparing(AttachedRoute::namespace);

    /** Finds them for the callers of a sandbox. */
    static FollowedVirtualServices of(RoutedService service, SandboxRouting sandbox) {
        Survey survey = sandbox.survey();
        List<String> usual = MeshDefaults.exportTo(survey);
        List<AttachedRoute> all = candidates(service, sandbox);
        Map<AttachedRoute, Integer> precision = new HashMap<>();
        all.forEach(route -> precision.put(route, precision(route, service, survey)));
        SortedMap<String, AttachedRoute> byCaller = new TreeMap<>();
        sandbox.callers(service)
                .forEach(caller -> all.stream()
                        .filter(route -> Visibility.of(route.object(), caller, usual) != Visibility.HIDDEN)
                        .min(Comparator.<AttachedRoute, Integer>comparing(route -> -precision.getOrDefault(route, 0))
                                .thenComparing(route -> Visibility.of(route.object(), caller, usual))
                                .thenComparing(BY_AGE))
                        .ifPresent(route -> byCaller.put(caller, route)));
        Set<AttachedRoute> exact = byCaller.values().stream()
                .filter(route -> precision.getOrDefault(route, 0) == EXACT)
                .collect(Collectors.toSet());
        return new FollowedVirtualServices(byCaller, usual, exact);
    }

    /** Returns those on a Service that a proxy can follow: a waypoint takes its own namespace's and the Service's alone (listener_waypoint.go). */
    static List<AttachedRoute> candidates(RoutedService service, SandboxRouting sandbox) {
        List<AttachedRoute> all =
                service.attached().of(Set.of(CustomKind.VIRTUAL_SERVICE)).all();
        if (sandbox.survey().mesh() != ServiceMesh.ISTIO_AMBIENT) {
            return all;
        }
        Set<String> places = new HashSet<>(sandbox.callers(service));
        places.add(service.service().getMetadata().getNamespace());
        return all.stream().filter(route -> places.contains(route.namespace())).toList();
    }

    /** One that names the host goes before wildcards, of these the longest (computeWildcardHostVirtualServiceIndex in sidecar.go). */
    private static int precision(AttachedRoute route, RoutedService service, Survey survey) {
        return VirtualServiceAttachments.spellings(route.object(), service.service(), survey).stream()
                .mapToInt(host -> host.isWildcard() ? host.text().length() : EXACT)
                .max()
                .orElse(0);
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
            if (exact.contains(route)
                    && Visibility.of(route.object(), caller, usual).compareTo(ours) <= 0) {
                unbeatable.put(caller, route);
            }
        });
        return unbeatable;
    }
}
