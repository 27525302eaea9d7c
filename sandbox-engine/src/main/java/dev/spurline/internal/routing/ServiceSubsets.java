// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Service;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tells to which subsets of a Service the VirtualServices lead that its callers follow. */
final class ServiceSubsets {

    private ServiceSubsets() {}

    /** Returns the names, those with the greatest weights first; an empty one where a rule leads to the whole Service. */
    static List<String> of(RoutedService routed, SandboxRouting sandbox) {
        Service service = routed.service();
        FollowedVirtualServices followed = FollowedVirtualServices.of(routed, sandbox);
        VirtualRules rules = new VirtualRules(sandbox.survey(), followed.usual());
        Map<String, Integer> weights = new LinkedHashMap<>();
        followed.all().forEach(route -> rules.known(route.object()).forEach(rule -> add(rule, service, weights)));
        List<String> names = new ArrayList<>(weights.keySet());
        names.sort((one, other) -> Integer.compare(weight(weights, other), weight(weights, one)));
        return names;
    }

    private static int weight(Map<String, Integer> weights, String name) {
        return weights.getOrDefault(name, 0);
    }

    private static void add(VirtualRule rule, Service service, Map<String, Integer> weights) {
        JsonNode route = rule.json().path("route");
        for (JsonNode part : route) {
            int weight = route.size() == 1 ? 100 : part.path("weight").asInt();
            if (weight > 0 && isTo(service, part.path("destination"), rule.namespace())) {
                weights.merge(part.at("/destination/subset").asText(), weight, Integer::sum);
            }
        }
    }

    private static boolean isTo(Service service, JsonNode destination, String namespace) {
        return new IstioHost(destination.path("host").asText(), namespace)
                .service()
                .filter(RoutedService.name(service)::equals)
                .isPresent();
    }
}
