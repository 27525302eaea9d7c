// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import dev.spurline.internal.survey.ServiceMesh;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Reads what the controllers of Gateway API routes wrote into a route's status. */
final class GatewayApiStatus {

    /** What a controller has to grant. */
    private static final Set<String> NEEDED = Set.of("Accepted", "ResolvedRefs");

    private GatewayApiStatus() {}

    /**
     * Reads the status of a route.
     *
     * @param mesh whose controller is meant: others may know nothing of routes of Services, and say so
     * @param title the route, for people
     */
    static RouteAcceptance read(GenericKubernetesResource route, ServiceMesh mesh, String title) {
        return read(route, title, parent -> controller(parent).startsWith(mesh.controller()));
    }

    /**
     * Reads the status of a route that has Gateways as parents alone, of whichever class: each controller that has spoken counts.
     *
     * @param title the route, for people
     */
    static RouteAcceptance readAtGateways(GenericKubernetesResource route, String title) {
        return read(route, title, parent -> true);
    }

    private static RouteAcceptance read(GenericKubernetesResource route, String title, Predicate<Map<?, ?>> concerned) {
        List<?> parents = route.getAdditionalProperties().get("status") instanceof Map<?, ?> status
                        && status.get("parents") instanceof List<?> list
                ? list
                : List.of();
        return parents.stream()
                .filter(Map.class::isInstance)
                .map(parent -> (Map<?, ?>) parent)
                .filter(concerned)
                .map(parent -> of(parent, route.getMetadata().getGeneration(), title))
                .reduce((one, other) -> one instanceof RouteAcceptance.Accepted ? other : one)
                .orElseGet(RouteAcceptance.Pending::new);
    }

    private static String controller(Map<?, ?> parent) {
        return String.valueOf(parent.get("controllerName"));
    }

    private static RouteAcceptance of(Map<?, ?> parent, long generation, String title) {
        String controller = controller(parent);
        List<?> conditions = parent.get("conditions") instanceof List<?> list ? list : List.of();
        Set<String> granted = new HashSet<>();
        for (Object each : conditions) {
            if (each instanceof Map<?, ?> condition
                    && current(condition, generation)
                    && NEEDED.contains(type(condition))) {
                if (!"True".equals(condition.get("status"))) {
                    return refused(title, controller, condition);
                }
                granted.add(type(condition));
            }
        }
        return granted.containsAll(NEEDED) ? new RouteAcceptance.Accepted(controller) : new RouteAcceptance.Pending();
    }

    private static String type(Map<?, ?> condition) {
        return String.valueOf(condition.get("type"));
    }

    private static RouteAcceptance.Refused refused(String title, String controller, Map<?, ?> condition) {
        return new RouteAcceptance.Refused("%s: %s says [%s] is [%s], [%s]: %s"
                .formatted(
                        title,
                        controller,
                        type(condition),
                        condition.get("status"),
                        condition.get("reason"),
                        condition.get("message")));
    }

    /** Linkerd never writes observedGeneration: its absence says nothing. */
    private static boolean current(Map<?, ?> condition, long generation) {
        return !(condition.get("observedGeneration") instanceof Number observed) || observed.longValue() >= generation;
    }
}
