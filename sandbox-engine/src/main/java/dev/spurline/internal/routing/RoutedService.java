// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import dev.spurline.internal.survey.CustomKind;
import io.fabric8.kubernetes.api.model.Service;
import java.util.List;
import java.util.Set;

/**
 * A Service that is to be routed.
 *
 * @param service the Service
 * @param ports its ports on which the mesh reads requests
 * @param attached the routes on it
 */
public record RoutedService(Service service, List<Integer> ports, ServiceRoutes attached) {

    /** Copies the list. */
    public RoutedService {
        ports = List.copyOf(ports);
    }

    /** Returns the Service with those of its routes alone that are of some kinds. */
    RoutedService with(Set<CustomKind> kinds) {
        return new RoutedService(service, ports, attached.of(kinds));
    }

    /** Returns namespace and name, as {@code namespace/name}. */
    static String name(Service service) {
        return service.getMetadata().getNamespace() + "/"
                + service.getMetadata().getName();
    }

    /** Returns kind, namespace and name, as in messages. */
    public static String title(Service service) {
        return "Service [%s]".formatted(name(service));
    }

    /** Returns the same of this one. */
    String title() {
        return title(service);
    }
}
