// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import dev.spurline.RoutingKey;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.ServiceMesh;
import dev.spurline.internal.survey.Survey;
import io.fabric8.kubernetes.api.model.Service;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the routes of one sandbox depend on, whichever Service and style.
 *
 * @param survey what was read
 * @param names the names of the sandbox's objects, and its key
 * @param format where requests carry it
 * @param labels the labels of the sandbox's objects
 * @param forks the forks' Services by the baseline's, as {@code namespace/name}
 * @param joinable kinds of routes that may be made in other namespaces than those that were read, as
 *     {@code namespace/plural.group}
 * @param missing kinds that may not be made in those that were read, in the same form
 * @param callers the namespaces of known callers
 * @param gateways the namespaces of known gateways
 * @param choice which ways of routing are allowed
 * @param shadow whether a VirtualService of others may be outranked
 * @param mirrors whether copies of rules keep their mirrors
 * @param noStore whether answers of forks are kept out of caches
 * @param anchored whether something ends the routes when nobody follows foreign ones any more
 * @param tracing whether requests are led to twins that count them, and not to forks
 */
public record SandboxRouting(
        Survey survey,
        SandboxNames names,
        KeyFormat format,
        Map<String, String> labels,
        Map<String, String> forks,
        Set<String> joinable,
        Set<String> missing,
        Set<String> callers,
        Set<String> gateways,
        RoutingChoice choice,
        ShadowChoice shadow,
        boolean mirrors,
        boolean noStore,
        boolean anchored,
        boolean tracing) {

    /** More than a Service has rules. */
    private static final int RULES = 1000;

    /** Copies the collections. */
    public SandboxRouting {
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
        forks = Collections.unmodifiableMap(new LinkedHashMap<>(forks));
        joinable = Set.copyOf(joinable);
        missing = Set.copyOf(missing);
        callers = Set.copyOf(callers);
        gateways = Set.copyOf(gateways);
    }

    /**
     * Returns routing that leads requests with the key to other Services than forks', and changes nothing else about them.
     *
     * @param others the names of its objects
     * @param twins those Services by the ones that are called, as {@code namespace/name}
     */
    public SandboxRouting tracing(SandboxNames others, Map<String, String> twins) {
        return new SandboxRouting(
                survey, others, format, labels, twins, joinable, missing, callers, gateways, choice, shadow, true,
                false, anchored, true);
    }

    /**
     * Returns the number of the first rule for a Service. Proxies are asked for rules by their names, and those of a sandbox's
     * VirtualServices differ by number alone: a rule for a fork is no proof of one for a twin, nor of one twin for another.
     */
    int firstRule(Service service) {
        String title = RoutedService.name(service);
        return tracing ? RULES * (1 + List.copyOf(forks.keySet()).indexOf(title)) : 0;
    }

    /** Returns the namespaces of callers of a Service, its own first. */
    List<String> callers(RoutedService service) {
        return callers(service.service());
    }

    /** Returns whether the namespaces of callers are those that somebody has named, and not only those that were read. */
    boolean namesCallers() {
        return !survey.read().containsAll(callers);
    }

    /** Returns the same; in ambient mode who follows routes is the Service's waypoint, whoever calls. */
    List<String> callers(Service service) {
        if (survey.mesh() == ServiceMesh.ISTIO_AMBIENT) {
            return ServiceWaypoint.of(service, survey).stream()
                    .map(ServiceWaypoint::namespace)
                    .toList();
        }
        return Stream.concat(
                        Stream.of(service.getMetadata().getNamespace()),
                        callers.stream().sorted())
                .distinct()
                .toList();
    }

    /** Returns whether routes of some kind may be made in a namespace that was not read. */
    boolean mayJoin(String namespace) {
        return joinable.stream().anyMatch(kind -> kind.startsWith(namespace + "/"));
    }

    /** Returns whether a route may be made in a namespace that was not read. */
    boolean mayJoin(CustomKind kind, String namespace) {
        return joinable.contains(namespace + "/" + kind.resource());
    }

    /** Returns whether a route may be made in a namespace that was read. */
    boolean mayMake(CustomKind kind, String namespace) {
        return !missing.contains(namespace + "/" + kind.resource());
    }

    /** Returns the routing key. */
    public RoutingKey key() {
        return names.key();
    }

    /** Returns whether requests to a Service can reach a fork: its own, or one that some routes of others lead to. */
    boolean concerns(RoutedService service, List<AttachedRoute> attached) {
        return forks.containsKey(RoutedService.name(service.service()))
                || ServiceRoutes.leadTo(attached, forks.keySet());
    }
}
