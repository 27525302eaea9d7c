// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.Mesh;
import dev.spurline.internal.text.Json;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A route of somebody else on a Service.
 *
 * @param kind the kind of the route
 * @param object the route
 * @param port the port it is limited to; empty means all ports of the Service
 */
public record AttachedRoute(CustomKind kind, GenericKubernetesResource object, OptionalInt port) {

    /** As Gateway API ranks routes whose rules are equally specific: the oldest first, then by name. */
    static final Comparator<AttachedRoute> BY_AGE = Comparator.<AttachedRoute, String>comparing(AttachedRoute::created)
            .thenComparing(route -> route.namespace() + "/" + route.name());

    public String namespace() {
        return object.getMetadata().getNamespace();
    }

    public String name() {
        return object.getMetadata().getName();
    }

    /** Returns when it was made, to the second: later moments are greater. */
    public String created() {
        return Optional.ofNullable(object.getMetadata().getCreationTimestamp()).orElse("");
    }

    /** Returns kind, namespace and name, as in messages. */
    public String title() {
        return "%s [%s/%s]".formatted(kind.kind(), namespace(), name());
    }

    /** Returns kinds, namespaces and names, as in messages. */
    public static String titles(List<AttachedRoute> routes) {
        return routes.stream().map(AttachedRoute::title).distinct().collect(Collectors.joining(", "));
    }

    /** Returns whether the route is for gRPC: where one is, no mesh follows HTTPRoutes. */
    public boolean grpc() {
        return kind == CustomKind.GRPC_ROUTE;
    }

    /** Returns whether the route is on a port of its Service. */
    public boolean isOn(int number) {
        return port.isEmpty() || port.getAsInt() == number;
    }

    /** Returns whether there is a port that both routes are on. */
    public boolean meets(AttachedRoute other) {
        return port.isEmpty() || other.port.isEmpty() || port.equals(other.port);
    }

    /** Returns copies of the rules as JSON, so that fields we do not know survive. */
    List<ObjectNode> rules() {
        List<ObjectNode> rules = new ArrayList<>();
        for (JsonNode rule : spec().path("rules")) {
            rules.add((ObjectNode) rule);
        }
        return rules;
    }

    /** Returns the Services that the rules lead to, as {@code namespace/name}. */
    Set<String> backends() {
        Set<String> names = new TreeSet<>();
        rules().forEach(rule -> rule.path("backendRefs").forEach(backend -> names.add(service(backend))));
        return names;
    }

    /** Returns the Service that a backend is, as {@code namespace/name}, or an empty text if it is something else. */
    String service(JsonNode backend) {
        boolean service = backend.path("kind").asText("Service").equals("Service")
                && backend.path("group").asText("").isEmpty();
        return service
                ? backend.path("namespace").asText(namespace()) + "/"
                        + backend.path("name").asText()
                : "";
    }

    private JsonNode spec() {
        Object spec = object.getAdditionalProperties().getOrDefault("spec", Map.of());
        return Json.tree(spec);
    }

    /** Returns the attachments of a route to a Service, one a port. */
    static List<AttachedRoute> of(CustomKind kind, GenericKubernetesResource route, String namespace, String service) {
        List<AttachedRoute> attachments = new ArrayList<>();
        AttachedRoute all = new AttachedRoute(kind, route, OptionalInt.empty());
        for (JsonNode parent : all.spec().path("parentRefs")) {
            if (all.names(parent, namespace, service)) {
                attachments.add(new AttachedRoute(kind, route, port(parent)));
            }
        }
        return attachments;
    }

    private static OptionalInt port(JsonNode parent) {
        JsonNode port = parent.path("port");
        return port.isInt() ? OptionalInt.of(port.asInt()) : OptionalInt.empty();
    }

    private boolean names(JsonNode parent, String serviceNamespace, String service) {
        String group = parent.path("group").asText("gateway.networking.k8s.io");
        return parent.path("kind").asText("Gateway").equals("Service")
                && (group.isEmpty() || group.equals("core"))
                && parent.path("name").asText().equals(service)
                && parent.path("namespace").asText(namespace()).equals(serviceNamespace);
    }

    /**
     * A route that the mesh's controller has refused is not in force. Linkerd's index takes one only once its controller has
     * accepted it, and what it accepted without a port counts for each port, and the other way round
     * (policy-controller/k8s/index/src/outbound/index/grpc.rs: route_accepted_by_service, route_accepted_by_resource_port).
     */
    boolean inForce(Mesh mesh, String serviceNamespace, String service) {
        boolean linkerd = mesh == Mesh.LINKERD;
        JsonNode status = Json.tree(object.getAdditionalProperties().getOrDefault("status", Map.of()));
        for (JsonNode entry : status.path("parents")) {
            JsonNode ref = entry.path("parentRef");
            AttachedRoute judged = new AttachedRoute(kind, object, port(ref));
            if (entry.path("controllerName").asText().startsWith(mesh.controller())
                    && names(ref, serviceNamespace, service)
                    && (linkerd ? meets(judged) : port.equals(judged.port))
                    && accepted(entry.path("conditions"), linkerd ? "True" : "False")) {
                return linkerd;
            }
        }
        return !linkerd;
    }

    private static boolean accepted(JsonNode conditions, String status) {
        for (JsonNode condition : conditions) {
            if (condition.path("type").asText().equals("Accepted")
                    && condition.path("status").asText().equals(status)) {
                return true;
            }
        }
        return false;
    }
}
