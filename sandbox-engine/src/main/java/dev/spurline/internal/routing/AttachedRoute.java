// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.ObjectAge;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
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

    /** As Gateway API ranks routes whose rules are equally specific: the oldest first, then by name. */
    public static final Comparator<AttachedRoute> BY_AGE = Comparator.<AttachedRoute, String>comparing(
                    AttachedRoute::created)
            .thenComparing(route -> route.namespace() + "/" + route.name());

    public String namespace() {
        return object.getMetadata().getNamespace();
    }

    public String name() {
        return object.getMetadata().getName();
    }

    /** Returns when it was made, to the second: later moments are greater. */
    public String created() {
        return ObjectAge.created(object);
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

    /** Returns whether there is a port that this route and something else are on; empty means all ports. */
    boolean meets(OptionalInt other) {
        return port.isEmpty() || other.isEmpty() || port.equals(other);
    }

    /** Returns copies of the rules of a Gateway API route as JSON, so that fields we do not know survive. */
    List<ObjectNode> rules() {
        List<ObjectNode> rules = new ArrayList<>();
        for (JsonNode rule : GatewayApiAttachments.spec(object).path("rules")) {
            rules.add((ObjectNode) rule);
        }
        return rules;
    }
}
