// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.internal.survey.ServiceMesh;
import dev.spurline.internal.text.JsonTrees;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides about requests to Service {@code shop/pricing} as Gateway API says, with the precedence of Istio or of Linkerd:
 * written from the specification, slowly and plainly, to check routes against.
 */
final class ReferenceMesh implements StyleModel.RouteDecider {

    /** What answers where no route is attached: the Service itself. */
    private static final JsonNode PLAIN = JsonTrees.parse("{\"backendRefs\": [{\"name\": \"pricing\"}]}");

    private static final Comparator<GenericKubernetesResource> BY_AGE =
            Comparator.<GenericKubernetesResource, String>comparing(
                            route -> route.getMetadata().getCreationTimestamp())
                    .thenComparing(route -> route.getMetadata().getName());

    private final ServiceMesh mesh;
    private final List<GenericKubernetesResource> routes;
    private final ObjectTrees trees = new ObjectTrees();
    private final IdentityHashMap<GenericKubernetesResource, List<ReferenceMatch>> matches = new IdentityHashMap<>();

    ReferenceMesh(ServiceMesh mesh, Collection<GenericKubernetesResource> routes) {
        this.mesh = mesh;
        this.routes = routes.stream()
                .filter(route -> mesh != ServiceMesh.LINKERD || !GatewayApiStyleModel.conflicts(route, routes))
                // Ties go to the oldest route, then by name; the sorts below are stable and keep this order.
                .sorted(BY_AGE)
                .toList();
        this.routes.forEach(route -> matches.put(route, ReferenceMatch.of(route, mesh)));
    }

    @Override
    public Optional<JsonNode> decide(String callerNamespace, int port, ModelRequest request) {
        List<GenericKubernetesResource> seen = routes.stream()
                .filter(route -> sees(route, callerNamespace) && isOn(route, port))
                .toList();
        List<GenericKubernetesResource> followed =
                mesh == ServiceMesh.LINKERD ? linkerd(seen) : istio(seen, callerNamespace);
        if (followed.isEmpty()) {
            return Optional.of(PLAIN);
        }
        if (mesh == ServiceMesh.LINKERD && followed.stream().anyMatch(this::lacksMethod)) {
            return Optional.of(StyleModel.INVALID);
        }
        return followed.stream()
                .flatMap(route -> matches.getOrDefault(route, List.of()).stream())
                .filter(match -> match.matches(request))
                .min(ReferenceMatch.best(request))
                .map(ReferenceMatch::rule);
    }

    /** The caller's namespace and the Service's together; GRPCRoutes, if there are any, alone. */
    private static List<GenericKubernetesResource> linkerd(List<GenericKubernetesResource> seen) {
        boolean grpc = seen.stream().anyMatch(ReferenceMesh::grpc);
        return seen.stream().filter(route -> grpc(route) == grpc).toList();
    }

    /** One list of those that merge: the caller's namespace before the Service's, the oldest first. */
    private List<GenericKubernetesResource> istio(List<GenericKubernetesResource> seen, String callerNamespace) {
        Map<String, List<GenericKubernetesResource>> lists = new LinkedHashMap<>();
        seen.stream()
                .sorted(Comparator.comparing(
                        route -> !route.getMetadata().getNamespace().equals(callerNamespace)))
                .forEach(route -> lists.computeIfAbsent(list(route), name -> new ArrayList<>())
                        .add(route));
        return lists.values().stream().findFirst().orElse(List.of());
    }

    private String list(GenericKubernetesResource route) {
        return route.getMetadata().getNamespace()
                + route.getKind()
                + trees.of(route).at("/spec/parentRefs/0/port").asText();
    }

    private static boolean sees(GenericKubernetesResource route, String callerNamespace) {
        String namespace = route.getMetadata().getNamespace();
        return namespace.equals("shop") || namespace.equals(callerNamespace);
    }

    private boolean isOn(GenericKubernetesResource route, int port) {
        JsonNode parent = trees.of(route).at("/spec/parentRefs/0");
        return parent.path("name").asText().equals("pricing")
                && parent.path("port").asInt(port) == port;
    }

    private boolean lacksMethod(GenericKubernetesResource route) {
        for (JsonNode rule : trees.of(route).at("/spec/rules")) {
            for (JsonNode match : rule.path("matches")) {
                if (grpc(route) && !match.has("method")) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean grpc(GenericKubernetesResource route) {
        return route.getKind().equals("GRPCRoute");
    }
}
