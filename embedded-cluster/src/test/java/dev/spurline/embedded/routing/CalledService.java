// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.routing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.embedded.routing.RoutingScenario.ScenarioObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The Service to whose address a caller's resolver leads by a host name. */
public final class CalledService {

    private static final String DOMAIN = "cluster.local";

    private CalledService() {}

    /**
     * Finds it.
     *
     * @param host as the caller writes it
     * @param namespace the caller's
     */
    public static Optional<JsonNode> find(RoutingScenario scenario, String host, String namespace) {
        return scenario.services()
                .filter(service -> names(service, namespace).contains(host))
                .findFirst()
                .map(ScenarioObject::json);
    }

    /** Returns the full names of all Services. */
    static List<String> hosts(RoutingScenario scenario) {
        return scenario.services()
                .map(service -> service.name() + "." + service.namespace() + ".svc." + DOMAIN)
                .toList();
    }

    private static List<String> names(ScenarioObject service, String namespace) {
        String name = service.name() + "." + service.namespace();
        List<String> names = new ArrayList<>(List.of(name, name + ".svc", name + ".svc." + DOMAIN));
        if (service.namespace().equals(namespace)) {
            names.add(service.name());
        }
        return names;
    }
}
