// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.ServiceMesh;
import dev.spurline.internal.text.JsonTrees;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** HTTPRoutes and GRPCRoutes on Services. */
final class GatewayApiStyleModel implements StyleModel {

    @Override
    public Set<CustomKind> kinds() {
        return Set.of(CustomKind.HTTP_ROUTE, CustomKind.GRPC_ROUTE);
    }

    @Override
    public RouteWriter writer(Random random, ServiceMesh mesh, List<Integer> ports) {
        return new GatewayApiRandom(random, mesh, ports)::route;
    }

    @Override
    public GenericKubernetesResource plain(CustomKind kind, String namespace, String service, String mark) {
        return JsonTrees.value(
                JsonTrees.parse(
                        """
                {"apiVersion": "%s/%s", "kind": "%s", "metadata": {"name": "%s", "namespace": "%s"},
                 "spec": {"parentRefs": [{"group": "", "kind": "Service", "name": "%4$s", "port": 80}],
                  "rules": [{"backendRefs": [{"name": "%4$s", "port": 80}],
                   "filters": [{"type": "ResponseHeaderModifier",
                    "responseHeaderModifier": {"set": [{"name": "x-rule", "value": "%s"}]}}]}]}}
                """.formatted(kind.group(), kind.versions().get(0), kind.kind(), service, namespace, mark)),
                GenericKubernetesResource.class);
    }

    /** Linkerd's controller accepts a route, or finds it in conflict with a GRPCRoute on the same parent. */
    @Override
    public List<GenericKubernetesResource> judged(List<GenericKubernetesResource> routes, ServiceMesh mesh) {
        return mesh == ServiceMesh.LINKERD
                ? routes.stream().map(route -> judged(route, routes)).toList()
                : routes;
    }

    private static GenericKubernetesResource judged(
            GenericKubernetesResource route, Collection<GenericKubernetesResource> all) {
        ObjectNode judged = JsonTrees.tree(route).deepCopy();
        ObjectNode parent = judged.withArray("/status/parents").addObject();
        parent.put("controllerName", "linkerd.io/policy-controller");
        parent.set("parentRef", judged.at("/spec/parentRefs/0"));
        parent.withArray("/conditions")
                .addObject()
                .put("type", "Accepted")
                .put("status", conflicts(route, all) ? "False" : "True");
        return JsonTrees.value(judged, GenericKubernetesResource.class);
    }

    @Override
    public List<GenericKubernetesResource> inForce(List<GenericKubernetesResource> routes, ServiceMesh mesh) {
        return mesh == ServiceMesh.LINKERD
                ? routes.stream().filter(GatewayApiStyleModel::accepted).toList()
                : routes;
    }

    /** For the Service that the route names now; a port that is missing on one side does not matter. */
    private static boolean accepted(GenericKubernetesResource route) {
        JsonNode tree = JsonTrees.tree(route);
        JsonNode parent = tree.at("/spec/parentRefs/0");
        JsonNode judged = tree.at("/status/parents/0/parentRef");
        boolean ports = parent.path("port").isMissingNode()
                || judged.path("port").isMissingNode()
                || parent.path("port").equals(judged.path("port"));
        return tree.at("/status/parents/0/conditions/0/status").asText().equals("True")
                && parent.path("name").equals(judged.path("name"))
                && ports;
    }

    static boolean conflicts(GenericKubernetesResource route, Collection<GenericKubernetesResource> all) {
        return route.getKind().equals("HTTPRoute")
                && all.stream()
                        .filter(other -> other.getKind().equals("GRPCRoute"))
                        .anyMatch(other -> parent(other).equals(parent(route)));
    }

    private static String parent(GenericKubernetesResource route) {
        JsonNode parent = JsonTrees.tree(route).at("/spec/parentRefs/0");
        return parent.path("name").asText() + parent.path("port").asText();
    }

    @Override
    public RouteDecider decider(ServiceMesh mesh, Collection<GenericKubernetesResource> routes) {
        return new ReferenceMesh(mesh, routes);
    }
}
