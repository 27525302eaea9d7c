// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.cluster.ClusterSpec.Mesh;
import dev.spurline.embedded.routing.RoutingScenario;
import dev.spurline.embedded.routing.RoutingScenario.ScenarioObject;
import dev.spurline.embedded.routing.RoutingScenario.WorkloadFacts;
import dev.spurline.internal.survey.IstioDefaults;
import dev.spurline.internal.survey.ServiceMesh;
import dev.spurline.internal.survey.Survey;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Service;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What the engine would read of the cluster of a scenario. */
final class ScenarioSurvey {

    private static final String GATEWAY = "gateway";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> LINKERD_ROUTES = Set.of("HTTPRoute", "GRPCRoute");

    private final RoutingScenario scenario;
    private final boolean linkerd;

    private ScenarioSurvey(RoutingScenario scenario) {
        this.scenario = scenario;
        this.linkerd = scenario.mesh().kind() == Mesh.LINKERD;
    }

    static Survey of(RoutingScenario scenario) {
        return new ScenarioSurvey(scenario).read();
    }

    /** Returns the pod of the ingress gateway of a scenario, as {@code namespace/name}: that of a Gateway of the Gateway API is beside it. */
    static String gateway(RoutingScenario scenario) {
        return new ScenarioSurvey(scenario).gatewayNamespace() + "/" + GATEWAY;
    }

    private String gatewayNamespace() {
        return gateways()
                .map(json -> json.at("/metadata/namespace").asText())
                .findFirst()
                .orElse("istio-system");
    }

    private Survey read() {
        List<HasMetadata> all = new ArrayList<>();
        scenario.workloads().values().forEach(workload -> all.add(pod(workload)));
        all.add(pod(gatewayNamespace(), GATEWAY, gatewayLabels(), "istio-proxy"));
        scenario.objects().forEach(object -> all.add(object(object)));
        Set<String> namespaces = new TreeSet<>();
        all.forEach(object -> namespaces.add(object.getMetadata().getNamespace()));
        return Survey.of(namespaces.iterator().next())
                .read(namespaces)
                .mesh(mesh())
                .istio(List.of(IstioDefaults.of(
                        "istio-system/istio",
                        scenario.mesh().config().map(JsonNode::toString).orElse(""))))
                .add(all)
                .build();
    }

    private ServiceMesh mesh() {
        return switch (scenario.mesh().kind()) {
            case ISTIO -> ServiceMesh.ISTIO;
            case LINKERD -> ServiceMesh.LINKERD;
            case ENVOY -> ServiceMesh.ENVOY;
            case NONE -> ServiceMesh.NONE;
        };
    }

    private Map<String, String> gatewayLabels() {
        Map<String, String> labels = new HashMap<>(Map.of("istio", "ingressgateway"));
        gateways()
                .forEach(json -> labels.put(
                        "gateway.networking.k8s.io/gateway-name",
                        json.at("/metadata/name").asText()));
        return labels;
    }

    private Stream<JsonNode> gateways() {
        return scenario.objects().stream()
                .<JsonNode>map(ScenarioObject::json)
                .filter(json -> json.path("kind").asText().equals("Gateway")
                        && json.path("apiVersion").asText().startsWith("gateway.networking.k8s.io/"));
    }

    private Pod pod(WorkloadFacts workload) {
        String proxy = linkerd ? "linkerd-proxy" : "istio-proxy";
        return pod(
                workload.namespace(), workload.name(), workload.labels(), workload.sidecar() ? "app " + proxy : "app");
    }

    private static Pod pod(String namespace, String name, Map<String, String> labels, String containers) {
        PodBuilder pod = new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .withLabels(labels)
                .endMetadata()
                .withNewStatus()
                .addNewCondition()
                .withType("Ready")
                .withStatus("True")
                .endCondition()
                .endStatus()
                .withNewSpec()
                .endSpec();
        for (String container : containers.split(" ", -1)) {
            pod = pod.editSpec()
                    .addNewContainer()
                    .withName(container)
                    .endContainer()
                    .endSpec();
        }
        return pod.build();
    }

    private HasMetadata object(ScenarioObject object) {
        ObjectNode json = object.json().deepCopy();
        ObjectNode metadata = json.withObject("/metadata");
        if (!metadata.has("creationTimestamp")) {
            metadata.put("creationTimestamp", object.created().toString());
        }
        if (json.path("kind").asText().equals("Service")) {
            return JSON.convertValue(json, Service.class);
        }
        if (linkerd && LINKERD_ROUTES.contains(json.path("kind").asText())) {
            judge(json);
        }
        return JSON.convertValue(json, GenericKubernetesResource.class);
    }

    /** Linkerd follows what its controller has accepted: routes on Services with an address that no GRPCRoute has taken before. */
    private void judge(ObjectNode route) {
        for (JsonNode parent : route.at("/spec/parentRefs")) {
            boolean accepted = !isHeadless(parent, route) && !isTaken(parent, route);
            ObjectNode judged = route.withArray("/status/parents").addObject();
            judged.put("controllerName", "linkerd.io/policy-controller").set("parentRef", parent);
            judged.withArray("/conditions")
                    .addObject()
                    .put("type", "Accepted")
                    .put("status", accepted ? "True" : "False");
        }
    }

    private boolean isHeadless(JsonNode parent, JsonNode route) {
        String namespace =
                parent.path("namespace").asText(route.at("/metadata/namespace").asText());
        return scenario.services()
                .map(ScenarioObject::json)
                .filter(service -> service.at("/metadata/name").equals(parent.path("name"))
                        && service.at("/metadata/namespace").asText().equals(namespace))
                .anyMatch(service -> service.at("/spec/clusterIP").asText().equals("None"));
    }

    private boolean isTaken(JsonNode parent, JsonNode route) {
        return route.path("kind").asText().equals("HTTPRoute")
                && scenario.objects().stream()
                        .map(ScenarioObject::json)
                        .filter(other -> other.path("kind").asText().equals("GRPCRoute"))
                        .flatMap(other -> StreamSupport.stream(
                                other.at("/spec/parentRefs").spliterator(), false))
                        .anyMatch(other -> other.path("name").equals(parent.path("name"))
                                && other.path("port").equals(parent.path("port")));
    }
}
