// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import dev.spurline.PreflightException;
import dev.spurline.internal.survey.ObjectLabels;
import dev.spurline.internal.survey.Survey;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The waypoint through which requests to a Service pass in ambient Istio: that of the Service's label, else that of its
 * namespace's (istio.io/latest/docs/ambient/usage/waypoint). The labels of pods name one for what is sent to a pod's own address.
 *
 * @param namespace where the waypoint is
 * @param name its name
 */
public record ServiceWaypoint(String namespace, String name) {

    private static final String USE = "istio.io/use-waypoint";
    private static final String USE_NAMESPACE = "istio.io/use-waypoint-namespace";
    private static final String NONE = "none";

    /** What istiod writes into the status of a Service with such a label (pilot/pkg/model: WaypointBound). */
    private static final String BOUND = "istio.io/WaypointBound";

    /** Returns namespace and name. */
    public String title() {
        return namespace + "/" + name;
    }

    /** Returns the one that the labels name. */
    public static Optional<ServiceWaypoint> of(Service service, Survey survey) {
        return RouteGuard.withNamespace(service, survey)
                .map(ObjectLabels::labels)
                .filter(labels -> labels.containsKey(USE))
                .findFirst()
                .filter(labels -> !labels.getOrDefault(USE, "").equals(NONE))
                .map(labels -> new ServiceWaypoint(
                        labels.getOrDefault(USE_NAMESPACE, service.getMetadata().getNamespace()),
                        labels.getOrDefault(USE, "")));
    }

    /**
     * Returns the one through which requests pass.
     *
     * @throws PreflightException if there is none, which is why no route would be followed
     */
    static ServiceWaypoint required(Service service, Survey survey) {
        ServiceWaypoint waypoint = of(service, survey).orElseThrow(() -> missing(service, survey));
        conditions(service).stream()
                .filter(condition -> condition.getType().equals(BOUND)
                        && condition.getStatus().equals("False"))
                .findFirst()
                .ifPresent(condition -> {
                    throw new PreflightException(
                            "%s has the label %s=%s, and Istio says that this waypoint does not take its requests (%s: %s), so that no route would be followed: add it with [istioctl waypoint apply --namespace %s --name %s --wait], or correct the label"
                                    .formatted(
                                            RoutedService.title(service),
                                            USE,
                                            waypoint.name(),
                                            condition.getReason(),
                                            condition.getMessage(),
                                            waypoint.namespace(),
                                            waypoint.name()));
                });
        return waypoint;
    }

    private static List<Condition> conditions(Service service) {
        return service.getStatus() == null ? List.of() : service.getStatus().getConditions();
    }

    private static PreflightException missing(Service service, Survey survey) {
        String namespace = service.getMetadata().getNamespace();
        boolean switchedOff = NONE.equals(ObjectLabels.labels(service).get(USE));
        return new PreflightException(
                "%s has no waypoint%s, without which ambient Istio routes no request: %s, or add one for the whole namespace with [istioctl waypoint apply --namespace %s --enroll-namespace --wait]"
                        .formatted(
                                RoutedService.title(service),
                                switchedOff ? " (label %s=%s)".formatted(USE, NONE) : pods(service, survey),
                                switchedOff
                                        ? "take that label off, or let it name a waypoint"
                                        : "label it, or its namespace, with " + USE,
                                namespace));
    }

    private static String pods(Service service, Survey survey) {
        Map<String, String> selector =
                Objects.requireNonNullElse(service.getSpec().getSelector(), Map.of());
        return survey.pods().stream()
                .filter(pod -> !selector.isEmpty() && selects(selector, service, pod))
                .flatMap(pod -> Stream.ofNullable(ObjectLabels.labels(pod).get(USE)))
                .filter(name -> !name.equals(NONE))
                .findFirst()
                .map(name ->
                        " (the label %s=%s of its pods is for requests to their own addresses)".formatted(USE, name))
                .orElse("");
    }

    private static boolean selects(Map<String, String> selector, Service service, Pod pod) {
        return pod.getMetadata().getNamespace().equals(service.getMetadata().getNamespace())
                && ObjectLabels.labels(pod).entrySet().containsAll(selector.entrySet());
    }
}
