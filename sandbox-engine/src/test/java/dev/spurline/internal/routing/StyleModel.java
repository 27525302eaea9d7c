// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.ServiceMesh;
import dev.spurline.internal.text.JsonTrees;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * What the tests of all styles know of one: how others write such routes, and how a mesh decides by them, said plainly. The
 * model of {@code NameStyle} is {@code NameStyleModel}, in this package; {@link StyleModels} finds it by that.
 */
public interface StyleModel {

    /** What answers where a proxy refuses all that it is told of a port. */
    JsonNode INVALID = JsonTrees.parse("{\"filters\": \"unexpected error\"}");

    /** Returns the kinds that a cluster serves where Services are routed by the style. */
    Set<CustomKind> kinds();

    /** Returns whether a mesh follows such routes. */
    default boolean isFor(ServiceMesh mesh) {
        return true;
    }

    /**
     * Returns what writes random routes of others on Services of namespace {@code shop}.
     *
     * @param ports the ports of the Services
     */
    RouteWriter writer(Random random, ServiceMesh mesh, List<Integer> ports);

    /**
     * Returns a route of others that leads all requests to a Service, on port 80, back to it.
     *
     * @param mark is put into the header {@code x-rule}, so that routes can be told apart
     */
    GenericKubernetesResource plain(CustomKind kind, String namespace, String service, String mark);

    /** Returns routes as the mesh's controller has them, with a status if it writes one. */
    List<GenericKubernetesResource> judged(List<GenericKubernetesResource> routes, ServiceMesh mesh);

    /** Returns those of some judged routes that the mesh follows. */
    List<GenericKubernetesResource> inForce(List<GenericKubernetesResource> routes, ServiceMesh mesh);

    /** Returns how the mesh decides about requests to Service {@code shop/pricing} by some routes. */
    RouteDecider decider(ServiceMesh mesh, Collection<GenericKubernetesResource> routes);

    /** Writes random routes. */
    interface RouteWriter {

        /**
         * Writes a route.
         *
         * @param created when it was made
         */
        GenericKubernetesResource write(String namespace, String service, String created);
    }

    /** Decides about requests. */
    interface RouteDecider {

        /** Returns the rule that decides, in the words of an HTTPRoute, or empty if the answer is 404. */
        Optional<JsonNode> decide(String callerNamespace, int port, ModelRequest request);
    }
}
