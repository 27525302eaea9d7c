// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.SpurlineLabels;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The routes on one Service: those of others that are in force, told apart by whom they concern, and Spurline's own. */
public final class ServiceRoutes {

    private final String namespace;
    private final List<AttachedRoute> foreign;
    private final List<AttachedRoute> own;
    private final Set<String> backends;

    /**
     * Keeps the routes of a Service.
     *
     * @param namespace the Service's
     * @param foreign the routes of others that are in force, the oldest first
     * @param own the routes of sandboxes, the oldest first
     */
    ServiceRoutes(String namespace, List<AttachedRoute> foreign, List<AttachedRoute> own) {
        this.namespace = namespace;
        this.foreign = List.copyOf(foreign);
        this.own = List.copyOf(own);
        this.backends =
                foreign.stream().flatMap(route -> route.backends().stream()).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Returns the routes that one sandbox has.
     *
     * @param key the sandbox's key
     */
    public List<AttachedRoute> of(String key) {
        return own.stream()
                .filter(route -> SpurlineLabels.on(route.object(), SpurlineLabels.SANDBOX)
                        .equals(key))
                .toList();
    }

    /** Returns those of some kinds alone. */
    ServiceRoutes of(Set<CustomKind> kinds) {
        return new ServiceRoutes(namespace, of(kinds, foreign), of(kinds, own));
    }

    private static List<AttachedRoute> of(Set<CustomKind> kinds, List<AttachedRoute> routes) {
        return routes.stream().filter(route -> kinds.contains(route.kind())).toList();
    }

    /** Returns the routes of all sandboxes. */
    List<AttachedRoute> ofSandboxes() {
        return own;
    }

    /** Returns routes of others in the Service's own namespace: they decide for callers everywhere. */
    public List<AttachedRoute> producers() {
        return foreign.stream()
                .filter(route -> route.namespace().equals(namespace))
                .toList();
    }

    /**
     * Returns routes of others in other namespaces, by namespace: they decide for callers there. Of Istio's own kind its
     * {@code exportTo} says for whom it decides.
     */
    public SortedMap<String, List<AttachedRoute>> consumers() {
        SortedMap<String, List<AttachedRoute>> consumers = new TreeMap<>();
        foreign.stream()
                .filter(route -> !route.namespace().equals(namespace) && route.kind() != CustomKind.VIRTUAL_SERVICE)
                .forEach(route -> consumers
                        .computeIfAbsent(route.namespace(), name -> new ArrayList<>())
                        .add(route));
        return consumers;
    }

    /** Returns all routes of others, the oldest first. */
    public List<AttachedRoute> all() {
        return foreign;
    }

    /** Returns the routes of others in the Service's namespace and in one more, the oldest first. */
    public List<AttachedRoute> decidingIn(String other) {
        return foreign.stream()
                .filter(route ->
                        route.namespace().equals(other) || route.namespace().equals(namespace))
                .toList();
    }

    /** Returns whether a route of others leads from this Service to one of those, named {@code namespace/name}. */
    public boolean leadsTo(Set<String> services) {
        return services.stream().anyMatch(backends::contains);
    }

    /** Returns whether one of some routes leads to one of those Services, named {@code namespace/name}. */
    public static boolean leadTo(List<AttachedRoute> routes, Set<String> services) {
        return routes.stream().anyMatch(route -> route.backends().stream().anyMatch(services::contains));
    }
}
