// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.Survey;
import io.fabric8.kubernetes.api.model.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Finds what is attached to a Service: routes of others, told apart by whom they concern. */
public final class Attachments {

    private static final List<CustomKind> ROUTES =
            List.of(CustomKind.HTTP_ROUTE, CustomKind.GRPC_ROUTE, CustomKind.LINKERD_HTTP_ROUTE);

    private final List<AttachedRoute> all;
    private final Service service;

    private Attachments(Service service, List<AttachedRoute> all) {
        this.service = service;
        this.all = all;
    }

    /**
     * Looks for the routes of a Service that are in force.
     *
     * @param ownLabel a label that Spurline's own routes have
     */
    public static Attachments of(Service service, Survey survey, String ownLabel) {
        List<AttachedRoute> foreign = find(service, survey, labels -> !labels.containsKey(ownLabel)).stream()
                .filter(route -> route.inForce(
                        survey.mesh(),
                        service.getMetadata().getNamespace(),
                        service.getMetadata().getName()))
                .toList();
        return new Attachments(service, foreign);
    }

    /**
     * Looks for the routes of a Service that one sandbox has already.
     *
     * @param ownLabel the label that names the sandbox of a route
     * @param key the sandbox's
     */
    public static List<AttachedRoute> own(Service service, Survey survey, String ownLabel, String key) {
        return find(service, survey, labels -> key.equals(labels.get(ownLabel)));
    }

    private static List<AttachedRoute> find(Service service, Survey survey, Predicate<Map<String, String>> wanted) {
        List<AttachedRoute> found = new ArrayList<>();
        for (CustomKind kind : ROUTES) {
            survey.all(kind).stream()
                    .filter(route -> wanted.test(
                            Objects.requireNonNullElse(route.getMetadata().getLabels(), Map.of())))
                    .forEach(route -> found.addAll(AttachedRoute.of(
                            kind,
                            route,
                            service.getMetadata().getNamespace(),
                            service.getMetadata().getName())));
        }
        return found.stream().sorted(AttachedRoute.BY_AGE).toList();
    }

    /** Returns routes in the Service's own namespace: they decide for callers everywhere. */
    public List<AttachedRoute> producers() {
        return all.stream()
                .filter(route -> route.namespace().equals(service.getMetadata().getNamespace()))
                .toList();
    }

    /** Returns routes in other namespaces, by namespace: they decide for callers there. */
    public SortedMap<String, List<AttachedRoute>> consumers() {
        SortedMap<String, List<AttachedRoute>> consumers = new TreeMap<>();
        all.stream()
                .filter(route -> !route.namespace().equals(service.getMetadata().getNamespace()))
                .forEach(route -> consumers
                        .computeIfAbsent(route.namespace(), name -> new ArrayList<>())
                        .add(route));
        return consumers;
    }

    /** Returns all routes, the oldest first. */
    public List<AttachedRoute> all() {
        return all;
    }

    /** Returns the routes in the Service's namespace and in one more, the oldest first. */
    public List<AttachedRoute> decidingIn(String namespace) {
        return all.stream()
                .filter(route -> route.namespace().equals(namespace)
                        || route.namespace().equals(service.getMetadata().getNamespace()))
                .toList();
    }

    /** Returns whether a route leads from this Service to one of those, named {@code namespace/name}. */
    public boolean leadsTo(Set<String> services) {
        return leadTo(all, services);
    }

    /** Returns whether one of some routes leads to one of those Services, named {@code namespace/name}. */
    public static boolean leadTo(List<AttachedRoute> routes, Set<String> services) {
        return routes.stream().anyMatch(route -> route.backends().stream().anyMatch(services::contains));
    }
}
