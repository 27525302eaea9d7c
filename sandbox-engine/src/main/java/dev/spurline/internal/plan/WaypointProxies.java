// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import dev.spurline.internal.routing.ServicePorts;
import dev.spurline.internal.routing.ServiceWaypoint;
import dev.spurline.internal.survey.ObjectLabels;
import dev.spurline.internal.survey.ServiceMesh;
import dev.spurline.internal.survey.SpurlineLabels;
import dev.spurline.internal.survey.Survey;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The waypoints of ambient Istio: whoever calls a Service, its waypoint's proxies route the request, and count it. */
public final class WaypointProxies {

    /** istiod puts it on the pods that it makes for a Gateway. */
    public static final String POD_OF = "gateway.networking.k8s.io/gateway-name";

    private final Survey survey;
    private final Map<String, List<Pod>> pods;
    private final Map<String, Optional<ServiceWaypoint>> waypoints = new TreeMap<>();

    /** Prepares for a survey; of another mesh there are none. */
    public WaypointProxies(Survey survey) {
        this.survey = survey;
        boolean ambient = survey.mesh() == ServiceMesh.ISTIO_AMBIENT;
        this.pods = ambient ? WorkloadPods.ready(survey) : Map.of();
        if (ambient) {
            survey.services().stream()
                    .filter(service -> !SpurlineLabels.ofSandbox(service))
                    .filter(service -> !ObjectLabels.labels(service).containsKey(POD_OF))
                    .filter(this::isHttp)
                    .forEach(service -> waypoints.put(title(service), ServiceWaypoint.of(service, survey)));
        }
    }

    private boolean isHttp(Service service) {
        return new ServicePorts(survey.mesh()).of(service).stream().anyMatch(ServicePorts.Port::http);
    }

    private static String title(Service service) {
        return service.getMetadata().getNamespace() + "/"
                + service.getMetadata().getName();
    }

    /** Returns the waypoints with ready pods, as callers that are told nothing of the Services of others. */
    public List<CallingWorkload> all() {
        Set<ServiceWaypoint> used =
                waypoints.values().stream().flatMap(Optional::stream).collect(Collectors.toSet());
        return used.stream()
                .sorted((a, b) -> a.title().compareTo(b.title()))
                .map(this::caller)
                .filter(caller -> !caller.pods().isEmpty())
                .toList();
    }

    private CallingWorkload caller(ServiceWaypoint waypoint) {
        Set<String> others = waypoints.entrySet().stream()
                .filter(entry -> !entry.getValue().equals(Optional.of(waypoint)))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        return new CallingWorkload(waypoint.namespace(), waypoint.name(), names(waypoint), others, Map.of());
    }

    private List<String> names(ServiceWaypoint waypoint) {
        return pods.values().stream()
                .flatMap(List::stream)
                .filter(pod -> pod.getMetadata().getNamespace().equals(waypoint.namespace()))
                .filter(pod -> waypoint.name().equals(ObjectLabels.labels(pod).get(POD_OF)))
                .map(pod -> pod.getMetadata().getName())
                .sorted()
                .toList();
    }

    /** Returns why nobody counts requests to Services, by {@code namespace/name}. */
    public Map<String, String> uncounted() {
        Map<String, String> uncounted = new LinkedHashMap<>();
        waypoints.forEach((service, waypoint) -> {
            if (waypoint.isEmpty()) {
                uncounted.put(service, "it has no waypoint, which would count its requests");
            } else if (names(waypoint.get()).isEmpty()) {
                uncounted.put(
                        service,
                        "no ready pod of its waypoint [%s] was found, which would count its requests"
                                .formatted(waypoint.get().title()));
            }
        });
        return uncounted;
    }
}
