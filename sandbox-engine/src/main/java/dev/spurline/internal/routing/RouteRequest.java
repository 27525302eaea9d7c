// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import dev.spurline.RoutingKey;
import dev.spurline.internal.survey.ServiceMesh;
import io.fabric8.kubernetes.api.model.Service;
import java.util.Objects;

/**
 * What is to be routed by Gateway API: a part of a Service.
 *
 * @param service the Service whose requests are told apart
 * @param form the part, and the foreign routes that are in force there
 * @param parts how many parts the Service has
 * @param group whose requests: of the callers that the same foreign routes decide for
 * @param turn the turn of the first route object
 * @param version the version of the route kind that is served
 * @param sandbox whose routes they are
 */
record RouteRequest(
        Service service, PortForm form, int parts, RouteGroup group, int turn, String version, SandboxRouting sandbox) {

    RoutingKey key() {
        return sandbox.key();
    }

    KeyFormat format() {
        return sandbox.format();
    }

    ServiceMesh mesh() {
        return sandbox.survey().mesh();
    }

    /** Returns whether copies of rules keep their mirrors. */
    boolean mirrors() {
        return sandbox.mirrors();
    }

    String namespace() {
        return service.getMetadata().getNamespace();
    }

    String name() {
        return service.getMetadata().getName();
    }

    /** Returns the namespace of the route objects: the Service's, or that of callers with routes of their own. */
    String home() {
        return group.home();
    }

    /** Returns whether the routes are for callers in another namespace than the Service's. */
    boolean consumer() {
        return group.consumer();
    }

    /** Returns the fork's Service. */
    String fork() {
        return Objects.requireNonNull(sandbox.forks().get(RoutedService.name(service)), name());
    }
}
