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
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * A route on a Service.
 *
 * @param kind the kind of the route
 * @param object the route
 * @param port the port it is limited to; empty means all ports of the Service
 * @param backends the Services that its rules lead to, as {@code namespace/name}
 */
public record AttachedRoute(CustomKind kind, GenericKubernetesResource object, OptionalInt port, Set<String> backends) {

    private static final String GATEWAY_API = "gateway.networking.k8s.io";

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
        return meets(other.port);
    }

    private boolean meets(OptionalInt other) {
        return port.isEmpty() || other.isEmpty() || port.equals(other);
    }

    /** Returns copies of the rules as JSON, so that fields we do not know survive. */
    List<ObjectNode> rules() {
        List<ObjectNode> rules = new ArrayList<>();
        for (JsonNode rule : spec().path("rules")) {
            rules.add((ObjectNode) rule);
        }
        return rules;
    }

    /** Returns the Service that a backend is, as {@code namespace/name}, or an empty text if it is something else. */
    String service(JsonNode backend) {
        return service(backend, namespace());
    }

    private static String service(JsonNode backend, String namespace) {
        boolean service = backend.path("kind").asText("Service").equals("Service")
                && backend.path("group").asText("").isEmpty();
        return service
                ? backend.path("namespace").asText(namespace) + "/"
                        + backend.path("name").asText()
                : "";
    }

    private JsonNode spec() {
        return spec(object);
    }

    private static JsonNode spec(GenericKubernetesResource route) {
        return Json.tree(route.getAdditionalProperties().getOrDefault("spec", Map.of()));
    }

    /** Tells of each Service that a route of Gateway API is attached to, once for each port that it names. */
    static void attach(
            CustomKind kind, GenericKubernetesResource route, BiConsumer<String, AttachedRoute> attachments) {
        String namespace = route.getMetadata().getNamespace();
        JsonNode spec = spec(route);
        Set<String> backends = backends(spec, namespace);
        for (JsonNode parent : spec.path("parentRefs")) {
            parent(parent, namespace)
                    .ifPresent(service ->
                            attachments.accept(service, new AttachedRoute(kind, route, port(parent), backends)));
        }
    }

    private static Set<String> backends(JsonNode spec, String namespace) {
        Set<String> names = new TreeSet<>();
        for (JsonNode rule : spec.path("rules")) {
            rule.path("backendRefs").forEach(backend -> names.add(service(backend, namespace)));
        }
        return names;
    }

    private static OptionalInt port(JsonNode parent) {
        JsonNode port = parent.path("port");
        return port.isInt() ? OptionalInt.of(port.asInt()) : OptionalInt.empty();
    }

    /** Returns the Service that a parent is, as {@code namespace/name}. */
    private static Optional<String> parent(JsonNode parent, String namespace) {
        String group = parent.path("group").asText(GATEWAY_API);
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
    boolean inForce(Mesh mesh, String service) {
        boolean linkerd = mesh == Mesh.LINKERD;
        JsonNode status = Json.tree(object.getAdditionalProperties().getOrDefault("status", Map.of()));
        for (JsonNode entry : status.path("parents")) {
            JsonNode ref = entry.path("parentRef");
            OptionalInt judged = port(ref);
            if (entry.path("controllerName").asText().startsWith(mesh.controller())
                    && parent(ref, namespace()).filter(service::equals).isPresent()
                    && (linkerd ? meets(judged) : port.equals(judged))
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
