// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.routing;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.cluster.ClusterSpec.Mesh;
import dev.spurline.cluster.internal.yaml.KubernetesYaml;
import dev.spurline.embedded.routing.RoutingScenario.ScenarioObject;
import dev.spurline.embedded.routing.RoutingScenario.WorkloadFacts;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FieldValidateable;
import io.fabric8.kubernetes.client.dsl.PodResource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The workloads and objects of one scenario in a real cluster. */
final class ClusterScenario {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SYSTEM = "istio-system";
    private static final String LINKERD = "linkerd.io/inject";
    private static final int SECONDS_TO_START = 90;

    private final KubernetesClient client;
    private final String image;
    private final Mesh mesh;
    private final Map<String, WorkloadFacts> running = new HashMap<>();
    private final List<HasMetadata> made = new ArrayList<>();
    private Optional<String> meshConfig = Optional.empty();

    ClusterScenario(KubernetesClient client, String image, Mesh mesh) {
        this.client = client;
        this.image = image;
        this.mesh = mesh;
    }

    /**
     * Removes the objects of the scenario before, and makes those of this one; pods that both have stay.
     *
     * @return whether a pod has changed
     */
    boolean replace(RoutingScenario scenario) {
        removeObjects();
        Stream.concat(
                        scenario.workloads().values().stream().map(WorkloadFacts::namespace),
                        scenario.objects().stream().map(ScenarioObject::namespace))
                .filter(name -> !name.isEmpty() && !name.equals(SYSTEM))
                .distinct()
                .forEach(this::ensureNamespace);
        boolean changed = replacePods(scenario);
        configure(scenario);
        @Nullable ScenarioObject before = null;
        for (ScenarioObject object : scenario.objects()) {
            create(object, before);
            before = object;
        }
        return changed;
    }

    private void ensureNamespace(String name) {
        ObjectMetaBuilder metadata = new ObjectMetaBuilder().withName(name);
        if (mesh == Mesh.LINKERD) {
            metadata.addToAnnotations(LINKERD, "enabled");
        } else {
            metadata.addToLabels("istio-injection", "enabled");
        }
        client.resource(new NamespaceBuilder().withMetadata(metadata.build()).build())
                .serverSideApply();
    }

    private boolean replacePods(RoutingScenario scenario) {
        List<WorkloadFacts> wanted = scenario.workloads().values().stream()
                .map(ClusterScenario::ofPod)
                .toList();
        List<WorkloadFacts> gone =
                running.values().stream().filter(pod -> !wanted.contains(pod)).toList();
        gone.forEach(pod -> pods(pod).withGracePeriod(0).delete());
        gone.forEach(pod -> pods(pod).waitUntilCondition(Objects::isNull, SECONDS_TO_START, TimeUnit.SECONDS));
        gone.forEach(pod -> running.remove(pod.key()));
        List<WorkloadFacts> added =
                wanted.stream().filter(pod -> !running.containsKey(pod.key())).toList();
        for (WorkloadFacts pod : added) {
            // One of an earlier run that was ended by force.
            pods(pod).withGracePeriod(0).delete();
            pods(pod).waitUntilCondition(Objects::isNull, SECONDS_TO_START, TimeUnit.SECONDS);
            client.resource(podOf(pod)).create();
            running.put(pod.key(), pod);
        }
        running.values().forEach(pod -> pods(pod).waitUntilReady(SECONDS_TO_START, TimeUnit.SECONDS));
        return !gone.isEmpty() || !added.isEmpty();
    }

    /** Says whether each route on a Service has a status. */
    boolean allRoutesAreJudged() {
        return ScenarioObjects.areJudged(client, made);
    }

    /** Which Service leads to it is nothing that its pod depends on. */
    private static WorkloadFacts ofPod(WorkloadFacts workload) {
        return new WorkloadFacts(
                workload.namespace(), workload.name(), workload.labels(), Map.of(), workload.sidecar());
    }

    private PodResource pods(WorkloadFacts pod) {
        return client.pods().inNamespace(pod.namespace()).withName(podName(pod));
    }

    /** A node of ours on a machine with others knows pods by their names alone. */
    private static String podName(WorkloadFacts workload) {
        return workload.name() + "-" + workload.namespace();
    }

    Pod pod(WorkloadFacts workload) {
        return Objects.requireNonNull(pods(workload).get(), workload.key());
    }

    Pod gateway(String name) {
        return Objects.requireNonNull(
                client.pods().inNamespace(SYSTEM).withName(name).get(), name);
    }

    private Pod podOf(WorkloadFacts workload) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(podName(workload))
                .withNamespace(workload.namespace())
                .withLabels(workload.labels())
                .addToLabels("sidecar.istio.io/inject", String.valueOf(workload.sidecar()))
                .addToAnnotations(LINKERD, workload.sidecar() ? "enabled" : "disabled")
                .endMetadata()
                .withNewSpec()
                .withTerminationGracePeriodSeconds(1L)
                .addNewContainer()
                .withName("app")
                .withImage(image)
                .addNewEnv()
                .withName("ROUTING_WORKLOAD")
                .withValue(workload.key())
                .endEnv()
                .addNewPort()
                .withContainerPort(ScenarioReader.defaultPort())
                .endPort()
                .endContainer()
                .endSpec()
                .build();
    }

    /** Changes the mesh's own settings for this scenario only. */
    private void configure(RoutingScenario scenario) {
        meshConfig.ifPresent(this::writeMeshConfig);
        meshConfig = Optional.empty();
        scenario.mesh().config().ifPresent(wanted -> {
            String original = Objects.requireNonNull(
                    client.configMaps()
                            .inNamespace(SYSTEM)
                            .withName("istio")
                            .get()
                            .getData()
                            .get("mesh"),
                    "mesh");
            meshConfig = Optional.of(original);
            ObjectNode merged =
                    JSON.valueToTree(KubernetesYaml.document(original).value());
            merged.setAll((ObjectNode) wanted);
            writeMeshConfig(merged.toString());
        });
    }

    private void writeMeshConfig(String text) {
        client.configMaps().inNamespace(SYSTEM).withName("istio").edit(map -> {
            map.getData().put("mesh", text);
            return map;
        });
    }

    /** What is younger is made in a later second, what is of the same age in the same one. */
    private void create(ScenarioObject object, @Nullable ScenarioObject before) {
        GenericKubernetesResource manifest = JSON.convertValue(object.json(), GenericKubernetesResource.class);
        boolean aged = !object.kind().equals("Service") && !object.kind().equals("Namespace");
        if (aged && before != null && before.created().isBefore(object.created())) {
            Instant last = created(made.get(made.size() - 1));
            await().pollInterval(Duration.ofMillis(50))
                    .until(() ->
                            created(client.resource(manifest).dryRun().create()).isAfter(last));
        }
        made.add(client.resource(manifest)
                .fieldValidation(FieldValidateable.Validation.STRICT)
                .create());
    }

    private static Instant created(HasMetadata object) {
        return Instant.parse(object.getMetadata().getCreationTimestamp());
    }

    /** Returns to what address a caller's resolver leads by the name of a Service. */
    String address(JsonNode service) {
        JsonNode spec = service.path("spec");
        JsonNode metadata = service.path("metadata");
        String namespace = metadata.path("namespace").asText();
        if (spec.path("type").asText().equals("ExternalName")) {
            List<String> name = List.of(spec.path("externalName").asText().split("[.]"));
            return clusterIp(name.get(1), name.get(0));
        }
        if (!spec.path("clusterIP").asText().equals("None")) {
            return clusterIp(namespace, metadata.path("name").asText());
        }
        return running.values().stream()
                .filter(pod -> pod.namespace().equals(namespace)
                        && spec.path("selector").properties().stream()
                                .allMatch(label -> label.getValue()
                                        .asText()
                                        .equals(pod.labels().get(label.getKey()))))
                .findFirst()
                .map(pod -> pod(pod).getStatus().getPodIP())
                .orElseThrow();
    }

    private String clusterIp(String namespace, String name) {
        Service service = Objects.requireNonNull(
                client.services().inNamespace(namespace).withName(name).get());
        return service.getSpec().getClusterIP();
    }

    private void removeObjects() {
        made.forEach(object -> client.resource(object).delete());
        made.clear();
    }

    /** Removes everything but the namespaces. */
    void clear() {
        removeObjects();
        meshConfig.ifPresent(this::writeMeshConfig);
        running.values().forEach(pod -> pods(pod).withGracePeriod(0).delete());
        running.clear();
    }
}
