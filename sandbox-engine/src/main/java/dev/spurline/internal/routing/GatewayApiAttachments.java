// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.ServiceMesh;
import dev.spurline.internal.text.JsonTrees;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/** Reads from Gateway API routes which Services they are attached to, and whether the mesh follows them there. */
public final class GatewayApiAttachments {

    /** Linkerd's reason for a route beside one of a kind that goes before it (conflicted in policy-controller/k8s/status). */
    private static final String CONFLICTED = "RouteReasonConflicted";

    private GatewayApiAttachments() {}

    static JsonNode spec(GenericKubernetesResource route) {
        return JsonTrees.tree(route.getAdditionalProperties().getOrDefault("spec", Map.of()));
    }

    /** Tells of each Service that a route is attached to, once for each port that it names. */
    public static void find(
            CustomKind kind,
            GenericKubernetesResource route,
            ServiceMesh mesh,
            BiConsumer<String, AttachedRoute> attachments) {
        String namespace = route.getMetadata().getNamespace();
        JsonNode spec = spec(route);
        for (JsonNode parent : spec.path("parentRefs")) {
            parent(parent, namespace).ifPresent(service -> {
                String home = backendNamespace(mesh, namespace, service.substring(0, service.indexOf('/')));
                attachments.accept(service, new AttachedRoute(kind, route, port(parent), backends(spec, home)));
            });
        }
    }

    /**
     * Returns the namespace of backends that name none. It is the route's, but for Linkerd: that looks for them in the
     * Service's (policy-controller/k8s/index/src/outbound/index/http.rs: convert_route), whatever the status of the route says.
     *
     * @param route the route's namespace
     * @param service the Service's
     */
    public static String backendNamespace(ServiceMesh mesh, String route, String service) {
        return mesh == ServiceMesh.LINKERD ? service : route;
    }

    private static Set<String> backends(JsonNode spec, String namespace) {
        Set<String> names = new TreeSet<>();
        for (JsonNode rule : spec.path("rules")) {
            rule.path("backendRefs").forEach(backend -> names.add(service(backend, namespace)));
        }
        return names;
    }

    /**
     * Returns the Service that a backend is, as {@code namespace/name}, or an empty text if it is something else.
     *
     * @param namespace that of backends that name none
     */
    public static String service(JsonNode backend, String namespace) {
        boolean service = backend.path("kind").asText("Service").equals("Service")
                && backend.path("group").asText("").isEmpty();
        return service
                ? backend.path("namespace").asText(namespace) + "/"
                        + backend.path("name").asText()
                : "";
    }

    private static OptionalInt port(JsonNode parent) {
        JsonNode port = parent.path("port");
        return port.isInt() ? OptionalInt.of(port.asInt()) : OptionalInt.empty();
    }

    /** Returns the Service that a parent is, as {@code namespace/name}. */
    private static Optional<String> parent(JsonNode parent, String namespace) {
        String group = parent.path("group").asText(CustomKind.HTTP_ROUTE.group());
        return parent.path("kind").asText("Gateway").equals("Service") && (group.isEmpty() || group.equals("core"))
                ? Optional.of(parent.path("namespace").asText(namespace) + "/"
                        + parent.path("name").asText())
                : Optional.empty();
    }

    /**
     * A route that the mesh's controller has refused is not in force. Linkerd's index takes one only once its controller has
     * accepted it, and what it accepted without a port counts for each port, and the other way round
     * (policy-controller/k8s/index/src/outbound/index/grpc.rs: route_accepted_by_service, route_accepted_by_resource_port).
     */
    public static boolean inForce(AttachedRoute route, String service, ServiceMesh mesh) {
        return mesh == ServiceMesh.LINKERD
                ? judged(route, service, mesh, condition -> isAccepted(condition, "True"))
                : !judged(route, service, mesh, condition -> isAccepted(condition, "False"));
    }

    /**
     * Returns whether the mesh's controller will not follow a route: one that it has not judged yet it may take at any moment, and
     * one in conflict with a route of another kind once that is gone, which may be one of a sandbox.
     */
    static boolean refused(AttachedRoute route, String service, ServiceMesh mesh) {
        return judged(
                        route,
                        service,
                        mesh,
                        condition -> isAccepted(condition, "False")
                                && !condition.path("reason").asText().equals(CONFLICTED))
                && !judged(route, service, mesh, condition -> isAccepted(condition, "True"));
    }

    private static boolean judged(
            AttachedRoute route, String service, ServiceMesh mesh, Predicate<JsonNode> conditions) {
        JsonNode status =
                JsonTrees.tree(route.object().getAdditionalProperties().getOrDefault("status", Map.of()));
        for (JsonNode entry : status.path("parents")) {
            JsonNode ref = entry.path("parentRef");
            OptionalInt judged = port(ref);
            if (entry.path("controllerName").asText().startsWith(mesh.controller())
                    && parent(ref, route.namespace()).filter(service::equals).isPresent()
                    && (mesh == ServiceMesh.LINKERD
                            ? route.meets(judged)
                            : route.port().equals(judged))
                    && anyMatches(entry.path("conditions"), conditions)) {
                return true;
            }
        }
        return false;
    }

    private static boolean anyMatches(JsonNode conditions, Predicate<JsonNode> wanted) {
        for (JsonNode condition : conditions) {
            if (wanted.test(condition)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAccepted(JsonNode condition, String status) {
        return condition.path("type").asText().equals("Accepted")
                && condition.path("status").asText().equals(status);
    }
}
