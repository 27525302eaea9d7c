// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.routing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.embedded.routing.CalledService;
import dev.spurline.embedded.routing.RoutingScenario;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What the owner of a VirtualService does who lets sandboxes into it: a first rule whose delegate is not there yet. */
final class CaseSlots {

    private final RoutingScenario scenario;

    CaseSlots(RoutingScenario scenario) {
        this.scenario = scenario;
    }

    /** Returns the object with a slot; empty if its hosts are not one Service of its namespace, or it has no rules for pods. */
    Optional<GenericKubernetesResource> added(GenericKubernetesResource virtualService) {
        Map<String, Object> spec = spec(virtualService);
        if (list(spec, "http").isEmpty() || !ofPods(list(spec, "gateways"))) {
            return Optional.empty();
        }
        return service(virtualService, list(spec, "hosts")).map(service -> {
            List<Object> rules = new ArrayList<>(list(spec, "http"));
            rules.add(0, Map.of("delegate", Map.of("name", "spurline-" + service)));
            spec.put("http", rules);
            return virtualService;
        });
    }

    private static boolean ofPods(List<Object> gateways) {
        return gateways.isEmpty() || gateways.contains("mesh");
    }

    private Optional<String> service(GenericKubernetesResource virtualService, List<Object> hosts) {
        String namespace = virtualService.getMetadata().getNamespace();
        Set<Optional<String>> services = hosts.stream()
                .map(host -> CalledService.find(scenario, host.toString(), namespace)
                        .map(service -> service.at("/metadata"))
                        .filter(service -> service.path("namespace").asText().equals(namespace))
                        .map(service -> service.path("name"))
                        .map(JsonNode::asText))
                .collect(Collectors.toSet());
        return services.size() == 1 ? services.iterator().next() : Optional.empty();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> spec(GenericKubernetesResource object) {
        return (Map<String, Object>)
                Objects.requireNonNullElse(object.getAdditionalProperties().get("spec"), Map.of());
    }

    private static List<Object> list(Map<String, Object> spec, String field) {
        return spec.get(field) instanceof List<?> list ? List.copyOf(list) : List.of();
    }
}
