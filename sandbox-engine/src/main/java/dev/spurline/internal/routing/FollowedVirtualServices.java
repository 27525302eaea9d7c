// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.ObjectAge;
import dev.spurline.internal.survey.ServiceMesh;
import dev.spurline.internal.survey.Survey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The VirtualServices of others that callers of a Service follow: exactly one a namespace, or none.
 *
 * @param byCaller the VirtualService by the callers' namespace; namespaces whose callers follow none are missing
 * @param sight who sees what
 * @param named those that name the Service, and not a wildcard around it, as one of ours does; where one of them says nothing of a
 *     port, the next one is followed there
 */
record FollowedVirtualServices(SortedMap<String, AttachedRoute> byCaller, CallerSight sight, Set<AttachedRoute> named) {

    private static final int EXACT = Integer.MAX_VALUE;

    private static final Comparator<AttachedRoute> BY_AGE =
            Comparator.comparing(AttachedRoute::object, ObjectAge.ISTIO);

    /**
     * A VirtualService that names or covers a Service.
     *
     * @param precision how closely: one that names the host goes before wildcards, of these the longest
     * @param silent whether it says nothing of requests from pods
     */
    private record Candidate(AttachedRoute route, int precision, boolean silent) {

        boolean exact() {
            return precision == EXACT;
        }
    }

    /** Finds them for the callers of a sandbox. */
    static FollowedVirtualServices of(RoutedService service, SandboxRouting sandbox) {
        CallerSight sight = CallerSight.of(service.service(), sandbox.survey());
        List<Candidate> all = all(service, sandbox);
        SortedMap<String, AttachedRoute> byCaller = new TreeMap<>();
        for (String caller : sandbox.callers(service)) {
            followed(all, caller, sight).ifPresent(candidate -> byCaller.put(caller, candidate.route()));
        }
        Set<AttachedRoute> named = all.stream()
                .filter(candidate -> candidate.exact() && !candidate.silent())
                .map(Candidate::route)
                .collect(Collectors.toSet());
        return new FollowedVirtualServices(byCaller, sight, named);
    }

    private static List<Candidate> all(RoutedService service, SandboxRouting sandbox) {
        Survey survey = sandbox.survey();
        List<Candidate> all = new ArrayList<>();
        candidates(service, sandbox)
                .forEach(route -> all.add(new Candidate(route, precision(route, service, survey, false), false)));
        // How a waypoint chooses was not looked at.
        if (survey.mesh() != ServiceMesh.ISTIO_AMBIENT) {
            SilentVirtualServices.on(service.service(), survey)
                    .forEach(route -> all.add(new Candidate(route, precision(route, service, survey, true), true)));
        }
        return all;
    }

    /**
     * Of several that name the Service, those count that say something. Where none names it, the closest wildcard counts alone,
     * whether it says something or not (computeWildcardHostVirtualServiceIndex in sidecar.go).
     */
    private static Optional<Candidate> followed(List<Candidate> all, String caller, CallerSight sight) {
        List<Candidate> visible = all.stream()
                .filter(candidate -> candidate.precision() > 0)
                .filter(candidate -> sight.of(candidate.route().object(), caller) != Visibility.HIDDEN)
                .sorted(Comparator.<Candidate, Integer>comparing(candidate -> -candidate.precision())
                        .thenComparing(candidate -> sight.of(candidate.route().object(), caller))
                        .thenComparing(Candidate::route, BY_AGE))
                .toList();
        boolean named = visible.stream().anyMatch(Candidate::exact);
        return visible.stream()
                .filter(candidate -> !named || (candidate.exact() && !candidate.silent()))
                .findFirst()
                .filter(candidate -> !candidate.silent());
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

    /** One that says nothing and names another spelling than the full one keeps no wildcard from the Service. */
    private static int precision(AttachedRoute route, RoutedService service, Survey survey, boolean silent) {
        String full = new ServiceHosts(service.service()).full(survey);
        return VirtualServiceAttachments.spellings(route.object(), service.service(), survey).stream()
                .filter(host -> !silent
                        || host.isShort()
                        || host.isWildcard()
                        || host.text().equalsIgnoreCase(full))
                .mapToInt(host -> host.isWildcard() ? host.text().length() : EXACT)
                .max()
                .orElse(0);
    }

    /** Returns for whom a VirtualService is that does not say it. */
    List<String> usual() {
        return sight.usual();
    }

    /** Returns those that callers may follow at ports of which what they follow says nothing. */
    List<AttachedRoute> further() {
        return byCaller.values().stream().noneMatch(named::contains)
                ? List.of()
                : named.stream()
                        .filter(route -> !byCaller.containsValue(route))
                        .filter(route -> byCaller.keySet().stream()
                                .anyMatch(caller -> sight.of(route.object(), caller) != Visibility.HIDDEN))
                        .sorted(BY_AGE)
                        .toList();
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
            if (named.contains(route) && sight.of(route.object(), caller).compareTo(ours) <= 0) {
                unbeatable.put(caller, route);
            }
        });
        return unbeatable;
    }
}
