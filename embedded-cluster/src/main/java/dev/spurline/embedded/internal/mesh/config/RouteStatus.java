// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.cluster.ClusterSpec.Mesh;
import dev.spurline.embedded.internal.mesh.routing.GatewayApiListeners;
import dev.spurline.embedded.internal.mesh.routing.MeshRoute;
import dev.spurline.embedded.internal.mesh.routing.ParentRef;
import dev.spurline.embedded.internal.mesh.routing.RouteProblem;
import dev.spurline.embedded.internal.mesh.routing.RouteProblems;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** What a mesh's controller writes into {@code status.parents} of a route. */
final class RouteStatus {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Mesh mesh;
    private final MeshConfig config;
    private final Instant now;

    RouteStatus(MeshConfig config, Instant now) {
        this.mesh = config.mesh();
        this.config = config;
        this.now = now.truncatedTo(ChronoUnit.SECONDS);
    }

    /**
     * Computes the statuses of a route's parents: other controllers' stay as they are, ours come after them.
     *
     * @param object the route as it is in the API
     */
    ArrayNode parents(JsonNode object, MeshRoute route, List<MeshRoute> all) {
        JsonNode current = object.path("status").path("parents");
        ArrayNode parents = JSON.arrayNode();
        current.forEach(parent -> {
            if (!parent.path("controllerName").asText().equals(controller())) {
                parents.add(parent);
            }
        });
        int index = 0;
        for (JsonNode reference : object.path("spec").path("parentRefs")) {
            ParentRef parent = route.parents().get(index++);
            if (parent.isService() || isOurGateway(parent)) {
                parents.add(status(object, reference, parent, route, all, current));
            }
        }
        return parents;
    }

    /** A Gateway of another class has another controller. */
    private boolean isOurGateway(ParentRef parent) {
        return parent.isGateway()
                && !config.gateways(parent.namespace(), parent.name()).isEmpty();
    }

    private String controller() {
        return mesh == Mesh.LINKERD ? "linkerd.io/policy-controller" : "istio.io/gateway-controller";
    }

    private ObjectNode status(
            JsonNode object,
            JsonNode reference,
            ParentRef parent,
            MeshRoute route,
            List<MeshRoute> all,
            JsonNode current) {
        ObjectNode status = JSON.objectNode();
        JsonNode shown = mesh == Mesh.LINKERD ? linkerdReference(parent) : reference;
        status.set("parentRef", shown);
        status.put("controllerName", controller());
        JsonNode before = find(current, shown);
        long generation = object.path("metadata").path("generation").asLong(1);
        status.putArray("conditions")
                .add(condition("Accepted", accepted(parent, route, all), generation, before))
                .add(condition("ResolvedRefs", resolved(route), generation, before));
        return status;
    }

    private static JsonNode linkerdReference(ParentRef parent) {
        ObjectNode reference = JSON.objectNode();
        reference.put("group", "core").put("kind", "Service");
        reference.put("namespace", parent.namespace()).put("name", parent.name());
        parent.port().ifPresent(port -> reference.put("port", port));
        return reference;
    }

    private JsonNode find(JsonNode current, JsonNode reference) {
        for (JsonNode parent : current) {
            if (parent.path("controllerName").asText().equals(controller())
                    && parent.path("parentRef").equals(reference)) {
                return parent.path("conditions");
            }
        }
        return JSON.missingNode();
    }

    private Optional<RouteProblem> accepted(ParentRef parent, MeshRoute route, List<MeshRoute> all) {
        if (parent.isGateway()) {
            return config.gateways(parent.namespace(), parent.name()).stream()
                            .anyMatch(listener -> GatewayApiListeners.isParent(parent, listener))
                    ? Optional.empty()
                    : Optional.of(
                            new RouteProblem("NoMatchingParent", "no listener of the Gateway has that name and port"));
        }
        Optional<MeshService> service = config.service(parent.namespace(), parent.name());
        if (service.isEmpty()) {
            String message = mesh == Mesh.LINKERD ? "" : "parent service: \"%s\" not found".formatted(parent.name());
            return Optional.of(new RouteProblem("NoMatchingParent", message));
        }
        if (mesh != Mesh.LINKERD) {
            return Optional.empty();
        }
        if (!service.get().hasClusterIp() || service.get().type().equals("ExternalName")) {
            return Optional.of(new RouteProblem("NoMatchingParent", "parent service must have a ClusterIP"));
        }
        return RouteProblems.conflicts(route, parent, all)
                ? Optional.of(new RouteProblem("RouteReasonConflicted", ""))
                : Optional.empty();
    }

    private Optional<RouteProblem> resolved(MeshRoute route) {
        return RouteProblems.of(
                mesh,
                route,
                (namespace, name) -> config.service(namespace, name).isPresent());
    }

    private ObjectNode condition(String type, Optional<RouteProblem> problem, long generation, JsonNode before) {
        boolean istio = mesh != Mesh.LINKERD;
        ObjectNode condition = JSON.objectNode();
        condition.put("type", type);
        condition.put("status", problem.isEmpty() ? "True" : "False");
        condition.put("reason", problem.map(RouteProblem::reason).orElse(type));
        condition.put("message", problem.map(RouteProblem::message).orElse(istio ? success(type) : ""));
        if (istio) {
            condition.put("observedGeneration", generation);
        }
        condition.put("lastTransitionTime", since(condition, before));
        return condition;
    }

    private static String success(String type) {
        return type.equals("Accepted") ? "Route was valid" : "All references resolved";
    }

    private String since(ObjectNode condition, JsonNode before) {
        for (JsonNode known : before) {
            if (known.path("type").equals(condition.get("type"))
                    && known.path("status").equals(condition.get("status"))
                    && known.hasNonNull("lastTransitionTime")) {
                return known.path("lastTransitionTime").asText();
            }
        }
        return now.toString();
    }
}
