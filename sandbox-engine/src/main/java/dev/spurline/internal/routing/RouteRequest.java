// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import dev.spurline.RoutingKey;
import dev.spurline.internal.survey.Mesh;
import io.fabric8.kubernetes.api.model.Service;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What is to be routed: a part of a Service.
 *
 * @param service the Service whose requests are told apart
 * @param form the part, and the foreign routes that are in force there
 * @param parts how many parts the Service has
 * @param forks the forks' Services by the baseline's, as {@code namespace/name}
 * @param key the key
 * @param format where requests carry it
 * @param mesh whose rules apply
 * @param version the version of the route kind that is served
 * @param home the namespace of the route objects: the Service's, or that of callers with routes of their own
 * @param mirrors whether copies of rules keep their mirrors
 */
public record RouteRequest(
        Service service,
        PortForm form,
        int parts,
        Map<String, String> forks,
        RoutingKey key,
        KeyFormat format,
        Mesh mesh,
        String version,
        String home,
        boolean mirrors) {

    /** Copies the map. */
    public RouteRequest {
        forks = Collections.unmodifiableMap(new LinkedHashMap<>(forks));
    }

    String namespace() {
        return service.getMetadata().getNamespace();
    }

    /** Returns whether the routes are for callers in another namespace than the Service's. */
    boolean consumer() {
        return !home.equals(namespace());
    }

    /** Returns the fork's Service. */
    String fork() {
        return Objects.requireNonNull(forks.get(namespace() + "/" + name()), name());
    }

    String name() {
        return service.getMetadata().getName();
    }
}
