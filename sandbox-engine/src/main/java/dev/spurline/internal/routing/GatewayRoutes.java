// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.Survey;
import dev.spurline.internal.text.JsonTrees;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Service;
import java.util.List;
import java.util.stream.Stream;

/** Finds routes of others that lead from a gateway straight to a Service: Gateway API's and Istio's. */
final class GatewayRoutes {

    private GatewayRoutes() {}

    static List<GenericKubernetesResource> to(Service service, Survey survey) {
        Stream<GenericKubernetesResource> routes = CustomKind.of(CustomKind.Role.ROUTE).stream()
                .filter(kind -> kind.group().equals(CustomKind.HTTP_ROUTE.group()))
                .flatMap(kind -> survey.all(kind).stream())
                .filter(route -> ofGateway(route) && leadsTo(route, service));
        ServiceHosts hosts = new ServiceHosts(service);
        Stream<GenericKubernetesResource> virtual =
                survey.all(CustomKind.VIRTUAL_SERVICE).stream().filter(route -> leadsTo(route, hosts));
        return Stream.concat(routes, virtual).toList();
    }

    private static boolean ofGateway(GenericKubernetesResource route) {
        for (JsonNode parent : JsonTrees.tree(route).at("/spec/parentRefs")) {
            if (parent.path("kind").asText("Gateway").equals("Gateway")) {
                return true;
            }
        }
        return false;
    }

    private static boolean leadsTo(GenericKubernetesResource route, Service service) {
        for (JsonNode rule : JsonTrees.tree(route).at("/spec/rules")) {
            for (JsonNode backend : rule.path("backendRefs")) {
                if (is(backend, route, service)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Gateway API: a backend without a weight has 1, and one of weight 0 receives nothing. */
    private static boolean is(JsonNode backend, GenericKubernetesResource route, Service service) {
        String namespace = backend.path("namespace").asText(route.getMetadata().getNamespace());
        return backend.path("weight").asInt(1) > 0
                && backend.path("kind").asText("Service").equals("Service")
                && backend.path("name").asText().equals(service.getMetadata().getName())
                && namespace.equals(service.getMetadata().getNamespace());
    }

    /** Those that proxies of pods follow, too, are refused elsewhere. */
    private static boolean leadsTo(GenericKubernetesResource virtual, ServiceHosts hosts) {
        JsonNode spec = JsonTrees.tree(virtual).path("spec");
        if (spec.path("gateways").isEmpty()) {
            return false;
        }
        for (JsonNode rule : spec.path("http")) {
            JsonNode route = rule.path("route");
            for (JsonNode part : route) {
                if (receives(part, route)
                        && hosts.exactly(part.at("/destination/host").asText(), virtual)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Istio, HTTPRouteDestination: one destination alone receives all, whatever its weight; of several, none of weight 0. */
    private static boolean receives(JsonNode part, JsonNode route) {
        return route.size() == 1 || part.path("weight").asInt() > 0;
    }
}
