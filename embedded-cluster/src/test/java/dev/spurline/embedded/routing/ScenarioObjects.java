// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.cluster.ClusterSpec.Mesh;
import dev.spurline.embedded.routing.RoutingScenario.MeshFacts;
import dev.spurline.embedded.routing.RoutingScenario.ScenarioObject;
import dev.spurline.embedded.routing.RoutingScenario.WorkloadFacts;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPortBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The objects of one scenario in the embedded API. Without controllers, pods and endpoints are made here, too. */
public final class ScenarioObjects {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CONFIG = "istio-system";
    private static final Instant BEFORE_ALL = Instant.parse("2025-12-31T00:00:00Z");

    private final KubernetesClient client;
    private final CreationClock clock;
    private final List<HasMetadata> made = new ArrayList<>();

    /** Prepares for an API that has none of them. */
    public ScenarioObjects(KubernetesClient client, CreationClock clock) {
        this.client = client;
        this.clock = clock;
    }

    /** Makes definitions of kinds, which stay. */
    void install(List<JsonNode> definitions) {
        definitions.forEach(definition -> client.resource(definition.toString()).create());
    }

    /**
     * Removes the objects of the scenario before, and makes those of this one.
     *
     * @param ports the port of this machine on which a workload listens
     */
    void replace(RoutingScenario scenario, ToIntFunction<String> ports) {
        prepare(scenario);
        List<WorkloadFacts> workloads = List.copyOf(scenario.workloads().values());
        workloads.forEach(workload -> create(pod(workload, address(scenario, ports.applyAsInt(workload.key())))));
        scenario.objects().forEach(this::create);
        scenario.services()
                .filter(service -> service.json().path("spec").has("selector")
                        && !service.json().path("spec").path("type").asText().equals("ExternalName"))
                .forEach(service -> create(slice(service, workloads)));
    }

    /** Does the same where there are controllers, and pods made otherwise. */
    public void replace(RoutingScenario scenario) {
        prepare(scenario);
        scenario.objects().forEach(this::create);
        clock.release();
    }

    private void prepare(RoutingScenario scenario) {
        made.forEach(object -> client.resource(object).delete());
        made.clear();
        clock.set(BEFORE_ALL);
        namespaces(scenario)
                .forEach(name -> client.resource(namespace(name, scenario)).serverSideApply());
        config(scenario.mesh());
    }

    private static Set<String> namespaces(RoutingScenario scenario) {
        Stream<String> ofObjects = scenario.objects().stream().map(ScenarioObject::namespace);
        Stream<String> ofWorkloads = scenario.workloads().values().stream().map(WorkloadFacts::namespace);
        return Stream.of(
                        ofObjects,
                        ofWorkloads,
                        Stream.of(CONFIG, scenario.mesh().rootNamespace()))
                .flatMap(all -> all)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Namespace namespace(String name, RoutingScenario scenario) {
        NamespaceBuilder namespace =
                new NamespaceBuilder().withNewMetadata().withName(name).endMetadata();
        return scenario.mesh().kind() == Mesh.LINKERD
                ? namespace
                        .editMetadata()
                        .addToAnnotations("linkerd.io/inject", "enabled")
                        .endMetadata()
                        .build()
                : namespace
                        .editMetadata()
                        .addToLabels("istio-injection", "enabled")
                        .endMetadata()
                        .build();
    }

    /** As Istio's installation does: istio.io/latest/docs/reference/config/istio.mesh.v1alpha1. */
    private void config(MeshFacts mesh) {
        mesh.config()
                .ifPresent(config -> create(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName("istio")
                        .withNamespace(CONFIG)
                        .endMetadata()
                        .addToData("mesh", config.toString())
                        .build()));
    }

    private void create(ScenarioObject object) {
        clock.set(object.created());
        ObjectNode json = object.json();
        try {
            if (object.kind().equals("Namespace")) {
                client.resource(json.toString()).forceConflicts().serverSideApply();
            } else {
                // As it is written: classes of a client would lose fields that they do not know, and nobody would
                // refuse them.
                create(JSON.convertValue(json, GenericKubernetesResource.class));
            }
        } catch (KubernetesClientException refused) {
            throw new IllegalStateException(
                    "%s: %s [%s] is refused: %s"
                            .formatted(
                                    object.place(),
                                    object.kind(),
                                    object.name(),
                                    refused.getStatus() == null
                                            ? refused.getMessage()
                                            : refused.getStatus().getMessage()),
                    refused);
        }
    }

    private void create(HasMetadata object) {
        made.add(client.resource(object)
                .fieldValidation(FieldValidateable.Validation.STRICT)
                .create());
    }

    /** Says whether each route on a Service has a status. */
    boolean allRoutesAreJudged() {
        return areJudged(client, made);
    }

    static boolean areJudged(KubernetesClient client, List<HasMetadata> objects) {
        return objects.stream().filter(ScenarioObjects::isOnService).allMatch(route -> {
            HasMetadata now = client.resource(route).get();
            return !JSON.<JsonNode>valueToTree(now).at("/status/parents").isEmpty();
        });
    }

    private static boolean isOnService(HasMetadata object) {
        JsonNode parents = JSON.<JsonNode>valueToTree(object).at("/spec/parentRefs");
        return StreamSupport.stream(parents.spliterator(), false)
                .anyMatch(parent -> parent.path("kind").asText().equals("Service"));
    }

    /** Returns the pod of a workload as the mesh sees it. */
    Pod pod(WorkloadFacts workload) {
        return client.pods()
                .inNamespace(workload.namespace())
                .withName(workload.name())
                .get();
    }

    private static Pod pod(WorkloadFacts workload, String address) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(workload.name())
                .withNamespace(workload.namespace())
                .withLabels(workload.labels())
                .addToAnnotations("embedded.spurline.dev/address", address)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("app")
                .withImage("routing-case")
                .endContainer()
                .endSpec()
                .build();
    }

    /** A workload listens on each port that a Service leads to. */
    private static String address(RoutingScenario scenario, int local) {
        return ports(scenario).stream()
                .map(port -> port + "=127.0.0.1:" + local)
                .collect(Collectors.joining(","));
    }

    /** Returns the ports on which each workload listens. */
    public static Set<Integer> ports(RoutingScenario scenario) {
        Set<Integer> ports = new TreeSet<>(Set.of(ScenarioReader.defaultPort()));
        scenario.services()
                .forEach(service ->
                        service.json().path("spec").path("ports").forEach(port -> ports.add(targetPort(port))));
        return ports;
    }

    private static int targetPort(JsonNode port) {
        return port.path("targetPort").asInt(port.path("port").asInt());
    }

    private static HasMetadata slice(ScenarioObject service, List<WorkloadFacts> workloads) {
        Map<String, String> selector = JSON.convertValue(
                service.json().path("spec").path("selector"),
                JSON.getTypeFactory().constructMapType(Map.class, String.class, String.class));
        List<Endpoint> endpoints = new ArrayList<>();
        for (int index = 0; index < workloads.size(); index++) {
            WorkloadFacts workload = workloads.get(index);
            if (workload.namespace().equals(service.namespace())
                    && workload.labels().entrySet().containsAll(selector.entrySet())) {
                endpoints.add(endpoint(workload, "10.244.0." + (index + 2)));
            }
        }
        List<EndpointPort> ports = new ArrayList<>();
        service.json()
                .path("spec")
                .path("ports")
                .forEach(port -> ports.add(new EndpointPortBuilder()
                        .withName(port.path("name").asText(""))
                        .withPort(targetPort(port))
                        .withProtocol("TCP")
                        .build()));
        return new EndpointSliceBuilder()
                .withNewMetadata()
                .withName(service.name() + "-pods")
                .withNamespace(service.namespace())
                .addToLabels("kubernetes.io/service-name", service.name())
                .endMetadata()
                .withAddressType("IPv4")
                .withEndpoints(endpoints)
                .withPorts(endpoints.isEmpty() ? List.of() : ports)
                .build();
    }

    private static Endpoint endpoint(WorkloadFacts workload, String address) {
        return new EndpointBuilder()
                .withAddresses(address)
                .withNewConditions()
                .withReady(true)
                .endConditions()
                .withNewTargetRef()
                .withKind("Pod")
                .withName(workload.name())
                .withNamespace(workload.namespace())
                .endTargetRef()
                .build();
    }
}
