// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import dev.spurline.PreflightException;
import dev.spurline.internal.routing.EgressSidecars;
import dev.spurline.internal.routing.RoutedService;
import dev.spurline.internal.routing.SandboxRoute;
import dev.spurline.internal.survey.ServiceMesh;
import dev.spurline.internal.survey.SpurlineLabels;
import dev.spurline.internal.survey.Survey;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Finds the callers that Sidecars tell nothing of a Service's routes: what they send to it reaches the baseline, and their proxies
 * never show a route of a sandbox.
 */
final class HiddenCallers {

    private final Survey survey;
    private final EgressSidecars sidecars;
    private final List<String> named;
    private final Map<String, List<Pod>> pods;
    private final Map<String, Set<String>> hidden = new HashMap<>();

    /**
     * Prepares for a survey.
     *
     * @param named the callers that somebody has named, as {@code workload} or {@code namespace/workload}
     */
    HiddenCallers(Survey survey, List<String> named) {
        this.survey = survey;
        this.sidecars = new EgressSidecars(survey);
        this.named = named.stream()
                .map(name -> name.contains("/") ? name : survey.namespace() + "/" + name)
                .toList();
        this.pods = survey.mesh() == ServiceMesh.ISTIO ? WorkloadPods.ready(survey) : Map.of();
    }

    /**
     * Looks at a Service that has got routes.
     *
     * @return what is to be told of it, a sentence for each Sidecar
     * @throws PreflightException if a caller that somebody has named is told nothing of any Service here
     */
    List<String> of(Service service) {
        if (survey.mesh() != ServiceMesh.ISTIO) {
            return List.of();
        }
        named.stream()
                .filter(caller -> !seesAny(caller))
                .forEach(caller -> hiding(caller, service).ifPresent(sidecar -> refuse(caller, sidecar, service)));
        return hide(service).entrySet().stream()
                .map(entry ->
                        "%s tells callers %s nothing of %s: if they call it, they reach the baseline, whatever key a request carries"
                                .formatted(entry.getKey(), entry.getValue(), RoutedService.title(service)))
                .toList();
    }

    /**
     * Takes notice of who is told nothing of a Service's routes, so that nobody waits for their proxies.
     *
     * @return the callers, by the Sidecars that tell them nothing
     */
    Map<String, Set<String>> hide(Service service) {
        Map<String, Set<String>> bySidecar = new TreeMap<>();
        if (survey.mesh() != ServiceMesh.ISTIO) {
            return bySidecar;
        }
        Stream.concat(pods.keySet().stream(), named.stream())
                .distinct()
                .forEach(caller -> hiding(caller, service).ifPresent(sidecar -> {
                    hidden.computeIfAbsent(caller, name -> new HashSet<>()).add(name(service));
                    bySidecar
                            .computeIfAbsent(SandboxRoute.title(sidecar), title -> new TreeSet<>())
                            .add(caller);
                }));
        return bySidecar;
    }

    /** Who is on the way to a fork need not call the forked Service itself. */
    private boolean seesAny(String caller) {
        return survey.read().stream()
                .flatMap(namespace -> SpurlineLabels.foreign(survey.services(), namespace).stream())
                .anyMatch(service -> hiding(caller, service).isEmpty());
    }

    /** Returns the Services, as {@code namespace/name}, of whose routes a caller's proxies are told nothing. */
    Set<String> services(String caller) {
        return hidden.getOrDefault(caller, Set.of());
    }

    private static String name(Service service) {
        return service.getMetadata().getNamespace() + "/"
                + service.getMetadata().getName();
    }

    private Optional<GenericKubernetesResource> hiding(String caller, Service service) {
        String namespace = caller.substring(0, caller.indexOf('/'));
        Map<String, String> labels = pods.getOrDefault(caller, List.of()).stream()
                .findFirst()
                .map(pod -> Objects.requireNonNullElse(pod.getMetadata().getLabels(), Map.<String, String>of()))
                .orElse(Map.of());
        return sidecars.hiding(namespace, labels, service);
    }

    private static void refuse(String caller, GenericKubernetesResource sidecar, Service service) {
        throw new PreflightException(
                "%s tells the proxies of [%s], which spurline.callers names, nothing of %s, so that they would follow no route of a sandbox: add [%s/*] to the hosts of its egress, or leave [%s] out of spurline.callers"
                        .formatted(
                                SandboxRoute.title(sidecar),
                                caller,
                                RoutedService.title(service),
                                service.getMetadata().getNamespace(),
                                caller));
    }
}
