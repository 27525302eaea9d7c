// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * A VirtualService as it is in the API, its short names replaced by qualified ones. Without hosts it is a delegate: it counts
 * only where a rule of another one names it.
 *
 * @param spec what it says; not to be changed
 */
public record VirtualServiceObject(String namespace, String name, Instant created, JsonNode spec) {

    /** The kind and its group. */
    public static final String KIND = "VirtualService.networking.istio.io";

    /** Reads an object. */
    public static VirtualServiceObject read(JsonNode object) {
        JsonNode metadata = object.path("metadata");
        String namespace = metadata.path("namespace").asText();
        JsonNode spec = object.path("spec");
        return new VirtualServiceObject(
                namespace,
                metadata.path("name").asText(),
                metadata.hasNonNull("creationTimestamp")
                        ? Instant.parse(metadata.get("creationTimestamp").asText())
                        : Instant.EPOCH,
                new QualifiedNames(namespace)
                        .in(spec.isObject() ? spec.deepCopy() : JsonNodeFactory.instance.objectNode()));
    }

    boolean isDelegate() {
        return spec.path("hosts").isEmpty();
    }

    List<String> hosts() {
        return texts(spec.path("hosts"));
    }

    /** Returns the gateways; without any the VirtualService is for sidecars. */
    Set<String> gateways() {
        List<String> gateways = texts(spec.path("gateways"));
        return gateways.isEmpty() ? Set.of(RouteCaller.MESH) : Set.copyOf(gateways);
    }

    /**
     * Returns the namespaces that see the VirtualService, the dot replaced by its own.
     *
     * <p>Source: convertExportToSet in istiod's {@code pilot/pkg/model/virtualservice_controller.go}.
     *
     * @param meshDefault what the mesh says for those that do not say it
     */
    Set<String> exportTo(Collection<String> meshDefault) {
        Collection<String> own = texts(spec.path("exportTo"));
        return (own.isEmpty() ? meshDefault : own)
                .stream()
                        .map(entry -> entry.equals(VirtualService.PRIVATE) ? namespace : entry)
                        .collect(Collectors.toUnmodifiableSet());
    }

    /** Returns the Services that the rules lead to; a port that is not said is 0. */
    public Set<ServicePort> destinations() {
        return http().stream()
                .flatMap(rule -> StreamSupport.stream(rule.path("route").spliterator(), false))
                .map(route -> route.path("destination").path("host").asText())
                .flatMap(host -> new Destination(host, "", 0).service().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Returns the rules for HTTP. */
    List<ObjectNode> http() {
        return StreamSupport.stream(spec.path("http").spliterator(), false)
                .filter(ObjectNode.class::isInstance)
                .map(ObjectNode.class::cast)
                .toList();
    }

    static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
