// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import dev.spurline.PreflightException;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.ServiceMesh;
import dev.spurline.internal.survey.Survey;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * One way to make a mesh send requests with the key to forks. A new way is a new class, named in {@link RoutingStyles}; a
 * style has no state.
 */
public interface RoutingStyle {

    /** Returns the kinds of foreign routes that it copies, or beside which it refuses to route. */
    Set<CustomKind> reads();

    /** Returns the kinds of the routes that it makes. */
    Set<CustomKind> writes();

    /**
     * Finds the Services that routes of the kinds it copies are attached to.
     *
     * @param survey what was read
     * @param attachments is told each Service, as {@code namespace/name}, with a route on it, those of sandboxes included;
     *     once for each port that the route names
     */
    void attach(Survey survey, BiConsumer<String, AttachedRoute> attachments);

    /**
     * Returns whether the mesh follows a route that {@link #attach} has found.
     *
     * @param service the Service, as {@code namespace/name}
     */
    boolean inForce(AttachedRoute route, String service, ServiceMesh mesh);

    /** Returns what requests with the key are routed by, as in the plan: {@code an HTTPRoute of the sandbox}. */
    String title();

    /** Returns whether a Service is to be routed in this way; of several the first in {@link RoutingStyles} is taken. */
    Suitability suits(RoutedService service, SandboxRouting sandbox);

    /**
     * Routes a Service.
     *
     * @param service the Service and the routes of others on it
     * @param sandbox whose routes they are
     * @param warnings is told what the routes do not reach
     * @return the routes; empty if no fork is concerned
     * @throws PreflightException if no route of this style could join what is there without harm
     */
    List<SandboxRoute> routes(RoutedService service, SandboxRouting sandbox, Consumer<String> warnings);

    /**
     * Returns what requests have to say so that those to a Service reach its fork: nothing, where routes lead them there.
     *
     * @param service the Service
     * @param sandbox whose forks they are
     */
    default List<ForkMember> members(RoutedService service, SandboxRouting sandbox) {
        return List.of();
    }

    /** Returns why answers of forks never say that no cache may store them, as a sentence; empty: its routes have them say so. */
    default Optional<String> whyAnswersMayBeStored() {
        return Optional.empty();
    }

    /**
     * Returns what the mesh's controller says of a route that this style has made. That callers follow it is seen by the names
     * of its rules in their proxies, {@link SandboxRoute#proxyNames()}, in the form in which those of the mesh show them.
     *
     * @param mesh whose controller is meant: others may know nothing of routes of Services, and say so
     * @param title the route, for people
     */
    RouteAcceptance acceptance(GenericKubernetesResource route, ServiceMesh mesh, String title);
}
