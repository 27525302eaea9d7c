// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.routing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * What the status of a route says of its parents, as Linkerd's index reads it: a Service counts once its name is there as
 * accepted, whoever says so; a port, once it or no port is.
 *
 * <p>Source: route_accepted_by_service and route_accepted_by_resource_port in
 * {@code policy-controller/k8s/index/src/outbound/index/http.rs} of linkerd2.
 */
public final class AcceptedParents {

    private AcceptedParents() {}

    /** Reads a route, of its parents only those that are accepted. */
    public static MeshRoute read(JsonNode object) {
        MeshRoute route = RouteKind.read(object);
        JsonNode statuses = object.path("status").path("parents");
        return route.on(route.parents().stream()
                .filter(parent ->
                        StreamSupport.stream(statuses.spliterator(), false).anyMatch(status -> accepts(status, parent)))
                .toList());
    }

    private static boolean accepts(JsonNode status, ParentRef parent) {
        JsonNode reference = status.path("parentRef");
        String group = reference.path("group").asText();
        Optional<Integer> port = reference.hasNonNull("port")
                ? Optional.of(reference.path("port").asInt())
                : Optional.empty();
        return (group.isEmpty() || group.equals("core"))
                && reference.path("kind").asText().equals("Service")
                && reference.path("name").asText().equals(parent.name())
                && (parent.port().isEmpty() || port.isEmpty() || port.equals(parent.port()))
                && accepted(status.path("conditions"));
    }

    private static boolean accepted(JsonNode conditions) {
        for (JsonNode condition : conditions) {
            if (condition.path("type").asText().equals("Accepted")
                    && condition.path("status").asText().equals("True")) {
                return true;
            }
        }
        return false;
    }
}
